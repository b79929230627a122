package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Header;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Header;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.Vp9Config;
import dev.millrace.media.TrackKind;
import java.util.Optional;

/// How the codecs of enhanced RTMP begin: with a configuration record, or with the first bytes of a
/// frame. Enhanced RTMP v2, "ExVideoTagBody" and "ExAudioTagBody".
final class ExCodecs {
    /// What FFmpeg leaves out in front of STREAMINFO: the marker, and the header of a metadata
    /// block that is the last one and has 34 bytes.
    private static final byte[] FLAC_MARKER = {'f', 'L', 'a', 'C'};

    private static final byte[] STREAMINFO_HEADER = {(byte) 0x80, 0, 0, 34};
    private static final int STREAMINFO_BYTES = 34;

    private static final int AV1_DESCRIPTOR_TAG = 0x80;
    private static final int AV1_DESCRIPTOR_BYTES = 4;

    private ExCodecs() {}

    /// Whether a composition offset stands in front of its frames.
    static boolean hasCompositionTime(FourCc codec) {
        return codec == FourCc.H264 || codec == FourCc.HEVC;
    }

    /// What a sequence header says; nothing where it has nothing to say.
    static Optional<Codec> ofRecord(FourCc codec, byte[] record) throws ProtocolException {
        return switch (codec) {
            case H264 -> Optional.of(H264Config.parse(record));
            case HEVC -> Optional.of(HevcConfig.parse(record));
            case AV1 -> Optional.of(Av1Config.parse(record));
            case VP9 -> Optional.of(Vp9Config.parse(record));
            case VP8 -> Optional.of(vp8());
            case AAC -> Optional.of(AacConfig.parse(record));
            case OPUS -> Optional.of(OpusConfig.parse(record));
            case FLAC -> Optional.of(FlacConfig.parse(flacHeader(record)));
            case MP3, AC3, EAC3 -> Optional.empty();
        };
    }

    /// What an MPEG-TS descriptor of AV1 says: the first four bytes of an av1C, of which the last
    /// one means something else.
    static Codec ofDescriptor(FourCc codec, byte[] descriptor) throws ProtocolException {
        var in = new ByteReader(descriptor);
        if (codec != FourCc.AV1
                || in.u8() != AV1_DESCRIPTOR_TAG
                || in.u8() != AV1_DESCRIPTOR_BYTES) {
            throw new Malformed("no AV1 video descriptor");
        }
        var record = new ByteWriter(AV1_DESCRIPTOR_BYTES);
        return Av1Config.parse(record.bytes(in.bytes(3)).u8(in.u8() & 0x1F).toByteArray());
    }

    /// How many of a frame's first bytes [#ofFrame] wants to see.
    ///
    /// @param known whether the codec has been configured
    static int looksAt(FourCc codec, boolean known, boolean key) {
        return switch (codec) {
            case MP3 -> Mp3Header.LENGTH_BYTES;
            case AC3, EAC3 -> Ac3Header.LENGTH_BYTES;
            case OPUS -> known ? 0 : FrameStart.OPUS_BYTES;
            case FLAC -> known ? 0 : FrameStart.FLAC_BYTES;
            case VP9 -> key ? FrameStart.VP9_BYTES : 0;
            case H264, HEVC, AV1, VP8, AAC -> 0;
        };
    }

    /// What a frame says of its codec, if it says anything.
    ///
    /// @param known what its configuration said, if there was one
    static Optional<Codec> ofFrame(FourCc codec, Optional<Codec> known, byte[] frame) {
        if (known.isPresent() && known.get() instanceof Vp9Config vp9) {
            return Optional.of(vp9.withSizeOf(frame)); // which the configuration does not say
        }
        var start = new ByteReader(frame);
        try {
            return switch (codec) {
                case VP8 -> Optional.of(vp8());
                case MP3 -> Optional.of(Mp3Header.parse(start).config());
                case AC3, EAC3 -> Optional.of(Ac3Header.parse(start).config());
                case OPUS -> Optional.of(OpusConfig.parse(FrameStart.opusHead(start)));
                case FLAC ->
                        Optional.of(FlacConfig.parse(flacHeader(FrameStart.streamInfo(start))));
                case VP9 -> Optional.of(Vp9Config.parse(FrameStart.vpcC(start)).withSizeOf(frame));
                case H264, HEVC, AV1, AAC -> Optional.empty();
            };
        } catch (ProtocolException e) {
            return Optional.empty(); // a torn frame; the next one may be whole
        }
    }

    /// The record that a sequence header carries; empty for codecs that have none.
    static byte[] record(Codec codec) {
        return switch (codec) {
            case H264Config h264 -> h264.record();
            case HevcConfig hevc -> hevc.record();
            case Av1Config av1 -> av1.record();
            case Vp9Config vp9 -> vp9.record();
            case AacConfig aac -> aac.record();
            case OpusConfig opus -> opus.record();
            case FlacConfig flac -> streamInfo(flac.record());
            default -> new byte[0];
        };
    }

    private static Codec vp8() {
        return new OpaqueConfig(TrackKind.VIDEO, FourCc.VP8.code(), "VP8");
    }

    private static byte[] flacHeader(byte[] header) {
        var whole = new ByteWriter();
        if (header.length > 0 && header[0] != FLAC_MARKER[0]) {
            whole.bytes(FLAC_MARKER);
        }
        if (header.length == STREAMINFO_BYTES) {
            whole.bytes(STREAMINFO_HEADER);
        }
        return whole.bytes(header).toByteArray();
    }

    /// As FFmpeg sends and wants it.
    private static byte[] streamInfo(byte[] header) {
        int at = FLAC_MARKER.length + STREAMINFO_HEADER.length;
        return java.util.Arrays.copyOfRange(header, at, at + STREAMINFO_BYTES);
    }
}
