package dev.millrace.observe;

import dev.millrace.channel.Channels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;

/// What can be counted, for Prometheus. Any thread.
///
/// Labels have values from short lists; only those of channels come from outside, and they are
/// there as long as the channel is.
public final class Metrics implements AutoCloseable {
    /// The text format that every Prometheus reads.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /// Something that happens now and then, and is worth counting.
    public enum Event {
        REFUSED("millrace.connections.refused", "Connections refused because there were too many"),
        PROTOCOL_ERROR("millrace.protocol.errors", "Connections ended because of what they sent"),
        PUBLISHED("millrace.publications", "Publications that began"),
        PUBLISH_REFUSED("millrace.publications.refused", "Publications that were refused"),
        WATCHED("millrace.views", "Viewers that began to get media"),
        NOT_FOUND("millrace.views.refused", "Viewers whose channel nobody published"),
        STALLED("millrace.viewers.stalled", "Viewers dropped because they took nothing");

        private final String meter;
        private final String help;

        Event(String meter, String help) {
            this.meter = meter;
            this.help = help;
        }
    }

    public Metrics(Channels channels, Sessions sessions, Rates rates, String version) {
        Gauge.builder("millrace.info", () -> 1)
                .description("Which Millrace this is")
                .tag("version", version)
                .register(registry);
        counter("millrace.received.bytes", "Bytes from all connections", sessions, Sessions::bytesIn);
        counter("millrace.sent.bytes", "Bytes to all connections", sessions, Sessions::bytesOut);
        counter("millrace.sessions.opened", "Sessions that began", sessions, Sessions::total);
        gauge("millrace.sessions", "Sessions that are open", sessions, Sessions::count);
        gauge("millrace.channels", "Channels", channels, c -> c.list().size());
        gauge(
                "millrace.channels.memory.bytes",
                "Bytes held by all channels",
                channels,
                c -> c.budget().bytesUsed());
        gauge(
                "millrace.channels.memory.max.bytes",
                "Bytes that all channels may hold",
                channels,
                c -> c.budget().bytesMax());
        registry.getPrometheusRegistry().register(new ChannelMetrics(channels, sessions, rates));
        bindProcess();
    }

    /// @param protocol of the connection: `rtmp`, `flv`, `http` …
    public void count(Event event, String protocol) {
        Counter.builder(event.meter)
                .description(event.help)
                .tag("protocol", protocol)
                .register(registry)
                .increment();
    }

    /// A counter that someone else keeps.
    public <T> void counter(String name, String help, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(help).register(registry);
    }

    /// A value that someone else knows.
    public <T> void gauge(String name, String help, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(help).strongReference(true).register(registry);
    }

    /// Everything, in the format of [#CONTENT_TYPE].
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private void bindProcess() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }
}
