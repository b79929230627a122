package dev.millrace.control.node;

import dev.millrace.observe.Family;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What is measured of a control node. Any thread.
public final class NodeMetrics implements MultiCollector {
    private static final String PREFIX = "millrace_control_";

    private final ControlNode node;

    public NodeMetrics(ControlNode node) {
        this.node = node;
    }

    @Override
    public MetricSnapshots collect() {
        var all = new ArrayList<MetricSnapshot>(node.times().snapshots());
        all.add(gauge("edges", "Edge nodes that are connected.", node.edges().list().size()));
        all.add(gauge("live_bytes", "Held for live playlists.", node.windows().bytes()));
        all.add(gauge("transfer_bytes", "Held of segments on their way.", node.transfers().used()));
        all.add(counter("live_dropped", "Live segments not shown.", node.windows().dropped()));
        all.add(counter("late_posts", "Posted segments that were late.", node.posts().late()));
        all.add(counter("taken_segments", "Segments taken in.", node.intake().taken()));
        all.add(counter("taken_bytes", "Bytes of segments taken in.", node.intake().takenBytes()));
        all.add(counter("stored_segments", "Segments stored for good.", node.intake().stored()));
        all.add(counter("stored_bytes", "Bytes stored for good.", node.intake().storedBytes()));
        all.add(counter("read_bytes", "Bytes of segments read.", node.cache().bytesRead()));
        all.add(counter("read_failures", "Reads that failed.", node.cache().failures()));
        all.add(reads());
        all.addAll(ofSources());
        return new MetricSnapshots(all);
    }

    private MetricSnapshot reads() {
        return Family.counter(
                        PREFIX + "reads", "Segments replayed, by whether they were in memory.")
                .add(node.cache().hits(), "cache", "hit")
                .add(node.cache().misses(), "cache", "miss")
                .snapshot();
    }

    /// By source, as the edge nodes have reported. The catalogue is not asked: when it does not
    /// answer, somebody is going to look here.
    private List<MetricSnapshot> ofSources() {
        Instant now = node.clock().instant();
        var reports = new TreeMap<String, SourceReport>();
        node.edges()
                .statuses()
                .forEach((id, status) ->
                        reports.put(
                                node.edges().name(id).orElseGet(status.report()::name),
                                status.report()));
        return List.of(
                of("lag_seconds", "Now minus newest end.", reports, it -> lag(it, now)),
                of("outbox_segments", "Owed.", reports, SourceReport::outboxSegments),
                of("outbox_bytes", "Owed.", reports, SourceReport::outboxBytes),
                of("backfill_seconds", "Age of the oldest owed.", reports, it -> age(it, now)),
                of("lost_segments", "Could not be kept.", reports, SourceReport::lost));
    }

    private static double lag(SourceReport report, Instant now) {
        return seconds(report.newestEnd(), now);
    }

    private static double age(SourceReport report, Instant now) {
        return seconds(report.outboxOldest(), now);
    }

    private static double seconds(Optional<Instant> since, Instant now) {
        return since.map(it -> Duration.between(it, now).toMillis() / 1e3).orElse(0.0);
    }

    private static MetricSnapshot of(
            String name,
            String help,
            Map<String, SourceReport> reports,
            ToDoubleFunction<SourceReport> value) {
        Family family = Family.gauge(PREFIX + "source_" + name, help);
        reports.forEach(
                (source, report) -> family.add(value.applyAsDouble(report), "source", source));
        return family.snapshot();
    }

    private static MetricSnapshot gauge(String name, String help, long value) {
        return Family.gauge(PREFIX + name, help).add(value).snapshot();
    }

    private static MetricSnapshot counter(String name, String help, long value) {
        return Family.counter(PREFIX + name, help).add(value).snapshot();
    }
}
