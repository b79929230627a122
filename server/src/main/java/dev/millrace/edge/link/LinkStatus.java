package dev.millrace.edge.link;

import java.time.Instant;
import java.util.Optional;

/// How the connection is.
///
/// @param since when it became so, by this node's clock on the wall
/// @param control what the control node calls itself, once it has said so
/// @param reportedAt when it was told last how this node is doing
/// @param lastError why the last connection ended, or was not made
public record LinkStatus(
        State state,
        Instant since,
        Optional<String> control,
        Optional<Instant> reportedAt,
        Optional<String> lastError) {
    /// What it is doing.
    public enum State {
        /// There is no control node.
        OFF,
        /// It is being opened.
        CONNECTING,
        /// The control node has welcomed this one.
        CONNECTED,
        /// It is opened again after a while.
        WAITING
    }

    /// No control node was set up.
    public static LinkStatus off(Instant now) {
        return new LinkStatus(State.OFF, now, Optional.empty(), Optional.empty(), Optional.empty());
    }

    LinkStatus become(State now, Instant at) {
        return new LinkStatus(now, at, control, reportedAt, lastError);
    }

    LinkStatus welcomed(String node, Instant at) {
        return new LinkStatus(State.CONNECTED, at, Optional.of(node), reportedAt, lastError);
    }

    LinkStatus reported(Instant at) {
        return new LinkStatus(state, since, control, Optional.of(at), lastError);
    }

    LinkStatus failed(String why, Instant at) {
        return new LinkStatus(State.WAITING, at, control, reportedAt, Optional.of(why));
    }
}
