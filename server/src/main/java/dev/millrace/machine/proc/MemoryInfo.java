package dev.millrace.machine.proc;

import java.util.Optional;

/// The memory of the machine in KB, as `/proc/meminfo` has it.
public record MemoryInfo(
        long total, long free, long buffers, long cached, long swapTotal, long swapFree) {
    /// Nothing is known.
    public static final MemoryInfo NONE = new MemoryInfo(0, 0, 0, 0, 0, 0);

    /// Reads the file; empty if it is none.
    public static Optional<MemoryInfo> parse(String text) {
        var info =
                new MemoryInfo(
                        Numbers.named("MemTotal", text),
                        Numbers.named("MemFree", text),
                        Numbers.named("Buffers", text),
                        Numbers.named("Cached", text),
                        Numbers.named("SwapTotal", text),
                        Numbers.named("SwapFree", text));
        return info.total > 0 ? Optional.of(info) : Optional.empty();
    }

    /// What is not free.
    public long active() {
        return total - free;
    }

    /// What is not free and could not be given up.
    public long inUse() {
        return Math.max(0, active() - buffers - cached);
    }

    /// The part of the memory that is in use, from 0 to 1.
    public double share() {
        return total > 0 ? (double) inUse() / total : 0;
    }

    /// The part of the swap that is in use, from 0 to 1.
    public double swapShare() {
        return swapTotal > 0 ? (double) (swapTotal - swapFree) / swapTotal : 0;
    }
}
