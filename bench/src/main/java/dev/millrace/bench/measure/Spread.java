package dev.millrace.bench.measure;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/// A quantity over all connections, and the least and the most that a single one had.
public record Spread(double total, double min, double max) {
    /// The spread of what each connection had; all zero when there is none.
    public static Spread of(double... values) {
        DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
        return all.getCount() == 0
                ? new Spread(0, 0, 0)
                : new Spread(all.getSum(), all.getMin(), all.getMax());
    }
}
