package dev.millrace.bench.camera;

import dev.millrace.bench.measure.Latencies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What all cameras together have done since the window began. Any thread.
final class CameraCounts {
    final Latencies listedTimes = new Latencies();
    final LongAdder bytes = new LongAdder();
    final LongAdder segments = new LongAdder();
    final LongAdder lateSegments = new LongAdder();
    final LongAdder unlistedSegments = new LongAdder();
    private final Map<String, Integer> failures = new LinkedHashMap<>();

    /// A request led to nothing.
    synchronized void failed(String why) {
        failures.merge(why, 1, Integer::sum);
    }

    synchronized Map<String, Integer> failures() {
        return new LinkedHashMap<>(failures);
    }

    /// Bytes are counted from the beginning; everything else from now.
    synchronized void beginWindow() {
        listedTimes.reset();
        segments.reset();
        lateSegments.reset();
        unlistedSegments.reset();
        failures.clear();
    }
}
