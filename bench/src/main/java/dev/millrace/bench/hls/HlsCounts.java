package dev.millrace.bench.hls;

import dev.millrace.bench.measure.Latencies;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What all viewers together have done since the window began. Any thread.
final class HlsCounts {
    final Latencies playlistTimes = new Latencies();
    final Latencies segmentTimes = new Latencies();

    /// How long ago the end of each playlist had been recorded when it came.
    final Latencies edgeAges = new Latencies();

    final LongAdder missedSegments = new LongAdder();
    final LongAdder connections = new LongAdder();
    private final Map<String, Integer> failures = new LinkedHashMap<>();

    /// A playlist has come. Its age can be told only when it says when it was recorded.
    void playlist(MediaPlaylist playlist, Instant now) {
        @Nullable Instant edge = null;
        for (MediaSegment segment : playlist.segments()) {
            Instant begin = segment.programDateTime().orElse(edge);
            edge = begin == null ? null : begin.plus(segment.durationUs(), ChronoUnit.MICROS);
        }
        if (edge != null) {
            edgeAges.record(Math.max(0, Duration.between(edge, now).toNanos()));
        }
    }

    /// A connection was opened; with keep-alive there is one to a viewer.
    void connected() {
        connections.increment();
    }

    /// A request led to nothing.
    synchronized void failed(String why) {
        failures.merge(why, 1, Integer::sum);
    }

    synchronized Map<String, Integer> failures() {
        return new LinkedHashMap<>(failures);
    }

    /// Connections are counted from the beginning; everything else from now.
    synchronized void beginWindow() {
        playlistTimes.reset();
        segmentTimes.reset();
        edgeAges.reset();
        missedSegments.reset();
        failures.clear();
    }
}
