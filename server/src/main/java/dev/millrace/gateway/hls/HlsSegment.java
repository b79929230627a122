package dev.millrace.gateway.hls;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.channel.WireGroup;
import dev.millrace.gateway.ts.TsFormat;
import dev.millrace.gateway.ts.TsStart;
import dev.millrace.net.http.Content;
import dev.millrace.ts.PackedAudio;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/// A segment as it is served: ranges of the TS wire, which it keeps on the channel's books until it
/// is released; or, of a channel that is only heard, its frames of sound without the transport
/// stream around them.
final class HlsSegment {
    /// A number stands for one segment for good.
    private static final String CACHING = "public, max-age=3600, immutable";

    private static final String TS_EXTENSION = "ts";

    private final List<WireGroup<TsStart>> held;
    private final String extension;
    private final Content content;
    private final OptionalLong keyNumber;

    private HlsSegment(
            List<WireGroup<TsStart>> held,
            String extension,
            Content content,
            OptionalLong keyNumber) {
        this.held = held;
        this.extension = extension;
        this.content = content;
        this.keyNumber = keyNumber;
    }

    /// @param tag as for [Content]: different for every segment that ever has this one's number
    static HlsSegment of(List<WireRange> ranges, String tag) {
        List<ByteBuffer> body = ranges.stream().flatMap(range -> range.bytes().stream()).toList();
        return PackedAudio.format(first(body, PackedAudio.TABLES_BYTES))
                .map(format -> packed(format, body, tag))
                .orElseGet(() -> transportStream(ranges, body, tag));
    }

    private static HlsSegment packed(PackedAudio.Format format, List<ByteBuffer> body, String tag) {
        byte[] frames = PackedAudio.unpack(first(body, Integer.MAX_VALUE));
        Content content = Content.of(format.mediaType(), frames);
        return new HlsSegment(
                List.of(), format.extension(), served(content, tag), OptionalLong.empty());
    }

    private static HlsSegment transportStream(
            List<WireRange> ranges, List<ByteBuffer> body, String tag) {
        List<WireGroup<TsStart>> held =
                ranges.stream().map(WireRange::group).filter(WireGroup::hold).toList();
        Content content = Content.of(TsFormat.CONTENT_TYPE, body);
        return new HlsSegment(held, TS_EXTENSION, served(content, tag), OptionalLong.empty());
    }

    /// The same encrypted, which is a copy of its own; this one is released.
    ///
    /// @param number the segment's
    HlsSegment encrypted(HlsKeys keys, long number, long withKey) {
        byte[] plain = first(content.body(), Integer.MAX_VALUE);
        Content sealed = Content.of(content.type(), keys.encrypt(plain, number, withKey));
        release();
        return new HlsSegment(
                List.of(), extension, served(sealed, content.tag()), OptionalLong.of(withKey));
    }

    private static Content served(Content content, String tag) {
        return content.tagged(tag).cached(CACHING).inRanges();
    }

    /// A copy of so many bytes, or of as many as there are.
    private static byte[] first(List<ByteBuffer> body, int bytesMax) {
        var out = new ByteWriter();
        for (ByteBuffer piece : body) {
            int left = Math.min(bytesMax - out.size(), piece.remaining());
            out.bytes(piece.slice(piece.position(), left));
        }
        return out.toByteArray();
    }

    /// How its name ends: `ts`, `aac`, `mp3` …
    String extension() {
        return extension;
    }

    Content content() {
        return content;
    }

    /// By which key it is encrypted, if it is.
    OptionalLong keyNumber() {
        return keyNumber;
    }

    void release() {
        held.forEach(WireGroup::release);
    }
}
