package dev.millrace.channel;

import java.time.Duration;
import java.util.Optional;

/// What came of waiting for a channel.
public sealed interface Arrival {
    /// Someone publishes it, or did a moment ago.
    record Here(Channel channel) implements Arrival {}

    /// It is not there.
    ///
    /// @param reason for people
    /// @param retryAfter when to ask again, if it is somebody's duty to bring it
    record Absent(String reason, Optional<Duration> retryAfter) implements Arrival {}
}
