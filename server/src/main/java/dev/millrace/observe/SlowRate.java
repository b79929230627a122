package dev.millrace.observe;

/// How fast a counter of bytes grew in the last 30 seconds that are over; before there are any,
/// since it began. Time is an argument. Any thread.
final class SlowRate {
    private static final long WINDOW_NS = 30_000_000_000L;

    private boolean began;
    private boolean isWhole;
    private long sinceNs;
    private long bytesThen;
    private long bitsPerSecond;

    /// Notes what the counter says at `nowNs`, which is later than every time before.
    synchronized void sample(long nowNs, long totalBytes) {
        long passedNs = nowNs - sinceNs;
        if (!began) {
            began = true;
            sinceNs = nowNs;
            bytesThen = totalBytes;
        } else if (passedNs >= WINDOW_NS || !isWhole) {
            bitsPerSecond = Math.round((totalBytes - bytesThen) * 8 / (passedNs / 1e9));
            if (passedNs >= WINDOW_NS) {
                isWhole = true;
                sinceNs = nowNs;
                bytesThen = totalBytes;
            }
        }
    }

    /// 0 until there are two samples.
    synchronized long bitsPerSecond() {
        return bitsPerSecond;
    }
}
