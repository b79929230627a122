package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// The first bytes of every AC-3 or E-AC-3 frame. ATSC A/52, 5.3 and annex E.1.2.
///
/// ```
///  AC-3    | sync 0B77 | crc 16 | rate 2, size code 6        | bsid 5 | bsmod 3, acmod 3 …
///  E-AC-3  | sync 0B77 | type 2, substream 3, words - 1: 11   | rate 2, blocks 2, acmod 3, …
/// ```
///
/// @param enhanced E-AC-3
/// @param dependent of E-AC-3, a frame that adds channels to the one before it
/// @param mode `acmod`, 0 to 7
/// @param samples per channel in this frame
/// @param frameBytes the whole frame with this header
public record Ac3Header(
        boolean enhanced,
        boolean dependent,
        int sampleRate,
        int mode,
        boolean lowFrequency,
        int samples,
        int frameBytes) {
    /// All that [#parse] reads.
    public static final int LENGTH_BYTES = 8;

    private static final int SYNC = 0x0B77;
    private static final int BSID_BIT = 40;
    private static final int AC3_BSID_MAX = 10;
    private static final int EAC3_BSID_MAX = 16;
    private static final int SAMPLES_PER_BLOCK = 256;
    private static final int DEPENDENT = 1;
    private static final int RESERVED = 3;

    private static final int[] RATES = {48_000, 44_100, 32_000};

    /// kbit/s by half of the size code. A/52, table 5.18.
    private static final int[] BIT_RATES = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };

    private static final int[] BLOCKS = {1, 2, 3, 6};

    public static Ac3Header parse(ByteReader source) throws Malformed {
        byte[] bytes = source.bytes(LENGTH_BYTES);
        var in = new BitReader(bytes);
        if (in.bits(16) != SYNC) {
            throw new Malformed("no AC-3 sync word");
        }
        var probe = new BitReader(bytes);
        probe.skip(BSID_BIT);
        int bsid = probe.bits(5);
        if (bsid > EAC3_BSID_MAX) {
            throw new Malformed("AC-3 bit stream of version %d".formatted(bsid));
        }
        return bsid <= AC3_BSID_MAX ? ac3(in, bsid) : eac3(in);
    }

    public Ac3Config config() {
        return new Ac3Config(enhanced, sampleRate, mode, lowFrequency);
    }

    private static Ac3Header ac3(BitReader in, int bsid) throws Malformed {
        in.skip(16); // crc1
        int rateCode = in.bits(2);
        int sizeCode = in.bits(6);
        if (rateCode == RESERVED || sizeCode >= 2 * BIT_RATES.length) {
            throw new Malformed("AC-3 frame of rate %d, size %d".formatted(rateCode, sizeCode));
        }
        in.skip(5 + 3); // bsid, bsmod
        int mode = in.bits(3);
        in.skip(mode != 1 && (mode & 1) == 1 ? 2 : 0); // cmixlev
        in.skip((mode & 4) != 0 ? 2 : 0); // surmixlev
        in.skip(mode == 2 ? 2 : 0); // dsurmod
        boolean lowFrequency = in.flag();
        int rate = RATES[rateCode];
        int words = 96_000 * BIT_RATES[sizeCode / 2] / rate;
        if (rate == 44_100) {
            words += sizeCode & 1; // of 44.1 kHz, frames differ by a word to keep the rate
        }
        int halvings = Math.max(0, bsid - 8); // bsid 9 and 10: the same at lower rates
        return new Ac3Header(
                false,
                false,
                rate >> halvings,
                mode,
                lowFrequency,
                6 * SAMPLES_PER_BLOCK,
                words * 2);
    }

    private static Ac3Header eac3(BitReader in) throws Malformed {
        int type = in.bits(2);
        in.skip(3); // substreamid
        int frameBytes = (in.bits(11) + 1) * 2;
        int rateCode = in.bits(2);
        int second = in.bits(2); // of the reserved rate it is a rate, else a number of blocks
        if (type == RESERVED || (rateCode == RESERVED && second == RESERVED)) {
            throw new Malformed("E-AC-3 frame of type %d, rate %d".formatted(type, rateCode));
        }
        boolean half = rateCode == RESERVED;
        int sampleRate = half ? RATES[second] / 2 : RATES[rateCode];
        int blocks = half ? 6 : BLOCKS[second];
        int mode = in.bits(3);
        return new Ac3Header(
                true,
                type == DEPENDENT,
                sampleRate,
                mode,
                in.flag(),
                blocks * SAMPLES_PER_BLOCK,
                frameBytes);
    }
}
