package dev.millrace.bandwidth;

/// Keeps what passes below a bit rate. One thread.
public final class Pace {
    private static final long BITS_A_BYTE_NS = 8 * 1_000_000_000L;

    private final long bitsPerSecond;
    private final long startNs;
    private long bytes;

    /// @param bitsPerSecond more than 0
    public Pace(long bitsPerSecond, long nowNs) {
        this.bitsPerSecond = bitsPerSecond;
        this.startNs = nowNs;
    }

    /// So many bytes have passed.
    ///
    /// @return how long to wait before the next ones, in nanoseconds; 0 if not at all
    public long passed(int count, long nowNs) {
        bytes += count;
        double dueNs = (double) bytes * BITS_A_BYTE_NS / bitsPerSecond;
        return Math.max(0, (long) dueNs - (nowNs - startNs));
    }

    /// What has passed.
    public long bytes() {
        return bytes;
    }

    /// Since it began.
    public long elapsedNs(long nowNs) {
        return nowNs - startNs;
    }
}
