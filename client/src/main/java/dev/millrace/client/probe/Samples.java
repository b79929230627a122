package dev.millrace.client.probe;

import java.util.Arrays;

/// Measurements of one thing, as many as are kept: a probe may run for days.
final class Samples {
    private static final int COUNT_MAX = 1 << 20;

    private double[] values = new double[64];
    private int count;

    void add(double value) {
        if (count == COUNT_MAX) {
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    Spread spread() {
        return Spread.of(Arrays.copyOf(values, count));
    }

    /// The spread of what is above the smallest.
    Spread spreadAboveMin() {
        double[] above = Arrays.copyOf(values, count);
        double min = Arrays.stream(above).min().orElse(0);
        return Spread.of(Arrays.stream(above).map(value -> value - min).toArray());
    }
}
