package dev.millrace.gateway.hls;

import dev.millrace.media.ChannelName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

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
        String query = query(channel);
        return number -> folder + number + "." + extension.apply(number) + query;
    }

    /// How a playlist within this channel's folder names that of another one, or its own.
    static String fromWithin(ChannelName here, ChannelName other) {
        if (other.equals(here)) {
            return HlsUrl.INDEX + ".m3u8" + query(other);
        }
        boolean isBeside = other.app().equals(here.app());
        String up = "../".repeat(isBeside ? 1 : here.app().split("/", -1).length + 1);
        String app =
                isBeside
                        ? ""
                        : Arrays.stream(other.app().split("/", -1))
                                .map(segment -> encode(segment) + "/")
                                .collect(Collectors.joining());
        return up + app + encode(other.stream()) + ".m3u8" + query(other);
    }

    private static String query(ChannelName channel) {
        boolean plain = channel.vhost().equals(ChannelName.DEFAULT_VHOST);
        return plain ? "" : "?vhost=" + encode(channel.vhost());
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
