package dev.millrace.edge.link;

import dev.millrace.observe.Times;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// What went over the link. Any thread.
public final class LinkCounts {
    private static final double MS_PER_SECOND = 1e3;

    private final LongAdder connections = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder live = new LongAdder();
    private final LongAdder backfill = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Histogram liveLag =
            Times.named(
                    "millrace_edge_live_lag_seconds",
                    "From a live segment's end until control has it.");
    private final Histogram backfillLag =
            Times.named(
                    "millrace_edge_backfill_lag_seconds",
                    "From a recorded segment's end until control has it.");

    void connected() {
        connections.increment();
    }

    void failed() {
        failures.increment();
    }

    void sent(long count) {
        bytes.add(count);
    }

    void skip() {
        skipped.increment();
    }

    void refuse() {
        refused.increment();
    }

    void stored(boolean wasLive, Duration lag) {
        (wasLive ? live : backfill).increment();
        (wasLive ? liveLag : backfillLag).observe(Math.max(0, lag.toMillis() / MS_PER_SECOND));
    }

    /// Connections that the control node welcomed.
    public long connections() {
        return connections.sum();
    }

    /// Connections that failed, or could not be made.
    public long failures() {
        return failures.sum();
    }

    /// Bytes of segments that were sent.
    public long bytes() {
        return bytes.sum();
    }

    /// Segments that were confirmed for live viewers.
    public long live() {
        return live.sum();
    }

    /// Segments that were confirmed for recordings only.
    public long backfill() {
        return backfill.sum();
    }

    /// Segments that were confirmed.
    long confirmed() {
        return live() + backfill();
    }

    /// Segments that live viewers did not get because newer ones were there.
    public long skipped() {
        return skipped.sum();
    }

    /// Segments that the control node did not take, each time.
    public long refused() {
        return refused.sum();
    }

    /// From the end of a live segment to its confirmation.
    public Histogram liveLag() {
        return liveLag;
    }

    /// From the end of a segment that was only recorded to its confirmation.
    public Histogram backfillLag() {
        return backfillLag;
    }
}
