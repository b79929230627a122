package dev.millrace.api.srs;

import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import java.util.Optional;

/// How SRS writes down what a stream is.
final class StreamUrls {
    private StreamUrls() {}

    /// Where an RTMP client connects for it: what one has said, or what it would have to say.
    static String tcUrl(ChannelName name, Optional<Session> client) {
        return client.map(it -> it.wish().tcUrl())
                .filter(it -> !it.isEmpty())
                .orElseGet(() -> "rtmp://%s/%s".formatted(name.vhost(), name.app()));
    }

    /// `/live/cam`, or `tv.example.com/live/cam`.
    static String url(ChannelName name) {
        String vhost = name.vhost().equals(ChannelName.DEFAULT_VHOST) ? "" : name.vhost();
        return vhost + "/" + name.path();
    }
}
