package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.choice;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.util.List;

/// What is logged, and how. Log lines go to standard output.
public record LogConfig(Level level, Format format) {
    /// The least important log lines that are written.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /// How a log line is written.
    public enum Format {
        /// For people.
        TEXT,
        /// One JSON object per line, for log collectors.
        JSON
    }

    static final Key<Level> LEVEL =
            new Key<>(
                    "log.level",
                    choice(Level.class),
                    "info",
                    "The least important lines that are written.");
    static final Key<Format> FORMAT =
            new Key<>(
                    "log.format",
                    choice(Format.class),
                    "text",
                    "`text` for people, `json` for log collectors: one object per line.");

    static final List<Key<?>> KEYS = List.of(LEVEL, FORMAT);

    static LogConfig from(Values values) {
        return new LogConfig(values.get(LEVEL), values.get(FORMAT));
    }
}
