package dev.millrace.ts;

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
import dev.millrace.media.CodecConfig;
import dev.millrace.media.TrackKind;
import java.util.Arrays;
import java.util.Optional;

/// What an elementary stream is, as the program map says it. Section 2.4.4.10, table 2-34.
enum StreamType {
    /// At full sampling rates, 32 kHz and above.
    MPEG_1_AUDIO(0x03, TrackKind.AUDIO),
    /// At half sampling rates and below.
    MPEG_2_AUDIO(0x04, TrackKind.AUDIO),
    /// With ADTS headers.
    AAC(0x0F, TrackKind.AUDIO),
    /// With start codes.
    H264(0x1B, TrackKind.VIDEO);

    private static final int MPEG_1_SAMPLE_RATE_MIN = 32_000;

    private final int id;
    private final TrackKind kind;

    StreamType(int id, TrackKind kind) {
        this.id = id;
        this.kind = kind;
    }

    int id() {
        return id;
    }

    TrackKind kind() {
        return kind;
    }

    static Optional<StreamType> of(int id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findAny();
    }

    /// How a codec is called, if a transport stream can carry it.
    static Optional<StreamType> of(CodecConfig config) {
        return config instanceof Codec codec ? of(codec) : Optional.empty();
    }

    /// Whether it is MPEG-1: the half rates came with MPEG-2.
    static boolean isFullRate(Mp3Config mp3) {
        return mp3.sampleRate() >= MPEG_1_SAMPLE_RATE_MIN;
    }

    private static Optional<StreamType> of(Codec codec) {
        return switch (codec) {
            case H264Config _ -> Optional.of(H264);
            case AacConfig aac -> aac.fitsAdts() ? Optional.of(AAC) : Optional.empty();
            case Mp3Config mp3 -> Optional.of(isFullRate(mp3) ? MPEG_1_AUDIO : MPEG_2_AUDIO);
            case HevcConfig _, Av1Config _, Vp9Config _ -> Optional.empty();
            case OpusConfig _, Ac3Config _, FlacConfig _ -> Optional.empty();
            case OpaqueConfig _ -> Optional.empty();
        };
    }
}
