package dev.millrace.api;

import dev.millrace.cluster.SenderStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// A publication on its way to another server, as the API tells it.
///
/// @param to without credentials
/// @param kind `forward`, or `origin` where the channel belongs
/// @param state `connecting`, `sending` or `waiting`
/// @param reason why; empty if there is nothing to say
/// @param retryInSeconds until it is tried again, if it waits
/// @param failures in a row
/// @param missedGroups that the other server was too slow for
record ForwardJson(
        String channel,
        String to,
        String kind,
        String state,
        String reason,
        Instant since,
        Optional<Double> retryInSeconds,
        int failures,
        long frames,
        long bytes,
        long missedGroups) {
    static ForwardJson of(SenderStatus status) {
        return new ForwardJson(
                status.channel().toString(),
                status.to(),
                status.isOrigin() ? "origin" : "forward",
                status.state().name().toLowerCase(Locale.ROOT),
                status.reason(),
                status.since().truncatedTo(ChronoUnit.MILLIS),
                status.retryIn().map(it -> it.toMillis() / 1e3),
                status.failures(),
                status.frames(),
                status.bytes(),
                status.missedGroups());
    }
}
