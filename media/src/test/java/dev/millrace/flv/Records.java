package dev.millrace.flv;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.Vp9Config;
import dev.millrace.testkit.Hex;

/// A small configuration record of each codec that enhanced RTMP has brought.
final class Records {
    static final String HVCC =
            "01 01 60000000 900000000000 1E F000 FC FD F8 F8 0000 0F 00"; // no parameter sets

    static final String AV1C = "81 00 0C 00 0A0A00000003B4FD900BE001";
    static final String VPCC = "01000000 00 0A 82 02 02 02 0000";
    static final String OPUS_HEAD = "4F70757348656164 01 02 3801 80BB0000 0000 00";

    /// 48 kHz, stereo, 16 bits.
    static final String STREAMINFO =
            "1200 1200 000000 000000 0BB802F0 00000000 00000000000000000000000000000000";

    private Records() {}

    private interface Parser {
        Codec parse(byte[] record) throws ProtocolException;
    }

    static Codec hevc() {
        return parse(HVCC, HevcConfig::parse);
    }

    static Codec av1() {
        return parse(AV1C, Av1Config::parse);
    }

    static Codec vp9() {
        return parse(VPCC, Vp9Config::parse);
    }

    static Codec opus() {
        return parse(OPUS_HEAD, OpusConfig::parse);
    }

    static Codec flac() {
        return parse("664C6143 80000022" + STREAMINFO, FlacConfig::parse);
    }

    private static Codec parse(String record, Parser parser) {
        try {
            return parser.parse(Hex.bytes(record));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }
}
