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

/// What an elementary stream is, as the program map says it. Section 2.4.4.10, table 2-34; ATSC
/// A/52, annex A and G for AC-3.
enum StreamType {
    /// At full sampling rates, 32 kHz and above.
    MPEG_1_AUDIO(0x03, PesHeader.AUDIO_ID, Descriptors.NO_FORMAT),
    /// At half sampling rates and below.
    MPEG_2_AUDIO(0x04, PesHeader.AUDIO_ID, Descriptors.NO_FORMAT),
    /// With control headers; its descriptor also says the channels.
    OPUS(StreamType.PRIVATE, PesHeader.PRIVATE_ID, Descriptors.OPUS),
    /// With ADTS headers.
    AAC(0x0F, PesHeader.AUDIO_ID, Descriptors.NO_FORMAT),
    /// With start codes.
    H264(0x1B, PesHeader.VIDEO_ID, Descriptors.NO_FORMAT),
    /// With start codes.
    HEVC(0x24, PesHeader.VIDEO_ID, Descriptors.HEVC),
    AC3(0x81, PesHeader.PRIVATE_ID, Descriptors.AC3),
    EAC3(0x87, PesHeader.PRIVATE_ID, Descriptors.EAC3);

    private static final int MPEG_1_SAMPLE_RATE_MIN = 32_000;

    /// The type of whatever has no type of its own.
    private static final int PRIVATE = 0x06;

    private final int id;
    private final int pesId;
    private final String format;

    StreamType(int id, int pesId, String format) {
        this.id = id;
        this.pesId = pesId;
        this.format = format;
    }

    int id() {
        return id;
    }

    /// `stream_id` of its packets.
    int pesId() {
        return pesId;
    }

    TrackKind kind() {
        return pesId == PesHeader.VIDEO_ID ? TrackKind.VIDEO : TrackKind.AUDIO;
    }

    /// What a program map says of a stream, if it is known here.
    static Optional<StreamType> of(Pmt.Stream stream) {
        return Arrays.stream(values())
                .filter(type ->
                        stream.type() == PRIVATE
                                ? type.isNamed(stream.descriptors().format())
                                : type.id == stream.type())
                .findAny();
    }

    /// How a codec is called, if a transport stream can carry it.
    static Optional<StreamType> of(CodecConfig config) {
        return config instanceof Codec codec ? of(codec) : Optional.empty();
    }

    /// How a program map lists a stream of this codec, which must be of this type.
    Pmt.Stream stream(int pid, CodecConfig config) {
        Descriptors said =
                config instanceof OpusConfig opus
                        ? Descriptors.opus(opus.channels())
                        : Descriptors.registration(format);
        return new Pmt.Stream(pid, id, said);
    }

    /// Whether it is MPEG-1: the half rates came with MPEG-2.
    static boolean isFullRate(Mp3Config mp3) {
        return mp3.sampleRate() >= MPEG_1_SAMPLE_RATE_MIN;
    }

    private boolean isNamed(String said) {
        return !said.isEmpty() && said.equals(format);
    }

    private static Optional<StreamType> of(Codec codec) {
        return switch (codec) {
            case H264Config _ -> Optional.of(H264);
            case HevcConfig _ -> Optional.of(HEVC);
            case AacConfig aac -> aac.fitsAdts() ? Optional.of(AAC) : Optional.empty();
            case Mp3Config mp3 -> Optional.of(isFullRate(mp3) ? MPEG_1_AUDIO : MPEG_2_AUDIO);
            case Ac3Config ac3 -> Optional.of(ac3.enhanced() ? EAC3 : AC3);
            case OpusConfig opus -> opus.isUsual() ? Optional.of(OPUS) : Optional.empty();
            case Av1Config _, Vp9Config _, FlacConfig _, OpaqueConfig _ -> Optional.empty();
        };
    }
}
