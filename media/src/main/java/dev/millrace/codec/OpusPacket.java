package dev.millrace.codec;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// What the first bytes of an Opus packet say. RFC 6716, 3.1 and 3.2.
///
/// ```
///  0        5        6       8         2        8
///  +--------+--------+-------+  +------+--------+
///  | config | stereo | code  |  | …    | frames |   the second byte only behind code 3
///  +--------+--------+-------+  +------+--------+
/// ```
public final class OpusPacket {
    /// At 48 kHz; 120 ms. RFC 6716, 3.2.5, R5.
    private static final int SAMPLES_MAX = 5760;

    /// Samples at 48 kHz of a frame, by the low bits of `config`. RFC 6716, table 2.
    private static final int[] SILK = {480, 960, 1920, 2880};

    private static final int[] HYBRID = {480, 960};
    private static final int[] CELT = {120, 240, 480, 960};

    private static final int HYBRID_FIRST = 12;
    private static final int CELT_FIRST = 16;

    private OpusPacket() {}

    /// How long a packet sounds, in samples at 48 kHz.
    public static int samples(ByteReader packet) throws Malformed {
        int first = packet.u8();
        int frames =
                switch (first & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> packet.u8() & 0x3F;
                };
        int samples = frames * frameSamples(first >> 3);
        if (samples == 0 || samples > SAMPLES_MAX) {
            throw new Malformed("Opus packet of %d samples".formatted(samples));
        }
        return samples;
    }

    private static int frameSamples(int config) {
        if (config < HYBRID_FIRST) {
            return SILK[config & 3];
        }
        return config < CELT_FIRST ? HYBRID[config & 1] : CELT[config & 3];
    }
}
