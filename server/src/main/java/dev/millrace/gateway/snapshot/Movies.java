package dev.millrace.gateway.snapshot;

import dev.millrace.channel.Channel.KeyPicture;
import dev.millrace.codec.VideoCodec;
import dev.millrace.codec.Vp9Config;
import dev.millrace.codec.picture.Vp9FrameHeader;
import dev.millrace.media.CodecConfig;
import dev.millrace.mp4.write.StillMovie;
import dev.millrace.net.http.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Movies of one picture, around the bytes that somebody holds.
public final class Movies {
    private static final String TYPE = "video/mp4";

    private Movies() {}

    static Optional<Content> of(KeyPicture picture) {
        return of(picture.track().config(), picture.payload());
    }

    /// Empty if MP4 has no place for the codec, or the size of the picture is not known.
    ///
    /// @param payload of a key frame
    public static Optional<Content> of(CodecConfig config, List<ByteBuffer> payload) {
        int bytes = payload.stream().mapToInt(ByteBuffer::remaining).sum();
        return config instanceof VideoCodec codec
                ? StillMovie.head(sized(codec, payload), bytes).map(head -> movie(head, payload))
                : Optional.empty();
    }

    private static Content movie(byte[] head, List<ByteBuffer> payload) {
        var body = new ArrayList<ByteBuffer>(payload.size() + 1);
        body.add(ByteBuffer.wrap(head));
        body.addAll(payload);
        return Content.of(TYPE, body);
    }

    /// The configuration of VP9 has no size; the picture itself has.
    private static VideoCodec sized(VideoCodec codec, List<ByteBuffer> payload) {
        if (!(codec instanceof Vp9Config vp9)) {
            return codec;
        }
        ByteBuffer first = payload.getFirst().duplicate();
        byte[] header = new byte[Math.min(first.remaining(), Vp9FrameHeader.LENGTH_BYTES_MAX)];
        first.get(header);
        return vp9.withSizeOf(header);
    }
}
