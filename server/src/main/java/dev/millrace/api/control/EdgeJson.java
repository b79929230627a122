package dev.millrace.api.control;

import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.EdgePeer;
import java.time.Instant;
import java.util.List;

/// An edge node that is connected, as the API shows it.
///
/// @param silentMs how long ago it said something
/// @param alive whether that was lately
/// @param sources what it has announced, by the names it gave them
record EdgeJson(
        String node,
        String version,
        String address,
        Instant since,
        long silentMs,
        boolean alive,
        List<String> sources) {
    private static final long NS_PER_MS = 1_000_000;

    static EdgeJson of(EdgePeer peer, ControlNode control) {
        long nowNs = System.nanoTime();
        EdgePeer.About about = peer.about();
        return new EdgeJson(
                about.node(),
                about.version(),
                about.address(),
                about.since(),
                Math.max(0, (nowNs - peer.heardNs()) / NS_PER_MS),
                control.edges().isAlive(peer, nowNs),
                peer.sources().keySet().stream().sorted().toList());
    }
}
