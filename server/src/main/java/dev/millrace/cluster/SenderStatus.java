package dev.millrace.cluster;

import dev.millrace.media.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a publication fares on its way to one destination, at one moment.
///
/// @param to the destination, for people
/// @param isOrigin whether it is the origin that the channel belongs to
/// @param reason why it is in its state, for people; empty if there is nothing to say
/// @param since when it came into it
/// @param retryIn until it is tried again
/// @param failures in a row
/// @param frames that have been sent, over all connections
/// @param bytes of payload in them
/// @param missedGroups that it was too slow for
public record SenderStatus(
        ChannelName channel,
        String to,
        boolean isOrigin,
        State state,
        String reason,
        Instant since,
        Optional<Duration> retryIn,
        int failures,
        long frames,
        long bytes,
        long missedGroups) {
    /// What it does now.
    public enum State {
        CONNECTING,
        SENDING,
        /// It failed, and is tried again when the time has come.
        WAITING
    }
}
