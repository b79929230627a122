package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.choice;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.size;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is logged, how, and where to.
///
/// @param file where log lines go; to standard output, if it is not set
/// @param fileSizeBytes a file that has grown to this is put aside, and a new one begun
/// @param files how many of those that were put aside are kept
/// @param progress how often a line says what publishers, viewers and relays do; if it is not set,
///   never
public record LogConfig(
        Level level,
        Format format,
        Optional<Path> file,
        long fileSizeBytes,
        int files,
        Optional<Duration> progress) {
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
    static final Key<Optional<Path>> FILE =
            new Key<>(
                    "log.file",
                    optional(ValueTypes.file(), "stdout"),
                    "stdout",
                    "Where lines go: `stdout`, or a file. A reload opens it anew.");
    static final Key<Long> FILE_SIZE =
            new Key<>(
                    "log.file_size",
                    size(1 << 10, 1L << 40),
                    "16MB",
                    "A file that has grown to this is named `.1`, what was `.1` is named `.2`, and"
                            + " a new one is begun.");
    static final Key<Integer> FILES =
            new Key<>(
                    "log.files",
                    integer(1, 20),
                    "5",
                    "How many such files are kept beside the newest.");
    static final Key<Optional<Duration>> PROGRESS =
            new Key<>(
                    "log.progress",
                    optional(duration(Duration.ofSeconds(1), Duration.ofHours(24)), "off"),
                    "10s",
                    "How often a line says what publishers do, one what viewers do, and one what"
                            + " relays do, while there are any.");

    static final List<Key<?>> KEYS = List.of(LEVEL, FORMAT, FILE, FILE_SIZE, FILES, PROGRESS);

    public LogConfig {
        FILE_SIZE.check(fileSizeBytes);
        FILES.check(files);
        PROGRESS.check(progress);
    }

    static LogConfig from(Values values) {
        return new LogConfig(
                values.get(LEVEL),
                values.get(FORMAT),
                values.get(FILE),
                values.get(FILE_SIZE),
                values.get(FILES),
                values.get(PROGRESS));
    }
}
