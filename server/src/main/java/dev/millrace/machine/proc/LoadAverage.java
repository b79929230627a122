package dev.millrace.machine.proc;

import java.util.List;
import java.util.Optional;

/// How many processes wanted to run, on the average, as `/proc/loadavg` has it.
public record LoadAverage(double oneMinute, double fiveMinutes, double fifteenMinutes) {
    /// Nothing is known.
    public static final LoadAverage NONE = new LoadAverage(0, 0, 0);

    /// Reads the file; empty if it is none.
    public static Optional<LoadAverage> parse(String text) {
        List<String> words = Numbers.words(text);
        return words.size() < 3
                ? Optional.empty()
                : Optional.of(
                        new LoadAverage(
                                Numbers.decimal(words.get(0)),
                                Numbers.decimal(words.get(1)),
                                Numbers.decimal(words.get(2))));
    }
}
