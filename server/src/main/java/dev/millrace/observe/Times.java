package dev.millrace.observe;

import io.prometheus.metrics.core.metrics.Histogram;

/// How long something takes, each time: counted in steps, so that quantiles can be told.
public final class Times {
    /// In seconds: from a disk that is fast to a link that is hardly there.
    private static final double[] STEPS = {
        .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800
    };

    private Times() {}

    /// A histogram of seconds.
    ///
    /// @param name ending in `_seconds`
    public static Histogram named(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicUpperBounds(STEPS)
                .withoutExemplars() // which would need a library for traces
                .build();
    }
}
