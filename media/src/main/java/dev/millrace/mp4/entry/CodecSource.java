package dev.millrace.mp4.entry;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Vp9Config;
import java.util.Optional;

/// Says what frames of one description decode with. It is asked before each: some streams say so
/// only in frames.
public interface CodecSource {
    /// A frame and what goes with it.
    ///
    /// @param codec what it decodes with
    /// @param payload the frame, in the form that goes with the codec
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    record Coded(Codec codec, byte[] payload) {}

    /// The next frame; none if it cannot be decoded yet.
    Optional<Coded> next(byte[] payload);

    /// What says it for the frames of this description.
    static CodecSource of(SampleEntry entry) {
        return switch (entry) {
            case SampleEntry.InHeaders(var headers) -> payload -> ofHeader(headers, payload);
            case SampleEntry.Unread _ -> _ -> Optional.empty();
            case SampleEntry.Described(var codec) ->
                    switch (codec) {
                        case H264Config h264 -> new NalSource(h264, h264.nalLengthSize());
                        case HevcConfig hevc -> new NalSource(hevc, hevc.nalLengthSize());
                        case Vp9Config vp9 -> new Vp9Source(vp9);
                        default -> payload -> Optional.of(new Coded(codec, payload));
                    };
        };
    }

    private static Optional<Coded> ofHeader(AudioHeaders headers, byte[] payload) {
        try {
            return Optional.of(new Coded(headers.codec(new ByteReader(payload)), payload));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    /// The description has no size of the picture; key frames have.
    final class Vp9Source implements CodecSource {
        private Vp9Config config;

        Vp9Source(Vp9Config config) {
            this.config = config;
        }

        @Override
        public Optional<Coded> next(byte[] payload) {
            config = config.withSizeOf(payload);
            return Optional.of(new Coded(config, payload));
        }
    }
}
