package dev.millrace.gateway.hls;

import dev.millrace.channel.Channel;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.hls.MasterPlaylist;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.hls.Variant;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import dev.millrace.net.http.Content;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The master playlist of a channel: itself, and the channels that are made of it, the one with the
/// most bits first. RFC 8216, section 4.3.4.
final class HlsMaster {
    private static final String CACHING = "public, max-age=1";

    /// What stands for viewers in a query: tokens and the like, and nothing that a line of a
    /// playlist could not have.
    private static final String PLAIN_QUERY = "[\\w.~!$&'()*+,;=:@/?%-]{1,1000}";

    private HlsMaster() {}

    /// One way to watch.
    ///
    /// @param bits a second, at most
    record Way(Channel channel, long bits) {}

    /// @param query of the request; playlists are asked for with the same
    static Content of(ChannelName name, List<Way> ways, String query) {
        OptionalDouble usualRate =
                ways.stream()
                        .map(Way::channel)
                        .filter(it -> it.name().equals(name))
                        .findAny()
                        .flatMap(HlsMaster::video)
                        .map(VideoCodec::frameRate)
                        .orElse(OptionalDouble.empty());
        List<Variant> variants =
                ways.stream()
                        .sorted(Comparator.comparingLong(Way::bits).reversed())
                        .map(way -> variant(name, way, usualRate, query))
                        .toList();
        String text = PlaylistWriter.write(new MasterPlaylist(false, variants));
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return Content.of(HlsSnapshot.CONTENT_TYPE, body).cached(CACHING);
    }

    private static Optional<VideoCodec> video(Channel channel) {
        return channel.catalog()
                .track(TrackKind.VIDEO)
                .map(Track::config)
                .filter(VideoCodec.class::isInstance)
                .map(VideoCodec.class::cast);
    }

    /// @param usualRate where the encoder does not say how many pictures there are: those of the
    ///   channel that it was made of
    private static Variant variant(
            ChannelName name, Way way, OptionalDouble usualRate, String query) {
        List<Codec> codecs =
                way.channel().catalog().tracks().stream()
                        .filter(track -> track.kind() != TrackKind.DATA)
                        .map(Track::config)
                        .map(Codec.class::cast)
                        .toList();
        Optional<VideoCodec> video = video(way.channel());
        return new Variant(
                withQuery(PlaylistUrl.fromWithin(name, way.channel().name()), query),
                way.bits(),
                codecs.stream().flatMap(codec -> rfc6381(codec).stream()).toList(),
                video.filter(it -> it.width() > 0)
                        .map(it -> new Variant.Resolution(it.width(), it.height())),
                video.map(it -> it.frameRate().isPresent() ? it.frameRate() : usualRate)
                        .orElse(OptionalDouble.empty()));
    }

    private static Optional<String> rfc6381(Codec codec) {
        return switch (codec) {
            case VideoCodec video -> Optional.of(video.rfc6381());
            case AudioCodec audio -> Optional.of(audio.rfc6381());
            case OpaqueConfig _ -> Optional.empty();
        };
    }

    /// The virtual host is said already where it matters.
    private static String withQuery(String uri, String query) {
        String rest =
                Stream.of(query)
                        .filter(it -> it.matches(PLAIN_QUERY))
                        .flatMap(it -> Arrays.stream(it.split("&", -1)))
                        .filter(it -> !it.isEmpty() && !it.startsWith("vhost="))
                        .collect(Collectors.joining("&"));
        return rest.isEmpty() ? uri : uri + (uri.contains("?") ? "&" : "?") + rest;
    }
}
