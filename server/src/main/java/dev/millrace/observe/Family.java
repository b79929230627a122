package dev.millrace.observe;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/// One metric being gathered: its name, what it means, and a value for each set of labels. Belongs
/// to one thread.
public final class Family {
    private enum Type {
        COUNTER,
        GAUGE
    }

    private final Type type;
    private final MetricMetadata metadata;
    private final Map<Labels, Double> points = new LinkedHashMap<>();

    private Family(Type type, String name, String help) {
        this.type = type;
        this.metadata = new MetricMetadata(name, help);
    }

    /// Something that only grows; the format adds `_total` to the name.
    public static Family counter(String name, String help) {
        return new Family(Type.COUNTER, name, help);
    }

    public static Family gauge(String name, String help) {
        return new Family(Type.GAUGE, name, help);
    }

    /// Adds to the value under these labels, given as name, value, name, value.
    public Family add(double value, String... labels) {
        points.merge(Labels.of(labels), value, Double::sum);
        return this;
    }

    /// The same of a whole number.
    public Family add(long value, String... labels) {
        return add((double) value, labels);
    }

    /// As it is measured.
    public MetricSnapshot snapshot() {
        return switch (type) {
            case COUNTER ->
                    new CounterSnapshot(
                            metadata,
                            points.entrySet().stream().map(Family::counterPoint).toList());
            case GAUGE ->
                    new GaugeSnapshot(
                            metadata, points.entrySet().stream().map(Family::gaugePoint).toList());
        };
    }

    private static CounterDataPointSnapshot counterPoint(Map.Entry<Labels, Double> point) {
        return CounterDataPointSnapshot.builder()
                .labels(point.getKey())
                .value(point.getValue())
                .build();
    }

    private static GaugeDataPointSnapshot gaugePoint(Map.Entry<Labels, Double> point) {
        return GaugeDataPointSnapshot.builder()
                .labels(point.getKey())
                .value(point.getValue())
                .build();
    }
}
