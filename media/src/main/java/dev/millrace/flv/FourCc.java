package dev.millrace.flv;

import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.Vp9Config;
import dev.millrace.media.TrackKind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The codecs that enhanced RTMP names by four characters. Enhanced RTMP v2, "VideoFourCc" and
/// "AudioFourCc".
public enum FourCc {
    H264("avc1", TrackKind.VIDEO),
    HEVC("hvc1", TrackKind.VIDEO),
    AV1("av01", TrackKind.VIDEO),
    VP9("vp09", TrackKind.VIDEO),
    VP8("vp08", TrackKind.VIDEO),
    AAC("mp4a", TrackKind.AUDIO),
    MP3(".mp3", TrackKind.AUDIO),
    OPUS("Opus", TrackKind.AUDIO),
    AC3("ac-3", TrackKind.AUDIO),
    EAC3("ec-3", TrackKind.AUDIO),
    FLAC("fLaC", TrackKind.AUDIO);

    private final String text;
    private final TrackKind kind;
    private final int code;

    FourCc(String text, TrackKind kind) {
        this.text = text;
        this.kind = kind;
        this.code = code(text);
    }

    /// The four characters.
    public String text() {
        return text;
    }

    public TrackKind kind() {
        return kind;
    }

    /// The four characters as a number, the first in the highest byte, as `onMetaData` has it too.
    public int code() {
        return code;
    }

    /// Whether the FLV specification has a number for the codec, so that nobody needs this name.
    public boolean hasNumber() {
        return this == H264 || this == AAC || this == MP3;
    }

    /// The name of a codec; empty for those that only the legacy header can name.
    public static Optional<FourCc> of(Codec codec) {
        return switch (codec) {
            case H264Config _ -> Optional.of(H264);
            case HevcConfig _ -> Optional.of(HEVC);
            case Av1Config _ -> Optional.of(AV1);
            case Vp9Config _ -> Optional.of(VP9);
            case AacConfig _ -> Optional.of(AAC);
            case Mp3Config _ -> Optional.of(MP3);
            case OpusConfig _ -> Optional.of(OPUS);
            case Ac3Config ac3 -> Optional.of(ac3.enhanced() ? EAC3 : AC3);
            case FlacConfig _ -> Optional.of(FLAC);
            case OpaqueConfig opaque -> of(opaque.kind(), opaque.flvCodecId());
        };
    }

    /// The codec of a track of this kind, if the number is one we know.
    static Optional<FourCc> of(TrackKind kind, int code) {
        for (FourCc known : values()) {
            if (known.kind == kind && known.code == code) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /// Any four characters, made fit for a log line.
    static String text(int code) {
        byte[] bytes = {
            (byte) (code >>> 24), (byte) (code >>> 16), (byte) (code >>> 8), (byte) code
        };
        return new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^A-Za-z0-9.-]", "?");
    }

    private static int code(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    }
}
