package dev.millrace.control.node;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// An edge node that is connected, as the others of the control node see it. Any thread.
public interface EdgePeer {
    /// Who it is.
    ///
    /// @param address where its connection comes from
    /// @param since when it connected
    record About(String node, String version, String address, Instant since) {}

    About about();

    /// When it said something for the last time, as [System#nanoTime] counts.
    long heardNs();

    /// How often it has reported since it was told last what is wanted.
    int reportsSinceDesired();

    /// The sources that it has announced, by the name it gave them.
    Map<String, UUID> sources();

    /// Tells it what is wanted, if that has changed.
    void refresh();

    /// Ends the connection.
    void dismiss(String reason);
}
