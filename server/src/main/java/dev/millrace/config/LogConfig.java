package dev.millrace.config;

import static dev.millrace.config.ValueTypes.choice;

import java.util.List;

/// What is logged, and how. Log lines go to standard output.
public record LogConfig(LogLevel level, LogFormat format) {
    static final Key<LogLevel> LEVEL =
            new Key<>(
                    "log.level",
                    choice(LogLevel.class),
                    "info",
                    "The least important lines that are written.");
    static final Key<LogFormat> FORMAT =
            new Key<>(
                    "log.format",
                    choice(LogFormat.class),
                    "text",
                    "`text` for people, `json` for log collectors: one object per line.");

    static final List<Key<?>> KEYS = List.of(LEVEL, FORMAT);

    static LogConfig from(Values values) {
        return new LogConfig(values.get(LEVEL), values.get(FORMAT));
    }
}
