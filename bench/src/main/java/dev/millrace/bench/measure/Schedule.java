package dev.millrace.bench.measure;

import java.time.Duration;

/// When things happen in a run: connections are opened at a steady rate, then they have time to
/// warm up, then comes the window in which everything is measured.
///
/// ```
///  0            count / perSecond      + warmup                + window
///  +-- opening --+------ warm-up ------+-- steady, measured ---+
/// ```
///
/// @param count connections, at least 1
/// @param perSecond connections opened in a second, more than 0
public record Schedule(int count, double perSecond, Duration warmup, Duration window) {
    private static final double SECOND_NS = 1e9;

    public Schedule {
        if (count < 1 || !(perSecond > 0) || warmup.isNegative() || !window.isPositive()) {
            throw new IllegalArgumentException(
                    "%d connections, %s per second, warm-up %s, window %s"
                            .formatted(count, perSecond, warmup, window));
        }
    }

    /// How many connections are to be open, or on their way, `elapsedNs` after the beginning.
    public int dueAt(long elapsedNs) {
        return (int) Math.min(count, 1 + (long) (elapsedNs / SECOND_NS * perSecond));
    }

    /// When connection `index`, counted from 0, is to be opened.
    public long openNs(int index) {
        return (long) Math.ceil(index / perSecond * SECOND_NS);
    }

    /// When the steady window begins.
    public long windowNs() {
        return (long) Math.ceil(count / perSecond * SECOND_NS) + warmup.toNanos();
    }
}
