package dev.millrace.rtsp.payload;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.AacConfig;

/// The `StreamMuxConfig` of LATM, as far as cameras use it: one program with one layer. ISO/IEC
/// 14496-3, 1.7.3.
///
/// ```
///  0         1             2           8         12        15
///  +---------+-------------+-----------+---------+---------+---------------------+--------------
///  | version | same timing | subframes | program | layers  | AudioSpecificConfig | frame length …
///  | 0       | 1           | less 1    | 0       | 0       |                     | type 0
///  +---------+-------------+-----------+---------+---------+---------------------+--------------
/// ```
///
/// @param subframes how many frames are in each element, 1 to 64
record LatmConfig(AacConfig codec, int subframes) {
    private static final int HEAD_BITS = 15;
    private static final int RATE_ESCAPE = 15;
    private static final int TYPE_ESCAPE = 31;

    static LatmConfig parse(byte[] muxConfig) throws ProtocolException {
        var in = new BitReader(muxConfig);
        int version = in.bits(1);
        boolean sameTiming = in.flag();
        int subframes = in.bits(6) + 1;
        int programs = in.bits(4) + 1;
        int layers = in.bits(3) + 1;
        if (version != 0 || !sameTiming || programs > 1 || layers > 1) {
            throw new Unsupported(
                    "LATM of version %d with %d programs of %d layers"
                            .formatted(version, programs, layers));
        }
        return new LatmConfig(AacConfig.parse(specific(muxConfig)), subframes);
    }

    /// The AudioSpecificConfig, which does not say how long it is: exactly that of the kinds whose
    /// length is known, else everything to the end.
    private static byte[] specific(byte[] muxConfig) throws ProtocolException {
        int bits = knownBits(reader(muxConfig));
        BitReader in = reader(muxConfig);
        var out = new ByteWriter(16);
        var writer = new BitWriter(out);
        for (int left = Math.min(bits, in.remainingBits()); left > 0; left--) {
            writer.flag(in.flag());
        }
        writer.align();
        return out.toByteArray();
    }

    private static BitReader reader(byte[] muxConfig) throws ProtocolException {
        var in = new BitReader(muxConfig);
        in.skip(HEAD_BITS);
        return in;
    }

    /// How long it is if it is AAC with a usual arrangement of channels. ISO/IEC 14496-3, 1.6.2.1
    /// and 4.4.1.
    private static int knownBits(BitReader in) throws ProtocolException {
        int before = in.remainingBits();
        int type = in.bits(5);
        skipRate(in);
        boolean hasProgram = in.bits(4) == 0;
        if (type == AacConfig.SBR || type == AacConfig.PS) {
            skipRate(in);
            type = in.bits(5);
        }
        if (type == TYPE_ESCAPE || type > AacConfig.LTP || hasProgram) {
            return Integer.MAX_VALUE;
        }
        in.skip(1); // frameLengthFlag
        in.skip(in.flag() ? 14 : 0); // dependsOnCoreCoder, coreCoderDelay
        in.skip(1); // extensionFlag
        return before - in.remainingBits();
    }

    private static void skipRate(BitReader in) throws ProtocolException {
        in.skip(in.bits(4) == RATE_ESCAPE ? 24 : 0);
    }
}
