package dev.millrace.relay;

import dev.millrace.channel.MemoryBudget;
import dev.millrace.machine.Memory;
import dev.millrace.media.ChannelName;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// Says whether there is memory for one more relay: what it used in earlier runs must fit above the
/// reserve, and into what channels may keep. Any thread.
final class Governor {
    /// Before the first run, for a window of a camera's stream.
    private static final long GUESS_BYTES = 6L << 20;

    /// The same for a process that copies.
    private static final long GUESS_OF_FFMPEG_BYTES = 16L << 20;

    private final Supplier<Memory> meter;
    private final MemoryBudget windows;
    private final long reserveBytes;
    private final ConcurrentMap<ChannelName, Long> learnt = new ConcurrentHashMap<>();

    /// @param windows what all channels may keep
    /// @param reserveBytes what must be free after a start
    Governor(Supplier<Memory> meter, MemoryBudget windows, long reserveBytes) {
        this.meter = meter;
        this.windows = windows;
        this.reserveBytes = reserveBytes;
    }

    /// What a relay will need: the most it ever used, or a guess.
    long needBytes(RelaySettings relay) {
        long guess = GUESS_BYTES + (relay.needsFfmpeg() ? GUESS_OF_FFMPEG_BYTES : 0);
        return learnt.getOrDefault(relay.name(), guess);
    }

    /// A relay uses so much.
    void learn(ChannelName name, long bytes) {
        learnt.merge(name, bytes, Math::max);
    }

    /// Why so much cannot be had, for people; empty if it can.
    Optional<String> refusal(long needBytes) {
        Memory memory = meter.get();
        long freeBytes = memory.freeBytes() - reserveBytes;
        if (needBytes > freeBytes) {
            return Optional.of(
                    "not enough memory: it needs %d MiB, and of %d MiB (%s) %d are free, %d of them"
                                    .formatted(
                                            mebibytes(needBytes),
                                            mebibytes(memory.limitBytes()),
                                            memory.limitedBy(),
                                            mebibytes(memory.freeBytes()),
                                            mebibytes(reserveBytes))
                            + " in reserve (memory.reserve)");
        }
        long windowBytes = windows.bytesMax() - windows.bytesUsed();
        if (needBytes > windowBytes && windows.bytesUsed() > 0) {
            return Optional.of(
                    "not enough memory: it needs %d MiB, and of %d MiB for all channels %d are free"
                                    .formatted(
                                            mebibytes(needBytes),
                                            mebibytes(windows.bytesMax()),
                                            mebibytes(Math.max(0, windowBytes)))
                            + " (channel.memory_total)");
        }
        return Optional.empty();
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20);
    }
}
