package dev.millrace.gateway.hls;

import dev.millrace.media.ChannelName;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/// The two URLs of a channel's playlist. Both list the same segments,
/// `/{app}/{stream}/{number}.{extension}`, by URIs relative to themselves.
enum PlaylistUrl {
    /// `/{app}/{stream}.m3u8`
    BESIDE,
    /// `/{app}/{stream}/index.m3u8`
    WITHIN;

    private static final String UNRESERVED = "-._~";

    /// How a playlist at this URL names its segments, which end in `extension`.
    LongFunction<String> segmentUris(ChannelName channel, LongFunction<String> extension) {
        String folder = this == BESIDE ? encode(channel.stream()) + "/" : "";
        boolean plain = channel.vhost().equals(ChannelName.DEFAULT_VHOST);
        String query = plain ? "" : "?vhost=" + encode(channel.vhost());
        return number -> folder + number + "." + extension.apply(number) + query;
    }

    /// RFC 3986, 2.3: everything but the unreserved characters, so that no name can be taken for a
    /// scheme or a query.
    private static String encode(String text) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
            if (letterOrDigit || UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }
}
