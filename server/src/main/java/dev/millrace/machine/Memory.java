package dev.millrace.machine;

/// How much memory there is, at one moment.
///
/// @param limitBytes the most that this process and its children may use
/// @param freeBytes what is left of it; page cache that can be given up counts as free
/// @param limitedBy `cgroup` or `system`, whichever has less left
public record Memory(long limitBytes, long freeBytes, String limitedBy) {
    /// Nobody knows.
    public static final Memory UNKNOWN = new Memory(Long.MAX_VALUE, Long.MAX_VALUE, "system");

    Memory orLess(Memory other) {
        return other.freeBytes < freeBytes ? other : this;
    }
}
