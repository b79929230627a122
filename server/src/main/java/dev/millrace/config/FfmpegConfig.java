package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.folderPath;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.size;
import static dev.millrace.config.key.ValueTypes.text;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// FFmpeg, for relays that need it.
///
/// @param program its name or path
/// @param folder where it may write; empty is a place of the server's choice
/// @param diskMaxBytes for the files of all relays
public record FfmpegConfig(String program, Optional<Path> folder, long diskMaxBytes) {
    static final Key<String> PROGRAM =
            new Key<>(
                    "ffmpeg.program",
                    text("a program's name or path"),
                    "ffmpeg",
                    "FFmpeg, for the sources that Millrace does not play itself.");
    static final Key<Optional<Path>> FOLDER =
            new Key<>(
                    "ffmpeg.folder",
                    optional(folderPath(), "auto"),
                    "auto",
                    "Where the files of relays with an `{output_dir}` are; nothing else is written."
                            + " `auto` is a RAM disk if there is one. One server, one folder.");
    static final Key<Long> DISK_MAX =
            new Key<>(
                    "ffmpeg.disk_max",
                    size(1L << 20, 1L << 40),
                    "256MB",
                    "Most that the files of all relays may take.");

    static final List<Key<?>> KEYS = List.of(PROGRAM, FOLDER, DISK_MAX);

    public FfmpegConfig {
        PROGRAM.check(program);
        DISK_MAX.check(diskMaxBytes);
    }

    static FfmpegConfig from(Values values) {
        return new FfmpegConfig(values.get(PROGRAM), values.get(FOLDER), values.get(DISK_MAX));
    }
}
