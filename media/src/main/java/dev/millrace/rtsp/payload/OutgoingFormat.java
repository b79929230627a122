package dev.millrace.rtsp.payload;

import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.HevcNalu;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.media.TrackKind;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a track is sent: the counterpart of a [PayloadFormat].
///
/// @param payloadType what its packets are marked with
/// @param encoding what that stands for, as in `a=rtpmap`: `H264/90000`
/// @param clockRateHz what timestamps count
/// @param parameters as in `a=fmtp`; empty if there are none
public record OutgoingFormat(
        TrackKind kind,
        int payloadType,
        String encoding,
        int clockRateHz,
        String parameters,
        Packetiser packetiser) {
    private static final int VIDEO_TYPE = 96;
    private static final int AUDIO_TYPE = 97;
    private static final int VIDEO_RATE_HZ = 90_000;

    // RFC 3551, table 4.
    private static final int PCMU_TYPE = 0;
    private static final int PCMA_TYPE = 8;
    private static final int MPA_TYPE = 14;

    private static final int FLV_A_LAW = 7;
    private static final int FLV_MU_LAW = 8;
    private static final int G711_RATE_HZ = 8_000;

    /// How a codec is sent; empty if there is no way that is known here.
    public static Optional<OutgoingFormat> of(Codec codec) {
        return switch (codec) {
            case H264Config h264 -> Optional.of(h264(h264));
            case HevcConfig hevc -> Optional.of(hevc(hevc));
            case AacConfig aac -> Optional.of(aac(aac));
            case OpusConfig opus -> opus(opus);
            case Mp3Config _ ->
                    Optional.of(
                            audio(MPA_TYPE, "MPA", VIDEO_RATE_HZ, 1, new MpegAudioPacketiser()));
            case Ac3Config ac3 -> ac3(ac3);
            case OpaqueConfig opaque -> g711(opaque);
            default -> Optional.empty();
        };
    }

    /// Whether packets of the other one can be read by who was told of this one. Parameter sets of
    /// pictures come with the pictures.
    public boolean covers(OutgoingFormat other) {
        return payloadType == other.payloadType
                && encoding.equals(other.encoding)
                && (kind == TrackKind.VIDEO || parameters.equals(other.parameters));
    }

    private static OutgoingFormat h264(H264Config config) {
        byte[] record = config.record();
        String profile = HexFormat.of().formatHex(Arrays.copyOfRange(record, 1, 4));
        List<byte[]> sets = Stream.of(config.sps(), config.pps()).flatMap(List::stream).toList();
        String parameters =
                "packetization-mode=1;profile-level-id=%s".formatted(profile)
                        + (sets.isEmpty() ? "" : ";sprop-parameter-sets=" + base64(sets));
        return video(
                "H264",
                parameters,
                new NalPacketiser(NalSyntax.H264, config.nalLengthSize(), sets));
    }

    private static OutgoingFormat hevc(HevcConfig config) {
        var parameters = new StringBuilder();
        addSets(parameters, "sprop-vps", HevcNalu.VPS, config);
        addSets(parameters, "sprop-sps", HevcNalu.SPS, config);
        addSets(parameters, "sprop-pps", HevcNalu.PPS, config);
        return video(
                "H265",
                parameters.toString(),
                new NalPacketiser(NalSyntax.HEVC, config.nalLengthSize(), config.prologue()));
    }

    private static void addSets(StringBuilder to, String name, int type, HevcConfig config) {
        List<byte[]> sets =
                config.nalUnits().stream().filter(unit -> HevcNalu.type(unit[0]) == type).toList();
        if (!sets.isEmpty()) {
            to.append(to.isEmpty() ? "" : ";").append(name).append('=').append(base64(sets));
        }
    }

    private static String base64(List<byte[]> sets) {
        return sets.stream()
                .map(Base64.getEncoder()::encodeToString)
                .collect(Collectors.joining(","));
    }

    private static OutgoingFormat video(String name, String parameters, Packetiser packetiser) {
        return new OutgoingFormat(
                TrackKind.VIDEO,
                VIDEO_TYPE,
                name + "/" + VIDEO_RATE_HZ,
                VIDEO_RATE_HZ,
                parameters,
                packetiser);
    }

    private static OutgoingFormat aac(AacConfig config) {
        String parameters = AacPacketiser.PARAMETERS + HexFormat.of().formatHex(config.record());
        int channels = Math.max(1, config.channels());
        return audio(
                        AUDIO_TYPE,
                        "MPEG4-GENERIC",
                        config.sampleRate(),
                        channels,
                        new AacPacketiser())
                .with(parameters);
    }

    /// More channels than two have no name in RTP. RFC 7587, 7: it always says two.
    private static Optional<OutgoingFormat> opus(OpusConfig config) {
        if (config.mappingFamily() != 0) {
            return Optional.empty();
        }
        OutgoingFormat format =
                audio(AUDIO_TYPE, "opus", config.sampleRate(), 2, new WholePacketiser());
        return Optional.of(config.channels() == 2 ? format.with("sprop-stereo=1") : format);
    }

    private static Optional<OutgoingFormat> ac3(Ac3Config config) {
        return config.enhanced()
                ? Optional.empty()
                : Optional.of(
                        audio(
                                AUDIO_TYPE,
                                "AC3",
                                config.sampleRate(),
                                config.channels(),
                                new Ac3Packetiser()));
    }

    private static Optional<OutgoingFormat> g711(OpaqueConfig config) {
        boolean isALaw = config.flvCodecId() == FLV_A_LAW;
        boolean isMuLaw = config.flvCodecId() == FLV_MU_LAW;
        if (config.kind() != TrackKind.AUDIO || !(isALaw || isMuLaw)) {
            return Optional.empty();
        }
        int channels = 1 + (config.flvSoundBits() & 1);
        int usual = isALaw ? PCMA_TYPE : PCMU_TYPE;
        return Optional.of(
                audio(
                        channels == 1 ? usual : AUDIO_TYPE,
                        isALaw ? "PCMA" : "PCMU",
                        G711_RATE_HZ,
                        channels,
                        new SamplesPacketiser(channels)));
    }

    private static OutgoingFormat audio(
            int payloadType, String name, int rateHz, int channels, Packetiser packetiser) {
        String encoding = "%s/%d%s".formatted(name, rateHz, channels == 1 ? "" : "/" + channels);
        return new OutgoingFormat(TrackKind.AUDIO, payloadType, encoding, rateHz, "", packetiser);
    }

    private OutgoingFormat with(String newParameters) {
        return new OutgoingFormat(
                kind, payloadType, encoding, clockRateHz, newParameters, packetiser);
    }
}
