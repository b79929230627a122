package dev.millrace.edge.http;

import dev.millrace.edge.link.LinkStatus;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.spool.Depth;
import dev.millrace.segment.Segment;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An edge node in the API.
record EdgeJson(
        String name, LinkJson link, StoreJson cache, StoreJson outbox, List<SourceJson> sources) {
    /// The connection to the control node.
    record LinkJson(
            String state,
            Instant since,
            Optional<String> control,
            Optional<Instant> reportedAt,
            Optional<String> lastError,
            long clockOffsetMs,
            long failures) {}

    /// How much there is of how much there may be.
    record StoreJson(int segments, long bytes) {}

    /// A source.
    ///
    /// @param streaming whether live viewers watch it at the control node
    /// @param recordings how many want its segments
    record SourceJson(
            String name,
            String id,
            boolean streaming,
            int recordings,
            long nextSequence,
            Optional<Instant> newestEnd,
            int outboxSegments,
            long outboxBytes,
            Optional<Instant> outboxOldest,
            long lost,
            long missed) {}

    static EdgeJson of(EdgeView view) {
        EdgeSources sources = view.sources();
        LinkStatus status = view.status().get();
        int outgoing =
                sources.list().stream()
                        .mapToInt(it -> sources.spool().depth(it.name()).segments())
                        .sum();
        return new EdgeJson(
                view.name(),
                new LinkJson(
                        status.state().name().toLowerCase(Locale.ROOT),
                        status.since(),
                        status.control(),
                        status.reportedAt(),
                        status.lastError(),
                        sources.clock().offset().toMillis(),
                        view.link().failures()),
                new StoreJson(sources.cache().segments(), sources.cache().bytes()),
                new StoreJson(outgoing, sources.spool().bytesTaken()),
                sources.list().stream().map(it -> source(it, sources)).toList());
    }

    private static SourceJson source(EdgeSource source, EdgeSources all) {
        Depth depth = all.spool().depth(source.name());
        return new SourceJson(
                source.name(),
                SourceIds.of(source),
                source.wanted().live(),
                source.wanted().recordings().size(),
                source.nextSequence(),
                source.newest().map(Segment::end),
                depth.segments(),
                depth.bytes(),
                depth.oldest(),
                source.lost(),
                source.missed());
    }
}
