package dev.millrace.config;

import static dev.millrace.config.key.UrlTypes.siteUrl;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.text;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whom the server tells that it is there, as SRS does.
///
/// @param url nobody, if it is not set
/// @param deviceId what the server is called there
public record HeartbeatConfig(
        Optional<URI> url, Duration interval, Optional<String> deviceId, boolean summaries) {
    static final Key<Optional<URI>> URL =
            new Key<>(
                    "heartbeat.url",
                    optional(siteUrl(), "none"),
                    "none",
                    "What is told by a POST, again and again, that the server is there:"
                            + " `device_id` and `ip`, as SRS does.");
    static final Key<Duration> INTERVAL =
            new Key<>(
                    "heartbeat.interval",
                    duration(ofMillis(100), ofHours(24)),
                    "9900ms",
                    "How often. An answer that takes longer is not waited for.");
    static final Key<Optional<String>> DEVICE_ID =
            new Key<>(
                    "heartbeat.device_id",
                    optional(text("a name"), "none"),
                    "none",
                    "What the server is called there.");
    static final Key<Boolean> SUMMARIES =
            new Key<>(
                    "heartbeat.summaries",
                    flag(),
                    "false",
                    "Whether what `/api/v1/summaries` answers is sent along.");

    static final List<Key<?>> KEYS = List.of(URL, INTERVAL, DEVICE_ID, SUMMARIES);

    public HeartbeatConfig {
        URL.check(url);
        INTERVAL.check(interval);
        DEVICE_ID.check(deviceId);
    }

    static HeartbeatConfig from(Values values) {
        return new HeartbeatConfig(
                values.get(URL),
                values.get(INTERVAL),
                values.get(DEVICE_ID),
                values.get(SUMMARIES));
    }
}
