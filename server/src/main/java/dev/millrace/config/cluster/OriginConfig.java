package dev.millrace.config.cluster;

import static dev.millrace.config.key.UrlTypes.places;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.flag;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.time.Duration;
import java.util.List;

/// Where channels come from that nobody publishes here.
///
/// @param from URLs, perhaps with variables, in the order in which they are tried
/// @param passQuery whether origins see what is in the URLs of viewers and publishers
/// @param idleTimeout what nobody watched for so long is fetched no longer
/// @param stallTimeout an origin without a frame for so long is given up
/// @param startWait how long a viewer waits for the first picture
public record OriginConfig(
        List<String> from,
        boolean passQuery,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration startWait) {
    public static final Key<List<String>> FROM =
            new Key<>(
                    "origin.from",
                    places("rtmp", "rtmps", "http", "https"),
                    "none",
                    "Servers that have the channels, which makes this one an edge: what somebody"
                            + " wants to watch is fetched from the first one that has it, over"
                            + " RTMP or HTTP-FLV, and what somebody publishes is published there,"
                            + " over RTMP. URLs are as in `forward.to`.");
    public static final Key<Boolean> PASS_QUERY =
            new Key<>(
                    "origin.pass_query",
                    flag(),
                    "false",
                    "Whether the origin is asked about each viewer and publisher, with the query"
                            + " of its URL: tokens, signatures, logins.");
    public static final Key<Duration> IDLE_TIMEOUT =
            new Key<>(
                    "origin.idle_timeout",
                    duration(ofSeconds(1), ofHours(24)),
                    "30s",
                    "What nobody watched for this long is fetched no longer.");
    public static final Key<Duration> STALL_TIMEOUT =
            new Key<>(
                    "origin.stall_timeout",
                    duration(ofSeconds(1), ofMinutes(10)),
                    "5s",
                    "An origin that sent no frame for this long is given up, and the next one"
                            + " tried.");
    public static final Key<Duration> START_WAIT =
            new Key<>(
                    "origin.start_wait",
                    duration(ofSeconds(1), ofMinutes(2)),
                    "10s",
                    "How long a viewer waits for the first picture.");

    public static final List<Key<?>> KEYS =
            List.of(FROM, PASS_QUERY, IDLE_TIMEOUT, STALL_TIMEOUT, START_WAIT);

    public OriginConfig {
        FROM.check(from);
        IDLE_TIMEOUT.check(idleTimeout);
        STALL_TIMEOUT.check(stallTimeout);
        START_WAIT.check(startWait);
        from = List.copyOf(from);
    }

    public static OriginConfig from(Values values) {
        return new OriginConfig(
                values.get(FROM),
                values.get(PASS_QUERY),
                values.get(IDLE_TIMEOUT),
                values.get(STALL_TIMEOUT),
                values.get(START_WAIT));
    }
}
