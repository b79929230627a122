package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.arguments;
import static dev.millrace.config.key.ValueTypes.channelName;
import static dev.millrace.config.key.ValueTypes.choice;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.mediaSource;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.percent;
import static dev.millrace.config.key.ValueTypes.size;
import static dev.millrace.config.key.ValueTypes.variables;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One relay: a source that the server fetches by itself.
///
/// @param name the channel it publishes
/// @param source a URL, perhaps with credentials
/// @param schedule when it may run; empty is always
/// @param idleTimeout when an on-demand relay that nobody watches is stopped; zero is never
/// @param stallTimeout a source without a frame for so long is taken for dead
/// @param startWait how long a viewer waits for the first picture
/// @param retry what follows a failure
/// @param inputArgs for FFmpeg, in front of the source
/// @param outputArgs for FFmpeg, behind it
/// @param env for FFmpeg, in addition to the server's own
/// @param diskMaxBytes for the files that FFmpeg writes
/// @param window how much its channel keeps, if not as much as others
/// @param memoryBytes the most that it may take, if there is a limit of its own
public record RelayConfig(
        ChannelName name,
        String source,
        Start start,
        Optional<Schedule> schedule,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration startWait,
        Retry retry,
        List<String> inputArgs,
        List<String> outputArgs,
        Map<String, String> env,
        long diskMaxBytes,
        Optional<Duration> window,
        Optional<Long> memoryBytes) {
    /// When a relay runs.
    public enum Start {
        ALWAYS,
        ON_DEMAND
    }

    /// What follows a failure.
    ///
    /// @param initial how long to wait after the first one
    /// @param max how long to wait after many
    /// @param attempts how many in a row are too many; 0 is none
    /// @param jitter the part of each wait, in per cent, that is left to chance
    public record Retry(Duration initial, Duration max, int attempts, int jitter) {
        public Retry {
            RETRY_INITIAL.check(initial);
            RETRY_MAX.check(max);
            RETRY_ATTEMPTS.check(attempts);
            RETRY_JITTER.check(jitter);
            if (max.compareTo(initial) < 0) {
                throw new BadSettingException(
                        RETRY_MAX.name(), "it must not be less than relays[].retry.initial");
            }
        }

        private static Retry from(Values values) {
            return new Retry(
                    values.get(RETRY_INITIAL),
                    values.get(RETRY_MAX),
                    values.get(RETRY_ATTEMPTS),
                    values.get(RETRY_JITTER));
        }
    }

    static final Key<ChannelName> NAME =
            Key.required(
                    "relays[].name",
                    channelName(),
                    "The channel it publishes; without an app, in `live`.");
    static final Key<String> SOURCE =
            Key.required(
                    "relays[].source",
                    mediaSource(),
                    "What it fetches: RTMP, RTSP (`rtspu://` over UDP), or over HTTP HLS (`.m3u8`),"
                            + " MPEG-TS (`.ts`) or FLV; a file of FLV, MP4 or MPEG-TS, over and"
                            + " over. Everything else is given to FFmpeg.");
    static final Key<Start> START =
            new Key<>(
                    "relays[].start",
                    choice(Start.class),
                    "on-demand",
                    "Whether it runs `always`, or while somebody watches.");
    static final Key<Optional<Schedule>> SCHEDULE =
            new Key<>(
                    "relays[].schedule",
                    optional(ValueTypes.schedule(), "any-time"),
                    "any-time",
                    "When it may run at all; outside of that it is stopped"
                            + " ([docs/relays.md](relays.md#on-a-schedule)).");
    static final Key<Duration> IDLE_TIMEOUT =
            new Key<>(
                    "relays[].idle_timeout",
                    duration(Duration.ZERO, ofHours(24)),
                    "30s",
                    "An on-demand relay that nobody watched for this long is stopped; `0s` is"
                            + " never.");
    static final Key<Duration> STALL_TIMEOUT =
            new Key<>(
                    "relays[].stall_timeout",
                    duration(ofSeconds(1), ofMinutes(10)),
                    "10s",
                    "A source that sent no frame for this long is taken for dead and fetched"
                            + " anew.");
    static final Key<Duration> START_WAIT =
            new Key<>(
                    "relays[].start_wait",
                    duration(ofSeconds(1), ofMinutes(2)),
                    "10s",
                    "How long a viewer waits for the first picture.");
    static final Key<Duration> RETRY_INITIAL =
            new Key<>(
                    "relays[].retry.initial",
                    duration(ofMillis(100), ofHours(1)),
                    "1s",
                    "How long to wait after a failure; twice as long after each further one.");
    static final Key<Duration> RETRY_MAX =
            new Key<>(
                    "relays[].retry.max",
                    duration(ofMillis(100), ofHours(24)),
                    "1m",
                    "How long to wait at most.");
    static final Key<Integer> RETRY_ATTEMPTS =
            new Key<>(
                    "relays[].retry.attempts",
                    integer(0, 1_000_000),
                    "0",
                    "How often to try again before a person has to look; 0 is for ever.");
    static final Key<Integer> RETRY_JITTER =
            new Key<>(
                    "relays[].retry.jitter",
                    percent(),
                    "20%",
                    "The part of each wait that is left to chance, so that many sources do not come"
                            + " back at once.");

    static final Key<List<String>> INPUT_ARGS =
            new Key<>(
                    "relays[].input_args",
                    arguments(),
                    "none",
                    "For FFmpeg, in front of the source: `-rtsp_transport tcp`. If there are any,"
                            + " FFmpeg fetches the source, whatever it is.");
    static final Key<List<String>> OUTPUT_ARGS =
            new Key<>(
                    "relays[].output_args",
                    arguments(),
                    "none",
                    "For FFmpeg, behind the source: codecs and filters, `-c:v libx264`. `none` is"
                            + " a copy. With `{output_dir}` they are an output of its own.");
    static final Key<Map<String, String>> ENV =
            new Key<>(
                    "relays[].env",
                    variables(),
                    "none",
                    "For FFmpeg: variables in addition to the server's own.");
    static final Key<Long> DISK_MAX =
            new Key<>(
                    "relays[].disk_max",
                    size(1L << 20, 1L << 40),
                    "32MB",
                    "Most that the files in its `{output_dir}` may take. The oldest are removed"
                            + " first; those in a playlist are not.");

    static final Key<Optional<Duration>> WINDOW =
            new Key<>(
                    "relays[].window",
                    optional(duration(Duration.ZERO, ofMinutes(10)), "channel"),
                    "channel",
                    "How much of the past its channel keeps; `channel` is `channel.window`.");
    static final Key<Optional<Long>> MEMORY =
            new Key<>(
                    "relays[].memory",
                    optional(size(1L << 20, 1L << 40), "channel"),
                    "channel",
                    "Most that it may take: its channel, and its FFmpeg, which is ended and"
                            + " started anew when it takes more. `channel` is `channel.memory`,"
                            + " and no limit for FFmpeg.");

    static final List<Key<?>> KEYS =
            List.of(
                    NAME,
                    SOURCE,
                    START,
                    SCHEDULE,
                    IDLE_TIMEOUT,
                    STALL_TIMEOUT,
                    START_WAIT,
                    RETRY_INITIAL,
                    RETRY_MAX,
                    RETRY_ATTEMPTS,
                    RETRY_JITTER,
                    INPUT_ARGS,
                    OUTPUT_ARGS,
                    ENV,
                    DISK_MAX,
                    WINDOW,
                    MEMORY);

    public RelayConfig {
        SOURCE.check(source);
        IDLE_TIMEOUT.check(idleTimeout);
        STALL_TIMEOUT.check(stallTimeout);
        START_WAIT.check(startWait);
        DISK_MAX.check(diskMaxBytes);
        WINDOW.check(window);
        MEMORY.check(memoryBytes);
    }

    /// The same with another source.
    public RelayConfig from(String otherSource) {
        return new RelayConfig(
                name,
                otherSource,
                start,
                schedule,
                idleTimeout,
                stallTimeout,
                startWait,
                retry,
                inputArgs,
                outputArgs,
                env,
                diskMaxBytes,
                window,
                memoryBytes);
    }

    static RelayConfig from(Values values) {
        return new RelayConfig(
                values.get(NAME),
                values.get(SOURCE),
                values.get(START),
                values.get(SCHEDULE),
                values.get(IDLE_TIMEOUT),
                values.get(STALL_TIMEOUT),
                values.get(START_WAIT),
                Retry.from(values),
                values.get(INPUT_ARGS),
                values.get(OUTPUT_ARGS),
                values.get(ENV),
                values.get(DISK_MAX),
                values.get(WINDOW),
                values.get(MEMORY));
    }
}
