package dev.millrace.codec;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// The four bytes in front of every MPEG audio frame. ISO/IEC 11172-3, 2.4.1.3; 13818-3, 2.4.1.3.
///
/// ```
///  0           11        13      15    16        20     22    23    24      26
///  +-----------+---------+-------+-----+---------+------+-----+-----+-------+----------------+
///  | sync 7FF  | version | layer | CRC | bitrate | rate | pad | prv | mode  | ext, © , emph. |
///  +-----------+---------+-------+-----+---------+------+-----+-----+-------+----------------+
/// ```
///
/// @param layer 1 to 3
/// @param sampleRate in Hz
/// @param channels 1 or 2
/// @param samples per channel in this frame
/// @param frameBytes the whole frame with this header; 0 when the encoder chose a bit rate that the
///   header cannot name ("free format")
public record Mp3Header(int layer, int sampleRate, int channels, int samples, int frameBytes) {
    /// Size of the header, and all that [#parse] reads.
    public static final int LENGTH_BYTES = 4;

    private static final int MPEG_1 = 3;
    private static final int MPEG_2 = 2;
    private static final int RESERVED_VERSION = 1;

    private static final int[] MPEG_1_RATES = {44_100, 48_000, 32_000};

    /// kbit/s by bit rate index, from index 1; index 0 is "free format", 15 is forbidden.
    private static final int[] MPEG_1_LAYER_1 = {
        32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448
    };

    private static final int[] MPEG_1_LAYER_2 = {
        32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384
    };
    private static final int[] MPEG_1_LAYER_3 = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
    };
    private static final int[] MPEG_2_LAYER_1 = {
        32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256
    };
    private static final int[] MPEG_2_LAYER_2_3 = {
        8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
    };

    public static Mp3Header parse(ByteReader in) throws Malformed {
        int bits = in.i32();
        int version = bits >>> 19 & 3;
        int layer = 4 - (bits >>> 17 & 3);
        int bitRateIndex = bits >>> 12 & 15;
        int rateIndex = bits >>> 10 & 3;
        boolean reserved = version == RESERVED_VERSION || layer == 4;
        if (bits >>> 21 != 0x7FF || reserved || bitRateIndex == 15 || rateIndex == 3) {
            throw new Malformed("%08X is no MPEG audio frame header".formatted(bits));
        }
        int sampleRate =
                MPEG_1_RATES[rateIndex] >> (version == MPEG_1 ? 0 : version == MPEG_2 ? 1 : 2);
        int channels = (bits >>> 6 & 3) == 3 ? 1 : 2;
        int samples = samples(version, layer);
        int padding = bits >>> 9 & 1;
        int frameBytes = 0;
        if (bitRateIndex > 0) {
            int bitRate = 1_000 * bitRates(version, layer)[bitRateIndex - 1];
            frameBytes =
                    layer == 1
                            ? (12 * bitRate / sampleRate + padding) * 4
                            : samples / 8 * bitRate / sampleRate + padding;
        }
        return new Mp3Header(layer, sampleRate, channels, samples, frameBytes);
    }

    public Mp3Config config() {
        return new Mp3Config(sampleRate, channels);
    }

    private static int samples(int version, int layer) {
        return switch (layer) {
            case 1 -> 384;
            case 2 -> 1152;
            default -> version == MPEG_1 ? 1152 : 576;
        };
    }

    private static int[] bitRates(int version, int layer) {
        if (version != MPEG_1) {
            return layer == 1 ? MPEG_2_LAYER_1 : MPEG_2_LAYER_2_3;
        }
        return switch (layer) {
            case 1 -> MPEG_1_LAYER_1;
            case 2 -> MPEG_1_LAYER_2;
            default -> MPEG_1_LAYER_3;
        };
    }
}
