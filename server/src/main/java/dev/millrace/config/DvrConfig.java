package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.choice;
import static dev.millrace.config.key.ValueTypes.fileName;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.folderPath;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.size;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.DvrFormat;
import dev.millrace.config.value.DvrPlan;
import dev.millrace.media.FileName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Recording.
///
/// @param duration of a file, if the plan is [DvrPlan#SEGMENT]
/// @param path of files, in the folder
/// @param folder of all recordings; if it is not set, in the data folder
/// @param keepAge when a file is deleted, if ever
/// @param keepSizeBytes the oldest files are deleted while all are larger, if set
/// @param reserveBytes of the disk that must stay free
public record DvrConfig(
        boolean enabled,
        DvrFormat format,
        DvrPlan plan,
        Duration duration,
        FileName path,
        Optional<Path> folder,
        Optional<Duration> keepAge,
        Optional<Long> keepSizeBytes,
        long reserveBytes) {
    private static final long SIZE_BYTES_MAX = 1L << 50;

    static final Key<Boolean> ENABLED =
            new Key<>(
                    "dvr.enabled",
                    flag(),
                    "false",
                    "Whether channels are recorded whenever they are published.");
    static final Key<DvrFormat> FORMAT =
            new Key<>(
                    "dvr.format",
                    choice(DvrFormat.class),
                    "flv",
                    "What recordings are: FLV, or fragmented MP4.");
    static final Key<DvrPlan> PLAN =
            new Key<>(
                    "dvr.plan",
                    choice(DvrPlan.class),
                    "session",
                    "`session` is a file for each publication, `segment` one for each"
                            + " `dvr.duration`; with `append` a publication goes on in the file"
                            + " that has its name, if there is one.");
    static final Key<Duration> DURATION =
            new Key<>(
                    "dvr.duration",
                    ValueTypes.duration(ofSeconds(1), ofHours(24)),
                    "30s",
                    "Shortest file of the plan `segment`. It ends at the first key frame after"
                            + " that.");
    static final Key<FileName> PATH =
            new Key<>(
                    "dvr.path",
                    fileName(),
                    "[vhost]/[app]/[stream].[timestamp]",
                    "The name of files in `dvr.folder`, without the ending. For `append`, leave the"
                            + " time out.");
    static final Key<Optional<Path>> FOLDER =
            new Key<>(
                    "dvr.folder",
                    optional(folderPath(), "auto"),
                    "auto",
                    "Where recordings are. `auto` is a folder in `data.folder`. One server, one"
                            + " folder.");
    static final Key<Optional<Duration>> KEEP_AGE =
            new Key<>(
                    "dvr.keep_age",
                    optional(ValueTypes.duration(ofMinutes(1), ofHours(1_000_000)), "forever"),
                    "forever",
                    "A file that was finished longer ago is deleted.");
    static final Key<Optional<Long>> KEEP_SIZE =
            new Key<>(
                    "dvr.keep_size",
                    optional(size(1 << 20, SIZE_BYTES_MAX), "unlimited"),
                    "unlimited",
                    "While all files together are larger, the oldest is deleted.");
    static final Key<Long> RESERVE =
            new Key<>(
                    "dvr.reserve",
                    size(0, SIZE_BYTES_MAX),
                    "256MB",
                    "What must stay free on the disk. With less, nothing is recorded, and it is"
                            + " tried again now and then.");

    static final List<Key<?>> KEYS =
            List.of(ENABLED, FORMAT, PLAN, DURATION, PATH, FOLDER, KEEP_AGE, KEEP_SIZE, RESERVE);

    public DvrConfig {
        DURATION.check(duration);
        KEEP_AGE.check(keepAge);
        KEEP_SIZE.check(keepSizeBytes);
        RESERVE.check(reserveBytes);
    }

    static DvrConfig from(Values values) {
        return new DvrConfig(
                values.get(ENABLED),
                values.get(FORMAT),
                values.get(PLAN),
                values.get(DURATION),
                values.get(PATH),
                values.get(FOLDER),
                values.get(KEEP_AGE),
                values.get(KEEP_SIZE),
                values.get(RESERVE));
    }
}
