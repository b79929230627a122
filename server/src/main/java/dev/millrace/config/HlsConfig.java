package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.file;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.optional;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// HLS: how it is cut, and when it is made at all.
///
/// @param segment shortest segment; it ends at the first key frame after that
/// @param segments how many the playlist lists
/// @param past how many can still be fetched when they are no longer listed, if not all that
///   players may still know of
/// @param idle a channel whose playlist nobody asked for is no longer packaged after this long
/// @param segmentsPerKey how many segments are encrypted with one key, if they are
/// @param numbersFile where the numbers of segments are kept over restarts
public record HlsConfig(
        boolean enabled,
        Duration segment,
        int segments,
        Optional<Integer> past,
        Duration idle,
        Optional<Integer> segmentsPerKey,
        Optional<Path> numbersFile) {
    static final Key<Boolean> ENABLED =
            new Key<>("hls.enabled", flag(), "true", "Whether channels can be watched over HLS.");
    static final Key<Duration> SEGMENT =
            new Key<>(
                    "hls.segment",
                    duration(ofMillis(500), ofSeconds(30)),
                    "2s",
                    "Shortest segment. It ends at the first key frame after that.");
    static final Key<Integer> SEGMENTS =
            new Key<>("hls.segments", integer(3, 100), "6", "Segments in the playlist.");
    static final Key<Optional<Integer>> PAST =
            new Key<>(
                    "hls.past",
                    optional(integer(1, 100), "auto"),
                    "auto",
                    "How many older segments can still be fetched. `auto` is all of which a player"
                            + " may still know, as RFC 8216, 6.2.2, has it: as many as are in the"
                            + " playlist, and one.");
    static final Key<Duration> IDLE =
            new Key<>(
                    "hls.idle",
                    duration(ofSeconds(1), ofHours(1)),
                    "60s",
                    "HLS of a channel is made while somebody asks for it, and this much longer.");

    static final Key<Optional<Integer>> SEGMENTS_PER_KEY =
            new Key<>(
                    "hls.segments_per_key",
                    optional(integer(1, 10_000), "off"),
                    "off",
                    "Encrypts segments with AES-128, and takes another key after so many. Who may"
                            + " have the playlist may have the keys. Costs a copy of what is"
                            + " listed.");

    static final Key<Optional<Path>> NUMBERS_FILE =
            new Key<>(
                    "hls.numbers_file",
                    optional(file(), "none"),
                    "none",
                    "A small file that keeps the numbers of segments over restarts whatever the"
                            + " clock does. It is written every half hour or so.");

    static final List<Key<?>> KEYS =
            List.of(ENABLED, SEGMENT, SEGMENTS, PAST, IDLE, SEGMENTS_PER_KEY, NUMBERS_FILE);

    public HlsConfig {
        SEGMENT.check(segment);
        SEGMENTS.check(segments);
        PAST.check(past);
        IDLE.check(idle);
    }

    static HlsConfig from(Values values) {
        return new HlsConfig(
                values.get(ENABLED),
                values.get(SEGMENT),
                values.get(SEGMENTS),
                values.get(PAST),
                values.get(IDLE),
                values.get(SEGMENTS_PER_KEY),
                values.get(NUMBERS_FILE));
    }
}
