package dev.millrace.gateway.http;

import java.time.Duration;

/// How viewers of an endless answer are treated.
///
/// @param playWait how long a viewer waits for a publisher before it is told there is none
/// @param stallTimeout a viewer that takes nothing for this long is dropped
public record LiveSettings(Duration playWait, Duration stallTimeout) {
    public static final LiveSettings DEFAULT =
            new LiveSettings(Duration.ofSeconds(10), Duration.ofSeconds(20));
}
