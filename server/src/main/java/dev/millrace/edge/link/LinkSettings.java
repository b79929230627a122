package dev.millrace.edge.link;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where the control node is, and how to talk to it.
///
/// @param control `ws` or `wss`, with the path of the uplink
/// @param token what lets this node in, if it needs one
/// @param node what this node is called
/// @param version of this program
/// @param report how often it says how it is doing
public record LinkSettings(
        URI control, Optional<String> token, String node, String version, Duration report) {
    /// Without the token.
    @Override
    public String toString() {
        return "%s to %s".formatted(node, control);
    }
}
