package dev.millrace.observe;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.PublicationStats;
import dev.millrace.channel.TimelineRepair;
import dev.millrace.media.TrackKind;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import java.util.Optional;

/// What is measured of each channel that someone publishes. It is gathered anew for every scrape,
/// so a channel's series end with its publisher.
record ChannelMetrics(Channels channels, Sessions sessions, Traffic traffic)
        implements MultiCollector {
    private static final String CHANNEL = "channel";

    @Override
    public MetricSnapshots collect() {
        var gathered = new Gathering(Audience.of(sessions));
        for (Channel channel : channels.list()) {
            Optional<Publication> publication = channel.publication();
            publication.ifPresent(p -> gathered.add(channel, p.stats(), traffic.of(channel)));
        }
        return gathered.snapshots();
    }

    /// All families of one scrape.
    private static final class Gathering {
        private final Audience audience;
        private final Family received =
                Family.counter("millrace_channel_received_bytes", "Bytes from the publishers.");
        private final Family sent =
                Family.counter("millrace_channel_sent_bytes", "Bytes to the viewers.");
        private final Family frames =
                Family.counter(
                        "millrace_channel_frames", "Frames since the publisher came, by track.");
        private final Family dropped =
                Family.counter(
                        "millrace_channel_dropped_frames",
                        "Frames that could not be used, such as those before the first key frame.");
        private final Family torn =
                Family.counter(
                        "millrace_channel_torn_frames", "Frames the publisher never finished.");
        private final Family repairs =
                Family.counter(
                        "millrace_channel_timeline_repairs", "Timestamps that had to be changed.");
        private final Family viewers =
                Family.gauge("millrace_channel_viewers", "Viewers, by the way they watch.");
        private final Family memory =
                Family.gauge(
                        "millrace_channel_memory_bytes",
                        "Held by the groups and every rendering of them.");

        Gathering(Audience audience) {
            this.audience = audience;
        }

        void add(Channel channel, PublicationStats stats, Optional<ChannelFlow> flow) {
            String name = channel.name().toString();
            received.add(flow.map(Flow::bytesIn).orElse(0L), CHANNEL, name);
            sent.add(flow.map(Flow::bytesOut).orElse(0L), CHANNEL, name);
            for (TrackKind kind : TrackKind.values()) {
                String track = kind.name().toLowerCase(Locale.ROOT);
                frames.add(stats.frames(kind), CHANNEL, name, "track", track);
            }
            dropped.add(stats.droppedFrames(), CHANNEL, name);
            torn.add(stats.tornFrames(), CHANNEL, name);
            for (TimelineRepair kind : TimelineRepair.values()) {
                repairs.add(channel.repairs().of(kind), CHANNEL, name, "kind", kind.id());
            }
            audience.of(name)
                    .forEach((protocol, count) ->
                            viewers.add(count, CHANNEL, name, "protocol", protocol));
            memory.add(channel.bytesHeld(), CHANNEL, name);
        }

        MetricSnapshots snapshots() {
            return MetricSnapshots.of(
                    received.snapshot(),
                    sent.snapshot(),
                    frames.snapshot(),
                    dropped.snapshot(),
                    torn.snapshot(),
                    repairs.snapshot(),
                    viewers.snapshot(),
                    memory.snapshot());
        }
    }
}
