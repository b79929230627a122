package dev.millrace.relay;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last lines that a relay's source had to say. Any thread.
final class LogTail {
    /// Enough to see what came before the end, and at most some 150 KB.
    static final int LINES_MAX = 300;

    private final InstantSource clock;
    private final Deque<LogLine> lines = new ArrayDeque<>();

    LogTail(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(String text) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
        }
        lines.add(new LogLine(clock.instant(), text));
    }

    /// Oldest first.
    synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }
}
