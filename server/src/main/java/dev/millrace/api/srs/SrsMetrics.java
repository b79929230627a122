package dev.millrace.api.srs;

import dev.millrace.net.http.Content;
import dev.millrace.observe.Family;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Flow;
import dev.millrace.observe.Metrics;
import dev.millrace.observe.Sessions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The metrics that SRS's exporter has, under its names, at `/api/v1/metrics`. What this server
/// measures besides is at `/metrics`.
final class SrsMetrics {
    private final SrsView view;

    SrsMetrics(SrsView view) {
        this.view = view;
    }

    Route route() {
        return Route.get(
                "/api/v1/metrics", it -> it.send(Content.of(Metrics.CONTENT_TYPE, scrape())));
    }

    private byte[] scrape() {
        return (text(this::now) + text(this::sinceTheStart)).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(MultiCollector metrics) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(metrics);
        String text = registry.scrape(Metrics.CONTENT_TYPE);
        registry.close();
        return text;
    }

    private MetricSnapshots now() {
        long residentKb = view.server().vitals().get().residentBytes().orElse(0) >> 10;
        long streams =
                view.server().channels().list().stream()
                        .filter(it -> it.publication().isPresent())
                        .count();
        return MetricSnapshots.of(
                build(),
                Family.gauge("srs_cpu_percent", "What the server takes of a hundred.")
                        .add(view.busy().now().process() * 100)
                        .snapshot(),
                Family.gauge("srs_memory", "Memory of the server, in KB.")
                        .add(residentKb)
                        .snapshot(),
                Family.gauge("srs_streams", "Streams that somebody publishes.")
                        .add(streams)
                        .snapshot(),
                Family.gauge("srs_clients", "Clients that are here.")
                        .add(view.server().sessions().count())
                        .snapshot());
    }

    /// Apart from the others: two of them differ from one there only by `_total`.
    private MetricSnapshots sinceTheStart() {
        Flow traffic = view.server().traffic().total();
        Sessions sessions = view.server().sessions();
        long faults = Arrays.stream(Fault.values()).mapToLong(sessions::faults).sum();
        return MetricSnapshots.of(
                counter("srs_send_bytes", "Bytes sent.", traffic.bytesOut()),
                counter("srs_receive_bytes", "Bytes received.", traffic.bytesIn()),
                counter("srs_clients", "Clients there ever were.", sessions.total()),
                counter("srs_clients_errs", "Clients that ended for a fault of theirs.", faults));
    }

    private static MetricSnapshot counter(String name, String help, long value) {
        return Family.counter(name, help).add(value).snapshot();
    }

    private MetricSnapshot build() {
        String version = view.server().instance().version();
        var labels =
                Labels.of(
                        "server",
                        view.id(),
                        "pid",
                        Long.toString(ProcessHandle.current().pid()),
                        "major",
                        version.replaceFirst("\\..*$", ""),
                        "version",
                        version);
        return InfoSnapshot.builder()
                .name("srs_build")
                .help("Which server this is.")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }
}
