package dev.millrace.machine.proc;

import java.util.List;
import java.util.Optional;

/// How long the machine has run, in seconds, as `/proc/uptime` has it.
///
/// @param idle how long its processors had nothing to do, each of them
public record Uptime(double total, double idle) {
    /// Nothing is known.
    public static final Uptime NONE = new Uptime(0, 0);

    /// Reads the file; empty if it is none.
    public static Optional<Uptime> parse(String text) {
        List<String> words = Numbers.words(text);
        return words.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new Uptime(Numbers.decimal(words.get(0)), Numbers.decimal(words.get(1))));
    }
}
