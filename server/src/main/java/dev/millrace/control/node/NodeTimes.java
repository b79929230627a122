package dev.millrace.control.node;

import dev.millrace.observe.Times;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/// How long things take, as histograms. Any thread.
public final class NodeTimes {
    private final Histogram store =
            Times.named("millrace_control_store_seconds", "From whole segment to stored for good.");
    private final Histogram read =
            Times.named(
                    "millrace_control_read_seconds", "Reading a segment from the object store.");
    private final Histogram lag =
            Times.named("millrace_control_lag_seconds", "From the end of a live segment to here.");

    void stored(double seconds) {
        store.observe(seconds);
    }

    void read(double seconds) {
        read.observe(seconds);
    }

    /// A live segment is here.
    ///
    /// @param seconds since it ended
    public void live(double seconds) {
        lag.observe(Math.max(0, seconds));
    }

    List<MetricSnapshot> snapshots() {
        return List.of(store.collect(), read.collect(), lag.collect());
    }
}
