package dev.millrace.testing;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.Vp9Config;
import dev.millrace.media.TrackKind;
import java.util.HexFormat;
import java.util.List;

/// Configurations of all codecs, as x265, SVT-AV1, libvpx and others wrote them through FFmpeg.
public final class SampleCodecs {
    /// Main 10 with the colours of HDR, 1920 by 1080 at 50 frames per second.
    public static final HevcConfig HEVC =
            of(
                    HevcConfig::parse,
                    """
                    01 02200000009000000000007B F000FCFDFAFA00000F 03
                    20 0001 0018 40010C01FFFF02200000030090000003000003007B959409
                    21 0001 0030 42010102200000030090000003000003007BA003C0801107CAD9
                                 65654A4C2F016A122012080000030008000003019040
                    22 0001 0006 4401C073C189
                    """);

    /// Main in 10 bits with the colours of HLG, 320 by 240.
    public static final Av1Config AV1 =
            of(Av1Config::parse, "81004C00 0A0E000000043CFFBC02F85091209040");

    public static final Vp9Config VP9 = of(Vp9Config::parse, "0015 82 010101 0000");

    /// 5.1.
    public static final OpusConfig OPUS =
            of(
                    OpusConfig::parse,
                    "4F70757348656164 01 06 3801 80BB0000 0000 01 04 02 000401020305");

    /// Stereo.
    public static final FlacConfig FLAC =
            of(
                    FlacConfig::parse,
                    """
                    664C6143 00000022 1200 1200 000015 000517 0BB802F0 00005DC0
                    A2FC3617BC0E6C99E035CBE06FB4E52A
                    """);

    /// 5.1 at 44.1 kHz.
    public static final Ac3Config AC3 = of(Ac3Config::parse, "0B770DCE5E40EBF8");

    /// Stereo.
    public static final Ac3Config EAC3 = of(Ac3Config::parse, "0B77017F3487C000");

    public static final List<Codec> VIDEO =
            List.of(HEVC, AV1, VP9, new OpaqueConfig(TrackKind.VIDEO, 2, "Sorenson"));

    public static final List<Codec> AUDIO =
            List.of(
                    OPUS,
                    FLAC,
                    AC3,
                    EAC3,
                    AacConfig.of(44_100, 6),
                    new Mp3Config(44_100, 2),
                    new OpaqueConfig(TrackKind.AUDIO, 11, "Speex"));

    private SampleCodecs() {}

    private interface Parser<C> {
        C parse(byte[] record) throws ProtocolException;
    }

    private static <C> C of(Parser<C> parser, String hex) {
        try {
            return parser.parse(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
