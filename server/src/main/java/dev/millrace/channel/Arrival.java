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
    /// @param code the same for programs, in a word or two; empty if nobody has to bring it
    /// @param retryAfter when to ask again, if it is somebody's duty to bring it
    record Absent(String reason, String code, Optional<Duration> retryAfter) implements Arrival {
        /// It is left to whoever may publish it.
        public static Absent nobodys(String reason) {
            return new Absent(reason, "", Optional.empty());
        }
    }
}
