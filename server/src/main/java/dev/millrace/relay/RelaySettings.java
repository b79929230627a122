package dev.millrace.relay;

import dev.millrace.media.ChannelName;
import java.time.Duration;

/// One relay as its owner wants it.
///
/// @param name the channel it publishes
/// @param idleTimeout an on-demand relay that nobody watched for so long is stopped; zero is never
/// @param stallTimeout a source without a frame for so long is taken for dead
/// @param startWait how long a viewer waits for the first picture
public record RelaySettings(
        ChannelName name,
        Source source,
        Start start,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration startWait,
        Retry retry) {
    /// When it runs.
    public enum Start {
        /// From the start of the server on, until a person stops it.
        ALWAYS,
        /// While somebody watches, and until nobody has for a while.
        ON_DEMAND
    }

    boolean isOnDemand() {
        return start == Start.ON_DEMAND;
    }
}
