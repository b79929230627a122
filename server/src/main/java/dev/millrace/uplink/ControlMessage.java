package dev.millrace.uplink;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a control node says.
public sealed interface ControlMessage {
    /// The answer to [EdgeMessage.Hello], at once: the edge takes the time from it.
    ///
    /// @param node the name of the control node
    /// @param clock what time it is there
    record Welcome(String node, Instant clock) implements ControlMessage {}

    /// All that is wanted of the sources the edge has announced: said when they are announced, and
    /// again, as a whole, whenever it changes.
    ///
    /// @param revision grows with every change
    record Desired(long revision, List<Wanted> sources) implements ControlMessage {
        public Desired {
            sources = List.copyOf(sources);
        }
    }

    /// What is wanted of a source.
    ///
    /// @param name as the edge announced it
    /// @param id what control calls it
    /// @param live segments are wanted as they come
    /// @param sequenceFloor no new segment may have a smaller number: the control node has had
    ///   those
    /// @param recordings those that are running, and those that have ended and of which the edge
    ///   has not said that they are settled
    record Wanted(
            String name,
            String id,
            boolean live,
            long sequenceFloor,
            List<WantedRecording> recordings) {
        public Wanted {
            recordings = List.copyOf(recordings);
        }
    }

    /// Every segment that overlaps this time is wanted.
    ///
    /// @param to exclusive; empty while the recording runs
    record WantedRecording(String id, Instant from, Optional<Instant> to) {}

    /// Wants what was offered.
    ///
    /// @param fromByte what lies before it is here already, of an earlier connection
    record Send(long transfer, long fromByte) implements ControlMessage {}

    /// Has what was offered, or knows what was lost: not to be offered again.
    record Stored(long transfer) implements ControlMessage {}

    /// Does not take what was offered.
    ///
    /// @param forGood it is not to be offered again; otherwise it may be, after a while
    record Refused(long transfer, String reason, boolean forGood) implements ControlMessage {}
}
