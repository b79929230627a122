package dev.millrace.api.control;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.gateway.snapshot.Movies;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.net.http.Content;
import dev.millrace.ts.TsItem;
import dev.millrace.ts.TsReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first key frame of a segment as a movie of one picture: nothing is decoded, and no more is
/// read than that takes. One thread.
final class SegmentPicture {
    private static final int READ_BYTES = 64 << 10;

    private @Nullable CodecConfig config;
    private @Nullable Frame picture;

    private SegmentPicture() {}

    /// Empty if there is none that an MP4 has a place for.
    ///
    /// @param segment an MPEG transport stream
    static Optional<Content> movie(byte[] segment) {
        var found = new SegmentPicture();
        try {
            found.read(segment);
        } catch (OverLimit e) {
            return Optional.empty();
        }
        return found.config == null || found.picture == null
                ? Optional.empty()
                : Movies.of(found.config, List.of(ByteBuffer.wrap(found.picture.payload())));
    }

    private void read(byte[] segment) throws OverLimit {
        var reader = new TsReader();
        for (int at = 0; at < segment.length && picture == null; at += READ_BYTES) {
            reader.read(segment, at, Math.min(READ_BYTES, segment.length - at), this::take);
        }
        if (picture == null) {
            reader.end(this::take);
        }
    }

    private void take(TsItem item) {
        switch (item) {
            case TsItem.Configuration(var codec)
                    when codec.kind() == TrackKind.VIDEO && picture == null ->
                    config = codec;
            case TsItem.Media(var frame)
                    when frame.header().kind() == TrackKind.VIDEO
                            && frame.header().key()
                            && picture == null ->
                    picture = frame;
            default -> {}
        }
    }
}
