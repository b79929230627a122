package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.namedDuration;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How frames reach the viewers of RTMP, HTTP-FLV, HTTP-TS and WebSocket.
///
/// @param latency how long frames are gathered for one write; zero sends every byte at once
/// @param lagMax a viewer further behind skips to the newest group
/// @param stallTimeout a viewer that takes no byte for this long is disconnected
public record DeliveryConfig(Duration latency, Duration lagMax, Duration stallTimeout) {
    static final Key<Duration> LATENCY =
            new Key<>(
                    "delivery.latency",
                    namedDuration(
                            Map.of("low", Duration.ZERO, "normal", ofMillis(100)), ofSeconds(2)),
                    "normal",
                    "How long frames are gathered for one write to a viewer, which leaves with the"
                            + " next whole picture. Longer costs less processor time; `10ms` sends"
                            + " each picture with its sound, `low` everything as it comes.");
    static final Key<Duration> LAG_MAX =
            new Key<>(
                    "delivery.lag_max",
                    duration(ofMillis(100), ofMinutes(5)),
                    "10s",
                    "A viewer that is further behind skips to the newest group of pictures.");
    static final Key<Duration> STALL_TIMEOUT =
            new Key<>(
                    "delivery.stall_timeout",
                    duration(ofMillis(100), ofMinutes(10)),
                    "20s",
                    "A viewer that takes no byte for this long is disconnected.");

    static final List<Key<?>> KEYS = List.of(LATENCY, LAG_MAX, STALL_TIMEOUT);

    public DeliveryConfig {
        LATENCY.check(latency);
        LAG_MAX.check(lagMax);
        STALL_TIMEOUT.check(stallTimeout);
    }

    static DeliveryConfig from(Values values) {
        return new DeliveryConfig(
                values.get(LATENCY), values.get(LAG_MAX), values.get(STALL_TIMEOUT));
    }
}
