package dev.millrace.bench.measure;

import org.HdrHistogram.Histogram;

/// Counts how long something took, in microseconds to three digits, without keeping every value.
/// Any thread.
public final class Latencies {
    /// What took longer, or less than nothing, was not timed with one clock.
    private static final long NS_MAX = 600_000_000_000L;

    private static final int US_NS = 1_000;
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(1, NS_MAX / US_NS, DIGITS);
    private long implausible;

    public synchronized void record(long durationNs) {
        if (durationNs < 0 || durationNs > NS_MAX) {
            implausible++;
        } else {
            histogram.recordValue(durationNs / US_NS);
        }
    }

    /// Forgets everything so far: the steady window begins.
    public synchronized void reset() {
        histogram.reset();
        implausible = 0;
    }

    /// Values that cannot be: the clock marker came from another machine.
    public synchronized long implausible() {
        return implausible;
    }

    /// How many took longer than this.
    public synchronized long above(long durationNs) {
        return histogram.getTotalCount() - histogram.getCountBetweenValues(0, durationNs / US_NS);
    }

    public synchronized Percentiles percentiles() {
        return new Percentiles(histogram.getTotalCount(), atMs(50), atMs(95), atMs(99), atMs(100));
    }

    private double atMs(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }
}
