package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.Mp3Header;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.flv.FlvItem.Configuration;
import dev.millrace.flv.FlvItem.Ignored;
import dev.millrace.flv.FlvItem.NeedMore;
import dev.millrace.flv.FlvItem.Nothing;
import dev.millrace.flv.FlvItem.Payload;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;

/// Names the tags of one stream: which are configurations, which are frames, of which track and
/// codec. It believes the tags and not `onMetaData`, and needs only the first bytes of a body, so
/// that a frame can be handed on while it is still arriving.
///
/// Tags that make no sense are [Ignored] with a reason: encoders send them, and the frames around
/// them are good. Belongs to one thread.
public final class FlvDemuxer {
    /// What data frames "decode with".
    public static final Codec DATA = new OpaqueConfig(TrackKind.DATA, FlvTagHeader.SCRIPT, "AMF0");

    static final Nothing EMPTY = new Nothing("empty tag");
    static final Ignored CUT = new Ignored("tag too short for its header");
    static final Nothing INFO = new Nothing("video info tag");
    static final Nothing END_OF_SEQUENCE = new Nothing("end of sequence");
    static final Ignored NO_CONFIGURATION = new Ignored("frame before its sequence header");
    private static final Ignored UNKNOWN_PACKET = new Ignored("unknown packet type");

    private final Codecs codecs = new Codecs();
    private final FirstTracks tracks = new FirstTracks();
    private final ExDemuxer enhanced = new ExDemuxer(codecs, tracks);

    /// How many numbered tracks there are beside the one of each kind that is taken. A stream has
    /// them only with enhanced RTMP.
    public int otherTracks() {
        return tracks.others();
    }

    /// Names a body of `bodyBytes` of which `prefix` is what has arrived, from its first byte.
    ///
    /// @param dtsUs the tag's timestamp, unwrapped, in microseconds
    /// @throws Unsupported if the codec, or what is said about it, is one we do not know; other
    ///   tags of the stream are not affected
    public FlvItem read(TrackKind kind, long dtsUs, int bodyBytes, ByteReader prefix)
            throws Unsupported {
        if (bodyBytes == 0) {
            return EMPTY;
        }
        if (kind == TrackKind.DATA) {
            return new Payload(DATA, FrameHeader.data(dtsUs, bodyBytes), 0);
        }
        try {
            if (!prefix.hasRemaining()) {
                return new NeedMore(1);
            }
            int first = prefix.peekU8();
            if (ExTagHeader.isEnhanced(kind, first)) {
                return enhanced.read(kind, dtsUs, bodyBytes, prefix);
            }
            boolean isVideo = kind == TrackKind.VIDEO;
            int headerBytes =
                    isVideo ? VideoTagHeader.lengthBytes(first) : AudioTagHeader.lengthBytes(first);
            if (bodyBytes < headerBytes) {
                return CUT;
            }
            if (prefix.remaining() < headerBytes) {
                return new NeedMore(headerBytes);
            }
            tracks.takes(kind, 0);
            return isVideo
                    ? readVideo(dtsUs, bodyBytes, prefix)
                    : readAudio(dtsUs, bodyBytes, prefix);
        } catch (Unsupported e) {
            throw e;
        } catch (ProtocolException e) {
            return new Ignored(e.getMessage());
        }
    }

    private FlvItem readVideo(long dtsUs, int bodyBytes, ByteReader prefix)
            throws ProtocolException {
        VideoTagHeader tag = VideoTagHeader.decode(prefix);
        if (tag.frameType() == VideoTagHeader.INFO) {
            return INFO;
        }
        if (!VideoTagHeader.hasPacketType(tag.codecId())) {
            Codec opaque = codecs.set(FlvCodecNames.video(tag.codecId()));
            return picture(opaque, tag, dtsUs, bodyBytes, 1);
        }
        return switch (tag.packetType()) {
            case VideoTagHeader.SEQUENCE_HEADER -> {
                int configBytes = bodyBytes - 5;
                if (prefix.remaining() < sequenceHeaderBytes(configBytes)) {
                    yield new NeedMore(bodyBytes);
                }
                byte[] record = prefix.bytes(configBytes);
                boolean isHevc = tag.codecId() == VideoTagHeader.HEVC;
                Codec fresh = isHevc ? HevcConfig.parse(record) : H264Config.parse(record);
                yield new Configuration(codecs.set(fresh));
            }
            case VideoTagHeader.NALUS -> {
                Codec codec = codecs.get(TrackKind.VIDEO);
                boolean isOurs =
                        tag.codecId() == VideoTagHeader.HEVC
                                ? codec instanceof HevcConfig
                                : codec instanceof H264Config;
                yield codec != null && isOurs
                        ? picture(codec, tag, dtsUs, bodyBytes, 5)
                        : NO_CONFIGURATION;
            }
            case VideoTagHeader.END_OF_SEQUENCE -> END_OF_SEQUENCE;
            default -> UNKNOWN_PACKET;
        };
    }

    private static FlvItem picture(
            Codec codec, VideoTagHeader tag, long dtsUs, int bodyBytes, int offset) {
        if (bodyBytes == offset) {
            return EMPTY;
        }
        int ctsUs = Math.clamp(MediaTime.msToUs(tag.ctsMs()), Integer.MIN_VALUE, Integer.MAX_VALUE);
        var header =
                new FrameHeader(
                        TrackKind.VIDEO,
                        dtsUs,
                        ctsUs,
                        tag.isKey(),
                        tag.frameType() == VideoTagHeader.DISPOSABLE,
                        bodyBytes - offset);
        return new Payload(codec, header, offset);
    }

    private FlvItem readAudio(long dtsUs, int bodyBytes, ByteReader prefix)
            throws ProtocolException {
        AudioTagHeader tag = AudioTagHeader.decode(prefix);
        return switch (tag.format()) {
            case AudioTagHeader.AAC -> readAac(tag, dtsUs, bodyBytes, prefix);
            case AudioTagHeader.MP3, AudioTagHeader.MP3_8_KHZ ->
                    readMp3(tag, dtsUs, bodyBytes, prefix);
            default -> {
                var config = FlvCodecNames.audio(tag.format(), tag.soundBits());
                yield sound(codecs.set(config), dtsUs, bodyBytes, 1);
            }
        };
    }

    private FlvItem readAac(AudioTagHeader tag, long dtsUs, int bodyBytes, ByteReader prefix)
            throws ProtocolException {
        return switch (tag.packetType()) {
            case AudioTagHeader.SEQUENCE_HEADER -> {
                int configBytes = bodyBytes - 2;
                if (prefix.remaining() < sequenceHeaderBytes(configBytes)) {
                    yield new NeedMore(bodyBytes);
                }
                yield new Configuration(codecs.set(AacConfig.parse(prefix.bytes(configBytes))));
            }
            case AudioTagHeader.RAW ->
                    codecs.get(TrackKind.AUDIO) instanceof AacConfig aac
                            ? sound(aac, dtsUs, bodyBytes, 2)
                            : NO_CONFIGURATION;
            default -> UNKNOWN_PACKET;
        };
    }

    /// The tag rounds the sample rate; the truth is in the frame's own header.
    private FlvItem readMp3(AudioTagHeader tag, long dtsUs, int bodyBytes, ByteReader prefix) {
        int wanted = Math.min(bodyBytes, 1 + Mp3Header.LENGTH_BYTES);
        if (1 + prefix.remaining() < wanted) {
            return new NeedMore(wanted);
        }
        return sound(codecs.set(mp3(tag, prefix)), dtsUs, bodyBytes, 1);
    }

    private Codec mp3(AudioTagHeader tag, ByteReader payload) {
        try {
            return Mp3Header.parse(payload).config();
        } catch (ProtocolException e) {
            return codecs.get(TrackKind.AUDIO) instanceof Mp3Config old
                    ? old
                    : new Mp3Config(tag.sampleRate(), tag.channels());
        }
    }

    private static FlvItem sound(Codec codec, long dtsUs, int bodyBytes, int offset) {
        return bodyBytes == offset
                ? EMPTY
                : new Payload(codec, FrameHeader.audio(dtsUs, bodyBytes - offset), offset);
    }

    private static int sequenceHeaderBytes(int configBytes) throws ProtocolException {
        return ProtocolException.requireAtMost(
                "size of the sequence header", configBytes, FlvLimits.SEQUENCE_HEADER_BYTES_MAX);
    }
}
