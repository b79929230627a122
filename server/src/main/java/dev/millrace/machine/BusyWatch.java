package dev.millrace.machine;

import dev.millrace.machine.proc.DiskStat;
import dev.millrace.machine.proc.ProcessStat;
import dev.millrace.machine.proc.SystemStat;
import java.time.Duration;

/// How busy processors and disks are: looks when somebody asks, but not more often than once a
/// second, and says what it was since it has looked before. Any thread.
public final class BusyWatch {
    private static final long FRESH_NS = Duration.ofSeconds(1).toNanos();

    private final ProcFiles files;

    // Guarded by this.
    private Look last;
    private Busy busy = new Busy(0, 0, 0, 0, 0);

    private record Look(long atNs, ProcessStat process, SystemStat system, DiskStat disks) {}

    /// Parts are from 0 to 1.
    ///
    /// @param process what this process takes of all processors
    /// @param system what all processes take of them
    /// @param disk of the time in which the busiest disk had something to do
    public record Busy(
            double process,
            double system,
            double disk,
            long readBytesPerSecond,
            long writtenBytesPerSecond) {}

    public BusyWatch(ProcFiles files) {
        this.files = files;
        this.last = look(System.nanoTime());
    }

    /// How it was lately.
    public synchronized Busy now() {
        long nowNs = System.nanoTime();
        if (nowNs - last.atNs >= FRESH_NS) {
            Look before = last;
            last = look(nowNs);
            busy = between(before, last);
        }
        return busy;
    }

    private Look look(long nowNs) {
        return new Look(
                nowNs,
                files.process().orElse(ProcessStat.NONE),
                files.system().orElse(SystemStat.NONE),
                files.disks().orElse(DiskStat.NONE));
    }

    private static Busy between(Look before, Look after) {
        long ticks = after.system.totalTicks() - before.system.totalTicks();
        long passedNs = after.atNs - before.atNs;
        double seconds = passedNs / 1e9;
        return new Busy(
                part(after.process.busyTicks() - before.process.busyTicks(), ticks),
                part(after.system.busyTicks() - before.system.busyTicks(), ticks),
                part(after.disks.busyMs() - before.disks.busyMs(), passedNs / 1_000_000),
                Math.round((after.disks.readBytes() - before.disks.readBytes()) / seconds),
                Math.round((after.disks.writtenBytes() - before.disks.writtenBytes()) / seconds));
    }

    private static double part(long some, long all) {
        return all > 0 ? Math.clamp((double) some / all, 0, 1) : 0;
    }
}
