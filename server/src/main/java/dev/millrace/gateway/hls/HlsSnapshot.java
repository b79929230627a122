package dev.millrace.gateway.hls;

import dev.millrace.hls.Encryption;
import dev.millrace.hls.LivePlaylist;
import dev.millrace.hls.LiveSegment;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.EntityTags;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// The playlist of a channel at one moment, and its answers, made once for everyone who asks.
/// Immutable to the eye: an answer is made when it is first asked for.
final class HlsSnapshot {
    static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

    /// A cache in front of us may serve a thousand players with one request a second.
    private static final String CACHING = "public, max-age=1";

    private final ChannelName channel;
    private final LivePlaylist<HlsSegment> list;
    private final Map<PlaylistUrl, Content> answers = new EnumMap<>(PlaylistUrl.class);

    HlsSnapshot(ChannelName channel, LivePlaylist<HlsSegment> list) {
        this.channel = channel;
        this.list = list;
    }

    LivePlaylist<HlsSegment> list() {
        return list;
    }

    /// The playlist as it is served at `url`; empty while there is nothing to list.
    synchronized Optional<Content> playlist(PlaylistUrl url) {
        return list.isEmpty()
                ? Optional.empty()
                : Optional.of(answers.computeIfAbsent(url, this::render));
    }

    Optional<Content> segment(long number) {
        return list.find(number).map(LiveSegment::media).map(HlsSegment::content);
    }

    /// Whether there is a segment with this key.
    boolean hasKey(long keyNumber) {
        return LongStream.range(list.firstSequence(), list.nextSequence())
                .mapToObj(list::find)
                .flatMap(Optional::stream)
                .anyMatch(it -> it.media().keyNumber().equals(OptionalLong.of(keyNumber)));
    }

    private Optional<Encryption> encryption(long number, LongFunction<String> keyUris) {
        OptionalLong key = list.find(number).orElseThrow().media().keyNumber();
        return key.isPresent()
                ? Optional.of(new Encryption(keyUris.apply(key.getAsLong()), Optional.empty()))
                : Optional.empty();
    }

    private String extension(long number) {
        return list.find(number).orElseThrow().media().extension();
    }

    private Content render(PlaylistUrl url) {
        LongFunction<String> uris = url.segmentUris(channel, this::extension);
        LongFunction<String> keyUris = url.segmentUris(channel, _ -> HlsUrl.KEY_EXTENSION);
        String text =
                PlaylistWriter.write(
                        list.toMediaPlaylist(uris, number -> encryption(number, keyUris)));
        Content content = Content.of(CONTENT_TYPE, text.getBytes(StandardCharsets.UTF_8));
        return content.tagged(EntityTags.of(content.body())).cached(CACHING).compressed();
    }
}
