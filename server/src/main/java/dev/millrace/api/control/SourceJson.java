package dev.millrace.api.control;

import dev.millrace.control.Source;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.EdgePeer;
import dev.millrace.control.node.EdgeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A source, as the API shows it.
///
/// @param node the edge node that was heard of it last
/// @param alive whether that was lately
/// @param newestEnd when its newest segment ended
/// @param lagMs how long ago that is
/// @param outbox what the edge node owes of recordings
/// @param cachedFrom from when on the edge node still has everything: a recording may begin then
/// @param live where it can be watched
/// @param snapshot where its newest picture is while it streams
record SourceJson(
        UUID id,
        String name,
        String announced,
        long segmentSeconds,
        Optional<String> description,
        boolean streaming,
        Optional<String> playlist,
        Optional<String> node,
        Optional<Instant> contactAt,
        boolean alive,
        Optional<Instant> newestEnd,
        Optional<Long> lagMs,
        Optional<OutboxJson> outbox,
        Optional<Instant> cachedFrom,
        String live,
        String snapshot,
        Instant createdAt,
        Instant updatedAt) {
    /// What is still to come of recordings.
    ///
    /// @param oldest when the oldest of it began
    /// @param lost segments that could not be kept
    record OutboxJson(int segments, long bytes, Optional<Instant> oldest, long lost) {
        static OutboxJson of(EdgeStatus status) {
            var report = status.report();
            return new OutboxJson(
                    report.outboxSegments(),
                    report.outboxBytes(),
                    report.outboxOldest(),
                    report.lost());
        }
    }

    static SourceJson of(Source source, ControlNode node) {
        Optional<EdgeStatus> status = node.edges().status(source.id());
        Optional<Instant> newest =
                status.flatMap(it -> it.report().newestEnd())
                        .or(() -> node.windows().newestEnd(source.id()));
        Instant now = node.clock().instant();
        Optional<String> owner =
                node.edges().owner(source.id()).map(EdgePeer::about).map(EdgePeer.About::node);
        return new SourceJson(
                source.id(),
                source.name(),
                source.announced(),
                source.segmentLength().toSeconds(),
                source.description(),
                source.streaming(),
                source.playlist(),
                owner.or(() -> source.contact().map(Source.Contact::node)),
                node.edges().contact(source),
                node.edges().isAlive(source),
                newest,
                newest.map(end -> Duration.between(end, now).toMillis()),
                status.map(OutboxJson::of),
                status.flatMap(it -> it.report().cachedFrom()),
                "/v1/vod/live/%s/vid.m3u8".formatted(source.id()),
                "/api/v2/sources/%s/snapshot.mp4".formatted(source.id()),
                source.createdAt(),
                source.updatedAt());
    }
}
