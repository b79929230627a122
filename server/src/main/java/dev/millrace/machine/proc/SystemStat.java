package dev.millrace.machine.proc;

import java.util.List;
import java.util.Optional;

/// What all processors together did since the machine has started, in ticks, as `/proc/stat` has
/// it.
///
/// @param cores how many there are
public record SystemStat(
        int cores,
        long user,
        long nice,
        long system,
        long idle,
        long ioWait,
        long irq,
        long softIrq,
        long steal,
        long guest) {
    /// Nothing is known.
    public static final SystemStat NONE = new SystemStat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// Reads the file; empty if it is none.
    public static Optional<SystemStat> parse(String text) {
        List<String> lines = text.lines().filter(line -> line.matches("cpu\\d* .*")).toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("cpu ")) {
            return Optional.empty();
        }
        List<String> words = Numbers.words(lines.getFirst());
        return Optional.of(
                new SystemStat(
                        lines.size() - 1,
                        Numbers.at(1, words),
                        Numbers.at(2, words),
                        Numbers.at(3, words),
                        Numbers.at(4, words),
                        Numbers.at(5, words),
                        Numbers.at(6, words),
                        Numbers.at(7, words),
                        Numbers.at(8, words),
                        Numbers.at(9, words)));
    }

    /// All ticks. Those of guests are already in `user`.
    public long totalTicks() {
        return busyTicks() + idle + ioWait;
    }

    /// Those in which something was done.
    public long busyTicks() {
        return user + nice + system + irq + softIrq + steal;
    }
}
