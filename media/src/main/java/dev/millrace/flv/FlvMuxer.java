package dev.millrace.flv;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;

/// The bytes that turn a frame into the body of an FLV tag or of an RTMP message: what stands in
/// front of the payload, and the bodies that carry a configuration. The mirror of [FlvDemuxer].
///
/// Without a form, it is [FlvForm#ENHANCED].
public final class FlvMuxer {
    private static final int AAC_SOUND_BITS = 0b11_1_1; // E.4.2.1: always 44 kHz, 16 bits, stereo
    private static final int LEGACY_VIDEO_BYTES = 5;
    private static final int EX_HEADER_BYTES = 5;
    private static final int COMPOSITION_TIME_BYTES = 3;

    private FlvMuxer() {}

    public static int frameHeaderBytes(Codec codec) {
        return frameHeaderBytes(codec, FlvForm.ENHANCED);
    }

    /// How many bytes [#writeFrameHeader] writes: 0 to 8.
    public static int frameHeaderBytes(Codec codec, FlvForm form) {
        if (form.usesFourCc(codec)) {
            return EX_HEADER_BYTES + (codec instanceof HevcConfig ? COMPOSITION_TIME_BYTES : 0);
        }
        return switch (codec) {
            case H264Config _, HevcConfig _ -> LEGACY_VIDEO_BYTES;
            case AacConfig _ -> 2;
            case Mp3Config _ -> 1;
            case OpaqueConfig opaque -> opaque.kind() == TrackKind.DATA ? 0 : 1;
            default -> throw nameless(codec);
        };
    }

    public static void writeFrameHeader(BytesOut out, Codec codec, FrameHeader frame) {
        writeFrameHeader(out, codec, frame, FlvForm.ENHANCED);
    }

    /// Writes what stands in front of the payload of a frame.
    ///
    /// @throws IllegalArgumentException if the form does not carry the codec
    public static void writeFrameHeader(
            BytesOut out, Codec codec, FrameHeader frame, FlvForm form) {
        var head = new ByteWriter(8);
        if (form.usesFourCc(codec)) {
            enhanced(codec, frameType(frame), ExPacketType.CODED_FRAMES).encode(head);
            if (codec instanceof HevcConfig) {
                head.u24(ctsMs(frame));
            }
        } else {
            legacyFrameHeader(head, codec, frame);
        }
        out.put(head.array(), 0, head.size());
    }

    private static void legacyFrameHeader(ByteWriter head, Codec codec, FrameHeader frame) {
        switch (codec) {
            case H264Config _ -> video(frame, VideoTagHeader.H264).encode(head);
            case HevcConfig _ -> video(frame, VideoTagHeader.HEVC).encode(head);
            case AacConfig _ -> aac(AudioTagHeader.RAW).encode(head);
            case Mp3Config mp3 -> mp3(mp3).encode(head);
            case OpaqueConfig opaque -> {
                switch (opaque.kind()) {
                    case VIDEO -> video(frame, opaque.flvCodecId()).encode(head);
                    case AUDIO -> opaque(opaque).encode(head);
                    case DATA -> {}
                }
            }
            default -> throw nameless(codec);
        }
    }

    public static int sequenceHeaderBytes(Codec codec) {
        return sequenceHeaderBytes(codec, FlvForm.ENHANCED);
    }

    /// How many bytes [#writeSequenceHeader] writes: 0 for codecs that need no configuration.
    public static int sequenceHeaderBytes(Codec codec, FlvForm form) {
        var body = new ByteWriter();
        writeSequenceHeader(body, codec, form);
        return body.size();
    }

    public static void writeSequenceHeader(BytesOut out, Codec codec) {
        writeSequenceHeader(out, codec, FlvForm.ENHANCED);
    }

    /// Writes the body that must reach a decoder before the first frame of this configuration, if
    /// the codec has such a thing.
    ///
    /// @throws IllegalArgumentException if the form does not carry the codec
    public static void writeSequenceHeader(BytesOut out, Codec codec, FlvForm form) {
        byte[] record = ExCodecs.record(codec);
        if (record.length == 0) {
            return;
        }
        var head = new ByteWriter(8);
        if (form.usesFourCc(codec)) {
            int type = codec.kind() == TrackKind.VIDEO ? VideoTagHeader.KEY : 0;
            enhanced(codec, type, ExPacketType.SEQUENCE_START).encode(head);
        } else {
            switch (codec) {
                case H264Config _ -> sequenceHeader(VideoTagHeader.H264).encode(head);
                case HevcConfig _ -> sequenceHeader(VideoTagHeader.HEVC).encode(head);
                case AacConfig _ -> aac(AudioTagHeader.SEQUENCE_HEADER).encode(head);
                default -> throw nameless(codec);
            }
        }
        out.put(head.array(), 0, head.size());
        out.put(record);
    }

    private static IllegalArgumentException nameless(Codec codec) {
        return new IllegalArgumentException("the FLV form has no name for " + codec.codecName());
    }

    private static ExTagHeader enhanced(Codec codec, int frameType, ExPacketType type) {
        FourCc name = FourCc.of(codec).orElseThrow();
        return new ExTagHeader(codec.kind(), frameType, type, name);
    }

    private static VideoTagHeader sequenceHeader(int codecId) {
        return new VideoTagHeader(VideoTagHeader.KEY, codecId, VideoTagHeader.SEQUENCE_HEADER, 0);
    }

    private static VideoTagHeader video(FrameHeader frame, int codecId) {
        return new VideoTagHeader(frameType(frame), codecId, VideoTagHeader.NALUS, ctsMs(frame));
    }

    private static int frameType(FrameHeader frame) {
        if (frame.kind() != TrackKind.VIDEO) {
            return 0;
        }
        int type = frame.disposable() ? VideoTagHeader.DISPOSABLE : VideoTagHeader.INTER;
        return frame.key() ? VideoTagHeader.KEY : type;
    }

    /// The difference of two rounded times, so that the presentation time too is rounded only once.
    private static int ctsMs(FrameHeader frame) {
        return (int) (MediaTime.usToMs(frame.ptsUs()) - MediaTime.usToMs(frame.dtsUs()));
    }

    private static AudioTagHeader aac(int packetType) {
        return AudioTagHeader.ofBits(AudioTagHeader.AAC, AAC_SOUND_BITS, packetType);
    }

    private static AudioTagHeader opaque(OpaqueConfig codec) {
        return AudioTagHeader.ofBits(codec.flvCodecId(), codec.flvSoundBits(), AudioTagHeader.RAW);
    }

    /// The nearest rate that the tag can name; 48 kHz goes as 44.1, and players look at the frame.
    private static AudioTagHeader mp3(Mp3Config config) {
        boolean stereo = config.channels() > 1;
        int rate = config.sampleRate();
        int format = rate == 8_000 ? AudioTagHeader.MP3_8_KHZ : AudioTagHeader.MP3;
        int rateCode = rate >= 32_000 ? 3 : rate >= 16_000 ? 2 : rate > 8_000 ? 1 : 0;
        return new AudioTagHeader(format, rateCode, true, stereo, AudioTagHeader.RAW);
    }
}
