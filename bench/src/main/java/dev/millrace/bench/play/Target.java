package dev.millrace.bench.play;

import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.rtmp.RtmpUrl;
import java.net.InetSocketAddress;

/// Where a player finds its stream, and what it speaks there.
sealed interface Target {
    /// A stream over RTMP.
    record Rtmp(RtmpUrl url, InetSocketAddress address) implements Target {}

    /// A stream over HTTP-FLV.
    record Flv(HttpUrl url, InetSocketAddress address) implements Target {}

    /// The host is looked up here, once for all players.
    InetSocketAddress address();

    /// Reads a URL as people write it.
    ///
    /// @throws ProtocolException if it is no URL of a stream that can be played here
    static Target parse(String text) throws ProtocolException {
        if (text.startsWith("http:")) {
            HttpUrl url = HttpUrl.parse(text);
            return new Flv(url, url.address());
        }
        if (text.startsWith("rtmps:") || text.startsWith("https:")) {
            throw new Unsupported("TLS is not measured; rtmp:// and http:// are");
        }
        RtmpUrl url = RtmpUrl.parse(text);
        return new Rtmp(url, new InetSocketAddress(url.host(), url.port()));
    }
}
