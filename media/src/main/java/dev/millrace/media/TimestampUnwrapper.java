package dev.millrace.media;

/// Follows a counter of fewer than 64 bits past its end: 32 bits of milliseconds in RTMP (49.7
/// days), 33 bits of 90 kHz in MPEG-TS (26.5 hours). A step is taken to be the shorter way round.
///
/// Written and read by one thread.
public final class TimestampUnwrapper {
    private final long span;
    private long last;
    private boolean started;

    public TimestampUnwrapper(int bits) {
        span = 1L << bits;
    }

    /// The 64-bit time of `wrapped`, of which only the lowest bits count.
    public long unwrap(long wrapped) {
        long value = wrapped & (span - 1);
        if (!started) {
            started = true;
            last = value;
            return last;
        }
        long step = value - (last & (span - 1));
        if (step > span / 2) {
            step -= span;
        } else if (step < -span / 2) {
            step += span;
        }
        last += step;
        return last;
    }
}
