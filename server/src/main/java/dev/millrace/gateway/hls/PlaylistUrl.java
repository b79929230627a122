package dev.millrace.gateway.hls;

import dev.millrace.bytes.Percent;
import dev.millrace.media.ChannelName;
import java.util.function.LongFunction;

/// The two URLs of a channel's playlist. Both list the same segments,
/// `/{app}/{stream}/{number}.{extension}`, by URIs relative to themselves.
enum PlaylistUrl {
    /// `/{app}/{stream}.m3u8`
    BESIDE,
    /// `/{app}/{stream}/index.m3u8`
    WITHIN;

    /// How a playlist at this URL names its segments, which end in `extension`.
    LongFunction<String> segmentUris(ChannelName channel, LongFunction<String> extension) {
        String folder = this == BESIDE ? Percent.encoded(channel.stream()) + "/" : "";
        String query = query(channel);
        return number -> folder + number + "." + extension.apply(number) + query;
    }

    /// Where the playlist of a channel is, from the root of the server.
    static String playlist(ChannelName channel) {
        return Percent.encodedPath(channel.path()) + ".m3u8" + query(channel);
    }

    /// Where a segment of it is.
    static String segment(ChannelName channel, long number, String extension) {
        return "%s/%d.%s%s"
                .formatted(Percent.encodedPath(channel.path()), number, extension, query(channel));
    }

    /// How a playlist within this channel's folder names that of another one, or its own.
    static String fromWithin(ChannelName here, ChannelName other) {
        if (other.equals(here)) {
            return HlsUrl.INDEX + ".m3u8" + query(other);
        }
        boolean isBeside = other.app().equals(here.app());
        String up = "../".repeat(isBeside ? 1 : here.app().split("/", -1).length + 1);
        String app = isBeside ? "" : Percent.encodedPath(other.app()) + "/";
        return up + app + Percent.encoded(other.stream()) + ".m3u8" + query(other);
    }

    private static String query(ChannelName channel) {
        boolean plain = channel.vhost().equals(ChannelName.DEFAULT_VHOST);
        return plain ? "" : "?vhost=" + Percent.encoded(channel.vhost());
    }
}
