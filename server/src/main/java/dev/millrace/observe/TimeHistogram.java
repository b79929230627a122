package dev.millrace.observe;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How long something took, each time: counted in steps, so that quantiles can be told. Any thread.
public final class TimeHistogram {
    /// In seconds: from a disk that is fast to a link that is hardly there.
    private static final double[] STEPS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800
    };

    private static final double NS_PER_SECOND = 1e9;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS.length + 1);
    private final LongAdder sumNs = new LongAdder();

    /// Counts one time. One that is negative counts as none.
    public void add(long tookNs) {
        long ns = Math.max(0, tookNs);
        int found = Arrays.binarySearch(STEPS, ns / NS_PER_SECOND);
        counts.incrementAndGet(found >= 0 ? found : -found - 1);
        sumNs.add(ns);
    }

    /// How many were counted.
    public long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /// As it is measured.
    ///
    /// @param name ending in `_seconds`
    public HistogramSnapshot snapshot(String name, String help) {
        var bounds = new ArrayList<Double>();
        var values = new ArrayList<Number>();
        for (int i = 0; i < counts.length(); i++) {
            bounds.add(i < STEPS.length ? STEPS[i] : Double.POSITIVE_INFINITY);
            values.add(counts.get(i));
        }
        var point =
                HistogramDataPointSnapshot.builder()
                        .labels(Labels.EMPTY)
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, values))
                        .sum(sumNs.sum() / NS_PER_SECOND)
                        .build();
        return new HistogramSnapshot(new MetricMetadata(name, help), List.of(point));
    }
}
