package dev.millrace.observe;

/// How fast a counter of bytes grows, over the last few seconds: the slope between the oldest and
/// the newest of a few samples. Time is an argument. Any thread.
final class Rate {
    /// With one sample a second, the last five seconds: steady to look at, and quick to follow.
    private static final int SAMPLES = 6;

    private final long[] atNs = new long[SAMPLES];
    private final long[] bytes = new long[SAMPLES];
    private int taken;

    /// Notes what the counter says at `nowNs`, which is later than every time before.
    synchronized void sample(long nowNs, long totalBytes) {
        int slot = taken % SAMPLES;
        atNs[slot] = nowNs;
        bytes[slot] = totalBytes;
        // Slots repeat; how often they did does not matter, so this never overflows.
        taken = taken + 1 < 2 * SAMPLES ? taken + 1 : SAMPLES;
    }

    /// 0 until there are two samples.
    synchronized long bitsPerSecond() {
        if (taken < 2) {
            return 0;
        }
        int newest = (taken - 1) % SAMPLES;
        int oldest = taken < SAMPLES ? 0 : taken % SAMPLES;
        double seconds = (atNs[newest] - atNs[oldest]) / 1e9;
        return Math.round((bytes[newest] - bytes[oldest]) * 8 / seconds);
    }
}
