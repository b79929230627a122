package dev.millrace.edge.link;

import dev.millrace.observe.TimeHistogram;
import java.util.concurrent.atomic.LongAdder;

/// What went over the link. Any thread.
public final class LinkCounts {
    private final LongAdder connections = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder live = new LongAdder();
    private final LongAdder backfill = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final TimeHistogram liveLag = new TimeHistogram();
    private final TimeHistogram backfillLag = new TimeHistogram();

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

    void stored(boolean wasLive, long lagNs) {
        (wasLive ? live : backfill).increment();
        (wasLive ? liveLag : backfillLag).add(lagNs);
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
    public TimeHistogram liveLag() {
        return liveLag;
    }

    /// From the end of a segment that was only recorded to its confirmation.
    public TimeHistogram backfillLag() {
        return backfillLag;
    }
}
