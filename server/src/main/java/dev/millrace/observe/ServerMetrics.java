package dev.millrace.observe;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import java.util.Map;

/// What is measured of the server as a whole.
record ServerMetrics(
        String version,
        Channels channels,
        Sessions sessions,
        Traffic traffic,
        Metrics.Turned turned)
        implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(
                build(),
                present().snapshot(),
                opened().snapshot(),
                received().snapshot(),
                sent().snapshot(),
                skipped().snapshot(),
                refusals().snapshot(),
                refusalsByLimit().snapshot(),
                failedLogins().snapshot(),
                faults().snapshot(),
                refusedViewers().snapshot(),
                states().snapshot(),
                memoryUsed().snapshot(),
                memoryMax().snapshot());
    }

    private MetricSnapshot build() {
        var labels = Labels.of("version", version, "java", Runtime.version().toString());
        return InfoSnapshot.builder()
                .name("millrace_build")
                .help("Which Millrace this is, and on which Java.")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }

    private Family present() {
        var family = Family.gauge("millrace_sessions", "Sessions, by protocol and role.");
        for (Session session : sessions.list()) {
            String role = session.role().name().toLowerCase(Locale.ROOT);
            family.add(1, "protocol", session.protocol(), "role", role);
        }
        return family;
    }

    private Family opened() {
        return Family.counter("millrace_sessions_opened", "Sessions there ever were.")
                .add(sessions.total());
    }

    private Family received() {
        return Family.counter("millrace_received_bytes", "Bytes received by all sessions.")
                .add(traffic.total().bytesIn());
    }

    private Family sent() {
        return Family.counter("millrace_sent_bytes", "Bytes sent by all sessions.")
                .add(traffic.total().bytesOut());
    }

    private Family skipped() {
        return Family.counter(
                        "millrace_skipped_groups",
                        "Groups of Pictures that viewers lost because they were too slow.")
                .add(traffic.skippedGroups());
    }

    private Family refusals() {
        var family =
                Family.counter(
                        "millrace_refused_connections",
                        "Connections turned away because there were too many.");
        return byProtocol(family, turned.refused().get());
    }

    private Family refusalsByLimit() {
        var family =
                Family.counter(
                        "millrace_limited_connections",
                        "Connections turned away because their address had its share.");
        turned.limited().get().forEach((limit, count) -> family.add(count, "limit", limit));
        return family;
    }

    private Family failedLogins() {
        var family =
                Family.counter("millrace_failed_logins", "Wrong tokens, signatures and passwords.");
        turned.failed().get().forEach((at, count) -> family.add(count, "at", at));
        return family;
    }

    private Family refusedViewers() {
        var family =
                Family.counter(
                        "millrace_refused_viewers",
                        "Viewers who were not given what they asked for.");
        return byProtocol(family, sessions.refusedViewers().counts());
    }

    private static Family byProtocol(Family family, Map<String, Long> counts) {
        counts.forEach((protocol, count) -> family.add(count, "protocol", protocol));
        return family;
    }

    private Family faults() {
        var family =
                Family.counter("millrace_faults", "Sessions ended for a fault of the other end.");
        for (Fault fault : Fault.values()) {
            family.add(sessions.faults(fault), "fault", fault.name().toLowerCase(Locale.ROOT));
        }
        return family;
    }

    private Family states() {
        long live = channels.list().stream().filter(ServerMetrics::isLive).count();
        return Family.gauge("millrace_channels", "Channels; waiting ones have no publisher.")
                .add(live, "state", "live")
                .add(channels.list().size() - live, "state", "waiting");
    }

    private Family memoryUsed() {
        return Family.gauge(
                        "millrace_memory_budget_used_bytes",
                        "Held by all channels, every rendering included.")
                .add(channels.budget().bytesUsed());
    }

    private Family memoryMax() {
        return Family.gauge(
                        "millrace_memory_budget_max_bytes",
                        "What all channels may hold: the setting channel.memory_total.")
                .add(channels.budget().bytesMax());
    }

    private static boolean isLive(Channel channel) {
        return channel.publication().isPresent();
    }
}
