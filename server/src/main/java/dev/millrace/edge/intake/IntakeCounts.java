package dev.millrace.edge.intake;

import dev.millrace.observe.Times;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.atomic.LongAdder;

/// What came in, and what did not. Any thread.
public final class IntakeCounts {
    private static final double NS_PER_SECOND = 1e9;

    private final LongAdder playlists = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder segments = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final Histogram readSeconds =
            Times.named(
                    "millrace_edge_read_seconds", "How long it took to read or fetch a segment.");

    void playlist() {
        playlists.increment();
    }

    void refused() {
        refused.increment();
    }

    void read(long lengthBytes, long tookNs) {
        segments.increment();
        bytes.add(lengthBytes);
        readSeconds.observe(tookNs / NS_PER_SECOND);
    }

    void unreadable() {
        unreadable.increment();
    }

    /// Playlists that were taken.
    public long playlists() {
        return playlists.sum();
    }

    /// Playlists that were refused.
    public long refusedPlaylists() {
        return refused.sum();
    }

    /// Segments that were read.
    public long segments() {
        return segments.sum();
    }

    public long bytes() {
        return bytes.sum();
    }

    /// Segments that could not be read.
    public long unreadableSegments() {
        return unreadable.sum();
    }

    /// How long it took to read or fetch a segment.
    public Histogram readSeconds() {
        return readSeconds;
    }
}
