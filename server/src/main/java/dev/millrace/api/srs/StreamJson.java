package dev.millrace.api.srs;

import dev.millrace.api.ServerView;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Publication;
import dev.millrace.hook.SrsIds;
import dev.millrace.json.Json;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import java.util.Optional;

/// A channel as SRS tells a stream.
///
/// @param vhost the id of its virtual host
/// @param liveMs the time now, which SRS puts there
/// @param frames pictures of the publisher who is there
record StreamJson(
        String id,
        String name,
        String vhost,
        String app,
        String tcUrl,
        String url,
        @Json.Name("live_ms") long liveMs,
        int clients,
        long frames,
        @Json.Name("send_bytes") long sendBytes,
        @Json.Name("recv_bytes") long recvBytes,
        KbpsJson kbps,
        PublishJson publish,
        Optional<VideoJson> video,
        Optional<AudioJson> audio) {
    /// Whether somebody publishes.
    ///
    /// @param cid the id of that client; left out if there is none
    record PublishJson(boolean active, @Json.LeftOutIfEmpty Optional<String> cid) {}

    static StreamJson of(Channel channel, ServerView view, Census census) {
        Optional<Publication> publication = channel.publication();
        Optional<String> publisher = publication.map(it -> it.publisher().id());
        Optional<Session> client = publisher.flatMap(view.sessions()::find);
        var flow = view.traffic().of(channel);
        var catalog = channel.catalog();
        return new StreamJson(
                SrsIds.ofStream(channel.name()),
                channel.name().stream(),
                SrsIds.ofVhost(channel.name().vhost()),
                channel.name().app(),
                StreamUrls.tcUrl(channel.name(), client),
                StreamUrls.url(channel.name()),
                System.currentTimeMillis(),
                census.of(channel.name()),
                publication.map(it -> it.stats().frames(TrackKind.VIDEO)).orElse(0L),
                flow.map(it -> it.bytesOut()).orElse(0L),
                flow.map(it -> it.bytesIn()).orElse(0L),
                flow.map(KbpsJson::of).orElse(KbpsJson.NONE),
                new PublishJson(publication.isPresent(), publisher),
                catalog.track(TrackKind.VIDEO).map(it -> VideoJson.of(it.config())),
                catalog.track(TrackKind.AUDIO).map(it -> AudioJson.of(it.config())));
    }
}
