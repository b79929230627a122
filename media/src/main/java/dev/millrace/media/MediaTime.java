package dev.millrace.media;

/// Conversions between the clocks of the formats and ours, which counts microseconds.
///
/// Every conversion to a coarser clock rounds to the nearest tick, so that milliseconds survive the
/// way in and out, and 90 kHz ticks do too.
public final class MediaTime {
    public static final long US_PER_MS = 1_000;
    public static final long US_PER_SECOND = 1_000_000;

    private MediaTime() {}

    public static long msToUs(long ms) {
        return ms * US_PER_MS;
    }

    public static long usToMs(long us) {
        return Math.floorDiv(us + US_PER_MS / 2, US_PER_MS);
    }

    /// From the 90 kHz clock of MPEG systems.
    public static long ticks90kToUs(long ticks) {
        return Math.floorDiv(ticks * 100 + 4, 9);
    }

    /// To the 90 kHz clock of MPEG systems, not yet wrapped to 33 bits.
    public static long usToTicks90k(long us) {
        return Math.floorDiv(us * 9 + 50, 100);
    }

    /// The duration of `samples` audio samples.
    public static long samplesToUs(long samples, int sampleRate) {
        return Math.floorDiv(samples * US_PER_SECOND + sampleRate / 2, sampleRate);
    }
}
