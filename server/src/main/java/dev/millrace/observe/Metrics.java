package dev.millrace.observe;

import dev.millrace.channel.Channels;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that is measured, in the text format of Prometheus: ours under `millrace_`, and of
/// Java and the process what every dashboard knows (`jvm_…`, `process_…`, `system_…`). Any thread.
public final class Metrics {
    /// Version 0.0.4 of the text format.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /// Who was turned away so far; asked anew for every scrape.
    ///
    /// @param refused connections, by protocol
    /// @param limited those of them whose address had its share, by the limit
    /// @param failed wrong tokens, signatures and logins, by what they were for
    public record Turned(
            Supplier<Map<String, Long>> refused,
            Supplier<Map<String, Long>> limited,
            Supplier<Map<String, Long>> failed) {}

    private final List<MultiCollector> ours = new ArrayList<>();
    private @Nullable PrometheusMeterRegistry registry;

    public Metrics(
            String version, Channels channels, Sessions sessions, Traffic traffic, Turned turned) {
        ours.add(new ServerMetrics(version, channels, sessions, traffic, turned));
        ours.add(new ChannelMetrics(channels, sessions, traffic));
    }

    /// Adds what another room measures.
    public synchronized void add(MultiCollector more) {
        ours.add(more);
        if (registry != null) {
            registry.getPrometheusRegistry().register(more);
        }
    }

    /// What is true now.
    public synchronized String scrape() {
        if (registry == null) {
            registry = open();
        }
        return registry.scrape(CONTENT_TYPE);
    }

    /// With the first scrape and not before: finding out all that Java can tell of itself would be
    /// a good part of the time that the server needs to start.
    private PrometheusMeterRegistry open() {
        var opened = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(opened);
        new JvmThreadMetrics().bindTo(opened);
        new ProcessorMetrics().bindTo(opened);
        new FileDescriptorMetrics().bindTo(opened);
        new UptimeMetrics().bindTo(opened);
        ours.forEach(opened.getPrometheusRegistry()::register);
        return opened;
    }
}
