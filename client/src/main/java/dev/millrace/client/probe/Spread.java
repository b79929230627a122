package dev.millrace.client.probe;

import java.util.Arrays;

/// How a number of measurements are spread; all zero when there are none.
///
/// @param count of measurements
public record Spread(int count, double min, double mean, double p50, double p95, double max) {
    private static final Spread NONE = new Spread(0, 0, 0, 0, 0, 0);

    /// The spread of `values`, in any order.
    static Spread of(double[] values) {
        if (values.length == 0) {
            return NONE;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted.length,
                sorted[0],
                Arrays.stream(sorted).average().orElse(0),
                percentile(sorted, 50),
                percentile(sorted, 95),
                sorted[sorted.length - 1]);
    }

    /// The smallest value that so many percent of all are not above.
    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
    }
}
