package dev.millrace.uplink;

import dev.millrace.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an edge node says.
public sealed interface EdgeMessage {
    /// The first message of a connection.
    ///
    /// @param node the name of the edge node
    /// @param version of its program
    /// @param clock what time it is there, without any correction
    record Hello(String node, String version, Instant clock) implements EdgeMessage {}

    /// All sources the node has; said after [Hello] and again whenever there is another one.
    record Announce(List<Announced> sources) implements EdgeMessage {
        public Announce {
            sources = List.copyOf(sources);
        }
    }

    /// A source that the node has.
    ///
    /// @param segmentLength how long its segments are, about
    /// @param nextSequence what its next segment is going to be numbered
    record Announced(String name, Duration segmentLength, long nextSequence) {}

    /// Has a segment, and asks whether to send it.
    ///
    /// @param transfer a number for this offer, used for nothing else on this connection; at most
    ///   2³²−1
    /// @param live it belongs into the live playlist
    /// @param kept it belongs to a recording: confirmed only when it is stored for good
    record Offer(long transfer, String source, Segment segment, boolean live, boolean kept)
            implements EdgeMessage {}

    /// Had a segment that belongs to a recording, and has it no more. Confirmed like an offer.
    ///
    /// @param reason in words
    record Lost(long transfer, String source, Segment segment, String reason)
            implements EdgeMessage {}

    /// Nothing of this recording, which has ended, is left to send.
    record Settled(String recording) implements EdgeMessage {}

    /// How the node is doing; said every few seconds, and so the sign that it lives.
    ///
    /// @param clock what time it is there, without any correction
    record Report(Instant clock, List<SourceReport> sources) implements EdgeMessage {
        public Report {
            sources = List.copyOf(sources);
        }
    }

    /// How a source is doing.
    ///
    /// @param newestEnd when its newest segment ended
    /// @param outboxSegments segments of recordings that are not confirmed yet
    /// @param outboxBytes how large they are
    /// @param outboxOldest when the first of them began
    /// @param outboxFirst the number of the first of them
    /// @param lost segments of recordings that could not be kept, since the node was set up
    /// @param cachedFrom when the oldest segment began that it still has: a recording may begin
    ///   then
    record SourceReport(
            String name,
            Optional<Instant> newestEnd,
            int outboxSegments,
            long outboxBytes,
            Optional<Instant> outboxOldest,
            Optional<Long> outboxFirst,
            long lost,
            Optional<Instant> cachedFrom) {}
}
