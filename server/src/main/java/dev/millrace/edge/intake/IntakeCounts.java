package dev.millrace.edge.intake;

import dev.millrace.observe.TimeHistogram;
import java.util.concurrent.atomic.LongAdder;

/// What came in, and what did not. Any thread.
public final class IntakeCounts {
    private final LongAdder playlists = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder segments = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final TimeHistogram readTimes = new TimeHistogram();

    void playlist() {
        playlists.increment();
    }

    void refused() {
        refused.increment();
    }

    void read(long lengthBytes, long tookNs) {
        segments.increment();
        bytes.add(lengthBytes);
        readTimes.add(tookNs);
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
    public TimeHistogram readTimes() {
        return readTimes;
    }
}
