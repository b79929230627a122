package dev.millrace.mp4;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.box.Mp4Limits;
import dev.millrace.mp4.entry.CodecSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes frames of the samples of one track, and tells how to decode them when it changes.
final class TrackReader {
    private static final int NOT_YET = 0;

    private final MovieTrack track;
    private final long startUs;
    private int description = NOT_YET;
    private CodecSource source = _ -> Optional.empty();
    private @Nullable Codec told;

    /// Where the next fragment begins, if it does not say.
    private long nextTicks;

    TrackReader(MovieTrack track, long startUs) {
        this.track = track;
        this.startUs = startUs;
    }

    MovieTrack track() {
        return track;
    }

    long nextTicks() {
        return nextTicks;
    }

    void setNextTicks(long ticks) {
        nextTicks = ticks;
    }

    long dtsUs(Sample sample) throws ProtocolException {
        return startUs + track.toUs(sample.dtsTicks());
    }

    /// @param payload its bytes, which become the frame's
    void read(Sample sample, byte[] payload, Consumer<? super Mp4Item> sink)
            throws ProtocolException {
        if (payload.length == 0) {
            return;
        }
        choose(sample.description());
        Optional<CodecSource.Coded> coded = source.next(payload);
        long dtsUs = dtsUs(sample);
        long ctsUs = startUs + track.toUs(sample.dtsTicks() + sample.ctsTicks()) - dtsUs;
        if (coded.isEmpty() || Math.abs(ctsUs) > Mp4Limits.COMPOSITION_US_MAX) {
            sink.accept(new Mp4Item.Ignored("samples that cannot be decoded, or shown in time"));
            return;
        }
        Codec codec = coded.get().codec();
        if (!codec.equals(told)) {
            told = codec;
            sink.accept(new Mp4Item.Configuration(codec));
        }
        byte[] bytes = coded.get().payload();
        var header =
                codec.kind() == TrackKind.VIDEO
                        ? new FrameHeader(
                                TrackKind.VIDEO,
                                dtsUs,
                                (int) ctsUs,
                                sample.key(),
                                sample.disposable(),
                                bytes.length)
                        : FrameHeader.audio(dtsUs, bytes.length);
        sink.accept(new Mp4Item.Media(new Frame(header, bytes)));
    }

    private void choose(int wanted) {
        if (wanted == description) {
            return;
        }
        description = wanted;
        boolean exists = wanted >= 1 && wanted <= track.entries().size();
        source = exists ? CodecSource.of(track.entries().get(wanted - 1)) : _ -> Optional.empty();
    }
}
