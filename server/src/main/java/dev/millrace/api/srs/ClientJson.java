package dev.millrace.api.srs;

import dev.millrace.hook.SrsIds;
import dev.millrace.json.Json;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A session as SRS tells a client.
///
/// @param vhost the id of the virtual host
/// @param stream the id of the stream
/// @param ip without the port
/// @param type `fmle-publish`, `rtmp-play`, `flv-play`, …
/// @param alive for how long, in seconds
record ClientJson(
        String id,
        String vhost,
        String stream,
        String ip,
        String pageUrl,
        String swfUrl,
        String tcUrl,
        String url,
        String name,
        String type,
        boolean publish,
        double alive,
        @Json.Name("send_bytes") long sendBytes,
        @Json.Name("recv_bytes") long recvBytes,
        KbpsJson kbps) {
    private static final String OURSELVES = "127.0.0.1";

    /// @param session of somebody who publishes or plays
    static ClientJson of(Session session) {
        ChannelName name = Census.channel(session).orElse(StreamRoutes.anyOf(""));
        boolean publishes = session.role() == Session.Role.PUBLISHER;
        return new ClientJson(
                session.id(),
                SrsIds.ofVhost(name.vhost()),
                SrsIds.ofStream(name),
                ip(session),
                session.wish().pageUrl(),
                session.wish().swfUrl(),
                StreamUrls.tcUrl(name, Optional.of(session)),
                StreamUrls.url(name),
                name.stream(),
                type(session.protocol(), publishes),
                publishes,
                Duration.between(session.since(), Instant.now()).toMillis() / 1e3,
                session.bytesOut().sum(),
                session.bytesIn().sum(),
                KbpsJson.of(session));
    }

    private static String type(String protocol, boolean publishes) {
        boolean isRtmp = protocol.equals("rtmp") || protocol.equals("rtmps");
        if (publishes) {
            return (isRtmp ? "fmle" : protocol) + "-publish";
        }
        return (isRtmp ? "rtmp" : protocol) + "-play";
    }

    /// What the server publishes itself comes from here.
    private static String ip(Session session) {
        String remote = session.remote();
        return switch (session.protocol()) {
            case "relay", "demo" -> OURSELVES;
            default -> remote.replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", "");
        };
    }
}
