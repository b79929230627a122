package dev.millrace.machine.proc;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the disks of the machine did since it has started, as `/proc/diskstats` has it. Partitions
/// are in their disks, and what is made of disks or of memory is none.
///
/// @param busyMs of the one that was busy the longest
public record DiskStat(long readBytes, long writtenBytes, long busyMs) {
    /// Nothing is known.
    public static final DiskStat NONE = new DiskStat(0, 0, 0);

    /// Whatever the disk has itself.
    private static final int SECTOR_BYTES = 512;

    private static final Pattern DISK =
            Pattern.compile("(sd|hd|vd|xvd)[a-z]+|nvme\\d+n\\d+|mmcblk\\d+");

    /// Reads the file; empty if there is no disk in it.
    public static Optional<DiskStat> parse(String text) {
        return text.lines()
                .map(Numbers::words)
                .filter(words -> words.size() > 2 && DISK.matcher(words.get(2)).matches())
                .map(DiskStat::of)
                .reduce(DiskStat::with);
    }

    private static DiskStat of(List<String> words) {
        return new DiskStat(
                Numbers.at(5, words) * SECTOR_BYTES,
                Numbers.at(9, words) * SECTOR_BYTES,
                Numbers.at(12, words));
    }

    private DiskStat with(DiskStat other) {
        return new DiskStat(
                readBytes + other.readBytes,
                writtenBytes + other.writtenBytes,
                Math.max(busyMs, other.busyMs));
    }
}
