package dev.millrace.api;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Publication;
import dev.millrace.json.Json;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Audience;
import dev.millrace.observe.ChannelFlow;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A channel as the API tells it.
record ChannelJson(
        String name,
        @Json.LeftOutIfEmpty Optional<String> vhost,
        String state,
        Optional<PublisherJson> publisher,
        List<Map<String, Object>> tracks,
        Groups groups,
        TimelineJson timeline,
        BitrateJson bitrate,
        Map<String, Integer> subscribers,
        double ageSeconds) {
    /// The groups that are kept; `bytes` includes every rendering of them.
    record Groups(int kept, long newest, long bytes, long durationMs) {}

    /// Who publishes.
    ///
    /// @param otherTracks tracks it sends beside the first of each kind, which are not carried;
    ///   left out if there are none
    /// @param since when its session began
    record PublisherJson(
            String session,
            String protocol,
            String remote,
            @Json.LeftOutIfEmpty int otherTracks,
            @Json.LeftOutIfEmpty Optional<Instant> since) {
        static PublisherJson of(Publication publication, Sessions sessions) {
            var publisher = publication.publisher();
            return new PublisherJson(
                    publisher.id(),
                    publisher.protocol(),
                    publisher.remote(),
                    publication.stats().otherTracks(),
                    sessions.find(publisher.id())
                            .map(s -> s.since().truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    static ChannelJson of(Channel channel, Sessions sessions, Traffic traffic, Audience audience) {
        Optional<Publication> publication = channel.publication();
        Optional<ChannelFlow> flow = traffic.of(channel);
        String name = channel.name().toString();
        return new ChannelJson(
                name,
                vhost(channel.name()),
                publication.isPresent() ? "live" : "waiting",
                publication.map(p -> PublisherJson.of(p, sessions)),
                tracks(channel, flow),
                groups(channel),
                TimelineJson.of(channel, flow),
                flow.map(BitrateJson::of).orElse(BitrateJson.NONE),
                audience.of(name),
                channel.age().toMillis() / 1e3);
    }

    private static Optional<String> vhost(ChannelName name) {
        return Optional.of(name.vhost()).filter(v -> !v.equals(ChannelName.DEFAULT_VHOST));
    }

    private static List<Map<String, Object>> tracks(Channel channel, Optional<ChannelFlow> flow) {
        return channel.catalog().tracks().stream()
                .map(track -> {
                    long bitrate = flow.map(f -> f.bitrate(track.kind())).orElse(0L);
                    return TrackJson.of(track.config(), bitrate);
                })
                .toList();
    }

    private static Groups groups(Channel channel) {
        Channel.KeptGroups kept = channel.kept();
        return new Groups(
                kept.count(), kept.newest(), channel.bytesHeld(), kept.durationUs() / 1000);
    }
}
