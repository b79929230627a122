package dev.millrace.observe;

import dev.millrace.channel.Channels;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.Supplier;

/// Everything that is measured, in the text format of Prometheus: ours under `millrace_`, and of
/// Java and the process what every dashboard knows (`jvm_…`, `process_…`, `system_…`). Any thread.
public final class Metrics {
    /// Version 0.0.4 of the text format.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// @param refused connections turned away so far, by protocol; asked anew for every scrape
    public Metrics(
            String version,
            Channels channels,
            Sessions sessions,
            Traffic traffic,
            Supplier<Map<String, Long>> refused) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        var prometheus = registry.getPrometheusRegistry();
        prometheus.register(new ServerMetrics(version, channels, sessions, traffic, refused));
        prometheus.register(new ChannelMetrics(channels, sessions, traffic));
    }

    /// What is true now.
    public String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }
}
