package dev.millrace.machine.proc;

/// What a process took so far, as getrusage(2) would say it.
///
/// @param userSeconds of the processors, for itself
/// @param systemSeconds of the processors, for what the kernel did for it
/// @param residentMaxKb the most memory it ever had
/// @param inBlocks read from disks, of 512 bytes
/// @param outBlocks written to disks
/// @param switches of its first thread, to others: because it waited
/// @param involuntarySwitches because its time was over
public record ResourceUsage(
        long userSeconds,
        long systemSeconds,
        long residentMaxKb,
        long minorFaults,
        long majorFaults,
        long inBlocks,
        long outBlocks,
        long switches,
        long involuntarySwitches) {
    /// Nothing is known.
    public static final ResourceUsage NONE = new ResourceUsage(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final int BLOCK_BYTES = 512;

    /// Puts it together.
    ///
    /// @param status of `/proc/self/status`
    /// @param io of `/proc/self/io`, which not everybody may read
    public static ResourceUsage of(ProcessStat stat, String status, String io) {
        return new ResourceUsage(
                stat.number("utime") / ProcessStat.TICKS_PER_SECOND,
                stat.number("stime") / ProcessStat.TICKS_PER_SECOND,
                Numbers.named("VmHWM", status),
                stat.number("minflt"),
                stat.number("majflt"),
                Numbers.named("read_bytes", io) / BLOCK_BYTES,
                Numbers.named("write_bytes", io) / BLOCK_BYTES,
                Numbers.named("voluntary_ctxt_switches", status),
                Numbers.named("nonvoluntary_ctxt_switches", status));
    }
}
