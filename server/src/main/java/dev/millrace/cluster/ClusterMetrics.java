package dev.millrace.cluster;

import dev.millrace.observe.Family;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/// What is measured of publications on their way to other servers.
record ClusterMetrics(Supplier<List<SenderStatus>> forwards) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        Family connected =
                Family.gauge("millrace_forward_connected", "Whether the destination takes it.");
        Family frames = Family.counter("millrace_forward_frames", "Frames that were sent.");
        Family bytes = Family.counter("millrace_forward_bytes", "Bytes of media that were sent.");
        Family missed =
                Family.counter(
                        "millrace_forward_missed_groups",
                        "Groups that the destination was too slow for.");
        Family failures =
                Family.gauge("millrace_forward_failures", "Failures in a row, until it is well.");
        for (SenderStatus it : forwards.get()) {
            String[] labels = {"channel", it.channel().toString(), "to", it.to()};
            connected.add(it.state() == SenderStatus.State.SENDING ? 1 : 0, labels);
            frames.add(it.frames(), labels);
            bytes.add(it.bytes(), labels);
            missed.add(it.missedGroups(), labels);
            failures.add(it.failures(), labels);
        }
        return MetricSnapshots.of(
                connected.snapshot(),
                frames.snapshot(),
                bytes.snapshot(),
                missed.snapshot(),
                failures.snapshot());
    }
}
