package dev.millrace.control.node;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/// How long things take, as histograms. Any thread.
public final class NodeTimes {
    private static final double[] BOUNDS = {
        .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
    };

    private final Histogram store =
            histogram("millrace_control_store_seconds", "From whole segment to stored for good.");
    private final Histogram read =
            histogram("millrace_control_read_seconds", "Reading a segment from the object store.");
    private final Histogram lag =
            histogram("millrace_control_lag_seconds", "From the end of a live segment to here.");

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

    private static Histogram histogram(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicUpperBounds(BOUNDS)
                .withoutExemplars() // which would need a library for traces
                .build();
    }
}
