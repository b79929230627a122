package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.ChannelName;
import dev.millrace.rtmp.ConnectRequest;
import dev.millrace.rtmp.RtmpUrl;
import dev.millrace.rtmp.StreamAddress;
import java.net.URI;
import java.util.Optional;

/// The URL to which a client is sent that asked for something here.
final class Elsewhere {
    private Elsewhere() {}

    /// The same stream there, if the place has no path.
    ///
    /// @param vhost where it is here
    /// @return empty if it is no place for RTMP
    static Optional<RtmpUrl> of(URI place, StreamAddress asked, String vhost) {
        String query = withVhost(asked.query(), vhost);
        String stream = query.isEmpty() ? asked.stream() : asked.stream() + "?" + query;
        return parse(place, asked.app() + "/" + stream);
    }

    /// The same application there, if the place has no path.
    static Optional<RtmpUrl> of(URI place, ConnectRequest asked) {
        return parse(place, asked.app() + "/");
    }

    /// The virtual host may have been the host of the URL, which is another one there.
    private static String withVhost(String query, String vhost) {
        if (vhost.equals(ChannelName.DEFAULT_VHOST) || query.contains("vhost=")) {
            return query;
        }
        return (query.isEmpty() ? "" : query + "&") + "vhost=" + vhost;
    }

    private static Optional<RtmpUrl> parse(URI place, String path) {
        try {
            boolean isWhole = place.getRawPath().length() > 1;
            String server = place.toString().replaceFirst("/$", "");
            return Optional.of(RtmpUrl.parse(isWhole ? place.toString() : server + "/" + path));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }
}
