package dev.millrace.flv;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;

/// The bytes that turn a frame into the body of an FLV tag or of an RTMP message: what stands in
/// front of the payload, and the bodies that carry a configuration. The mirror of [FlvDemuxer].
public final class FlvMuxer {
    private static final int AAC_SOUND_BITS = 0b11_1_1; // E.4.2.1: always 44 kHz, 16 bits, stereo

    private static final VideoTagHeader SEQUENCE_HEADER =
            new VideoTagHeader(
                    VideoTagHeader.KEY, VideoTagHeader.H264, VideoTagHeader.SEQUENCE_HEADER, 0);

    private FlvMuxer() {}

    /// How many bytes [#writeFrameHeader] writes: 0, 1, 2 or 5.
    public static int frameHeaderBytes(Codec codec) {
        return switch (codec) {
            case H264Config _ -> 5;
            case AacConfig _ -> 2;
            case Mp3Config _ -> 1;
            case VideoCodec _, AudioCodec _ -> throw unnamed(codec);
            case OpaqueConfig opaque -> opaque.kind() == TrackKind.DATA ? 0 : 1;
        };
    }

    /// Writes what stands in front of the payload of a frame.
    public static void writeFrameHeader(BytesOut out, Codec codec, FrameHeader frame) {
        var head = new ByteWriter(8);
        switch (codec) {
            case H264Config _ -> video(frame, VideoTagHeader.H264).encode(head);
            case AacConfig _ -> aac(AudioTagHeader.RAW).encode(head);
            case Mp3Config mp3 -> mp3(mp3).encode(head);
            case VideoCodec _, AudioCodec _ -> throw unnamed(codec);
            case OpaqueConfig opaque -> {
                switch (opaque.kind()) {
                    case VIDEO -> video(frame, opaque.flvCodecId()).encode(head);
                    case AUDIO -> opaque(opaque).encode(head);
                    case DATA -> {}
                }
            }
        }
        out.put(head.array(), 0, head.size());
    }

    /// How many bytes [#writeSequenceHeader] writes: 0 for codecs that need no configuration.
    public static int sequenceHeaderBytes(Codec codec) {
        return switch (codec) {
            case H264Config h264 -> 5 + h264.record().length;
            case AacConfig aac -> 2 + aac.record().length;
            case Mp3Config _, OpaqueConfig _ -> 0;
            case VideoCodec _, AudioCodec _ -> throw unnamed(codec);
        };
    }

    /// Writes the body that must reach a decoder before the first frame of this configuration, if
    /// the codec has such a thing.
    public static void writeSequenceHeader(BytesOut out, Codec codec) {
        var body = new ByteWriter();
        switch (codec) {
            case H264Config h264 -> {
                SEQUENCE_HEADER.encode(body);
                body.bytes(h264.record());
            }
            case AacConfig aac -> {
                aac(AudioTagHeader.SEQUENCE_HEADER).encode(body);
                body.bytes(aac.record());
            }
            case Mp3Config _, OpaqueConfig _ -> {}
            case VideoCodec _, AudioCodec _ -> throw unnamed(codec);
        }
        out.put(body.array(), 0, body.size());
    }

    private static IllegalArgumentException unnamed(Codec codec) {
        return new IllegalArgumentException("FLV has no name for " + codec.codecName());
    }

    private static VideoTagHeader video(FrameHeader frame, int codecId) {
        int type = frame.disposable() ? VideoTagHeader.DISPOSABLE : VideoTagHeader.INTER;
        return new VideoTagHeader(
                frame.key() ? VideoTagHeader.KEY : type,
                codecId,
                VideoTagHeader.NALUS,
                ctsMs(frame));
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
