package dev.millrace.observe;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.media.TrackKind;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;

/// The metrics of each channel, made anew at every scrape: a channel that is gone leaves nothing
/// behind.
final class ChannelMetrics implements MultiCollector {
    private static final List<TrackKind> KINDS = List.of(TrackKind.values());

    private final Channels channels;
    private final Sessions sessions;
    private final Rates rates;

    ChannelMetrics(Channels channels, Sessions sessions, Rates rates) {
        this.channels = channels;
        this.sessions = sessions;
        this.rates = rates;
    }

    @Override
    public MetricSnapshots collect() {
        var received = counter("received_bytes", "Payload of the present publication");
        var frames = counter("frames", "Frames of the present publication");
        var dropped = counter("dropped_frames", "Frames that could not be used");
        var sent = counter("sent_bytes", "Bytes to all viewers");
        var repairs = counter("timestamp_repairs", "Timestamps that had to be changed");
        var published = gauge("published", "1 while there is a publisher");
        var memory = gauge("memory_bytes", "Bytes held");
        var viewers = gauge("viewers", "Viewers");
        Audience audience = Audience.of(sessions);
        for (Channel channel : channels.list()) {
            String name = channel.name().toString();
            Labels labels = Labels.of("channel", name);
            published.dataPoint(point(labels, channel.publication().isPresent() ? 1 : 0));
            memory.dataPoint(point(labels, channel.bytesHeld()));
            sent.dataPoint(count(labels, rates.of(channel).outBytes()));
            repairs.dataPoint(count(labels, channel.timelineRepairs()));
            audience.of(name)
                    .forEach((protocol, count) ->
                            viewers.dataPoint(point(labels.add("protocol", protocol), count)));
            channel.publication().ifPresent(publication -> {
                addTracks(labels, publication, received, frames);
                dropped.dataPoint(count(labels, publication.stats().droppedFrames()));
            });
        }
        return MetricSnapshots.of(
                received.build(),
                frames.build(),
                dropped.build(),
                sent.build(),
                repairs.build(),
                published.build(),
                memory.build(),
                viewers.build());
    }

    private static void addTracks(
            Labels labels,
            Publication publication,
            CounterSnapshot.Builder received,
            CounterSnapshot.Builder frames) {
        for (TrackKind kind : KINDS) {
            Labels track = labels.add("track", kind.name().toLowerCase(Locale.ROOT));
            received.dataPoint(count(track, publication.stats().bytes(kind)));
            frames.dataPoint(count(track, publication.stats().frames(kind)));
        }
    }

    private static CounterSnapshot.Builder counter(String name, String help) {
        return CounterSnapshot.builder().name("millrace_channel_" + name).help(help);
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name("millrace_channel_" + name).help(help);
    }

    private static CounterDataPointSnapshot count(Labels labels, long value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
