package dev.millrace.observe;

import dev.millrace.media.MediaTime;

/// How fast a counter grows, over the last few samples. Belongs to whoever samples.
final class RateWindow {
    /// With a sample each second, rates are those of the last five.
    private static final int SAMPLES = 6;

    private final long[] timesNs = new long[SAMPLES];
    private final long[] values = new long[SAMPLES];
    private int count;

    /// @param value of a counter that only grows
    void add(long nowNs, long value) {
        timesNs[count % SAMPLES] = nowNs;
        values[count % SAMPLES] = value;
        count++;
    }

    /// By how much it grows in a second; 0 before the second sample.
    double perSecond() {
        if (count < 2) {
            return 0;
        }
        int newest = (count - 1) % SAMPLES;
        int oldest = count < SAMPLES ? 0 : count % SAMPLES;
        double us = (timesNs[newest] - timesNs[oldest]) / 1e3;
        return us <= 0 ? 0 : (values[newest] - values[oldest]) * MediaTime.US_PER_SECOND / us;
    }

    /// Bits in a second, of a counter of bytes.
    long bitsPerSecond() {
        return Math.round(perSecond() * Byte.SIZE);
    }
}
