package dev.millrace.edge;

import dev.millrace.edge.intake.IntakeCounts;
import dev.millrace.edge.link.LinkCounts;
import dev.millrace.edge.link.LinkStatus;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.spool.Depth;
import dev.millrace.observe.Family;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// What is measured of an edge node.
record EdgeMetrics(
        EdgeSources sources, IntakeCounts intake, LinkCounts link, Supplier<LinkStatus> status)
        implements MultiCollector {
    private static final String SOURCE = "source";

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.builder()
                .metricSnapshot(connected().snapshot())
                .metricSnapshot(lag().snapshot())
                .metricSnapshot(outboxSegments().snapshot())
                .metricSnapshot(outboxBytes().snapshot())
                .metricSnapshot(lost().snapshot())
                .metricSnapshot(cacheBytes().snapshot())
                .metricSnapshot(segmentsIn().snapshot())
                .metricSnapshot(bytesIn().snapshot())
                .metricSnapshot(playlists().snapshot())
                .metricSnapshot(bytesOut().snapshot())
                .metricSnapshot(segmentsOut().snapshot())
                .metricSnapshot(dropped().snapshot())
                .metricSnapshot(failures().snapshot())
                .metricSnapshot(intake.readSeconds().collect())
                .metricSnapshot(link.liveLag().collect())
                .metricSnapshot(link.backfillLag().collect())
                .build();
    }

    private Family connected() {
        boolean is = status.get().state() == LinkStatus.State.CONNECTED;
        return Family.gauge("millrace_edge_connected", "Whether the control node is there.")
                .add(is ? 1 : 0);
    }

    private Family lag() {
        var family =
                Family.gauge(
                        "millrace_edge_source_lag_seconds",
                        "How long ago the newest segment of a source ended.");
        Instant now = sources.clock().instant();
        for (EdgeSource source : sources.list()) {
            source.newest()
                    .ifPresent(it ->
                            family.add(
                                    Math.max(0, Duration.between(it.end(), now).toSeconds()),
                                    SOURCE,
                                    source.name()));
        }
        return family;
    }

    private Depth depth(EdgeSource source) {
        return sources.spool().depth(source.name());
    }

    private Family outboxSegments() {
        var family =
                Family.gauge(
                        "millrace_edge_outbox_segments",
                        "Segments of recordings that control does not have yet.");
        sources.list().forEach(it -> family.add(depth(it).segments(), SOURCE, it.name()));
        return family;
    }

    private Family outboxBytes() {
        var family = Family.gauge("millrace_edge_outbox_bytes", "How large they are.");
        sources.list().forEach(it -> family.add(depth(it).bytes(), SOURCE, it.name()));
        return family;
    }

    private Family lost() {
        var family =
                Family.counter(
                        "millrace_edge_lost_segments",
                        "Segments of recordings that could not be kept.");
        sources.list().forEach(it -> family.add(it.lost(), SOURCE, it.name()));
        return family;
    }

    private Family cacheBytes() {
        return Family.gauge("millrace_edge_cache_bytes", "Held by the cache.")
                .add(sources.cache().bytes());
    }

    private Family segmentsIn() {
        return Family.counter("millrace_edge_read_segments", "Segments that came in.")
                .add(intake.segments(), "result", "read")
                .add(intake.unreadableSegments(), "result", "unreadable");
    }

    private Family bytesIn() {
        return Family.counter("millrace_edge_read_bytes", "How large they were.")
                .add(intake.bytes());
    }

    private Family playlists() {
        return Family.counter("millrace_edge_playlists", "Playlists that were pushed.")
                .add(intake.playlists(), "result", "taken")
                .add(intake.refusedPlaylists(), "result", "refused");
    }

    private Family bytesOut() {
        return Family.counter("millrace_edge_sent_bytes", "Bytes of segments sent to control.")
                .add(link.bytes());
    }

    private Family segmentsOut() {
        return Family.counter("millrace_edge_stored_segments", "Segments that control confirmed.")
                .add(link.live(), "for", "live")
                .add(link.backfill(), "for", "recording");
    }

    private Family dropped() {
        return Family.counter("millrace_edge_dropped_segments", "Segments that went nowhere.")
                .add(link.skipped(), "reason", "late")
                .add(link.refused(), "reason", "refused")
                .add(sources.cache().evicted(), "reason", "cache");
    }

    private Family failures() {
        return Family.counter("millrace_edge_link_failures", "Connections that ended or failed.")
                .add(link.failures());
    }
}
