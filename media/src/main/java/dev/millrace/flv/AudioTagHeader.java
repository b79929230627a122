package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;

/// The first bytes of an audio tag's body. FLV 10.1, annex E.4.2.1.
///
/// ```
///  0        4           6         7        8                   16
///  +--------+-----------+---------+--------+-------------------+
///  | format | rate code | 16 bits | stereo | AAC: packet type  |
///  +--------+-----------+---------+--------+-------------------+
/// ```
///
/// @param format 4 bits; 2 is MP3, 10 is AAC
/// @param rateCode 0 to 3 for 5.5, 11, 22 and 44.1 kHz, which is as near as it gets; always 3 for
///   AAC
/// @param wide samples of 16 bits, not 8; always true for compressed formats
/// @param stereo always true for AAC, whatever it carries
/// @param packetType with AAC [#SEQUENCE_HEADER] or [#RAW], else [#RAW]
public record AudioTagHeader(
        int format, int rateCode, boolean wide, boolean stereo, int packetType) {
    public static final int MP3 = 2;
    public static final int AAC = 10;
    public static final int MP3_8_KHZ = 14;

    public static final int SEQUENCE_HEADER = 0;
    public static final int RAW = 1;

    /// How many bytes the header has that begins with this one: 2 or 1. What is behind them is
    /// payload.
    public static int lengthBytes(int firstByte) {
        return (firstByte & 0xFF) >> 4 == AAC ? 2 : 1;
    }

    /// Reads [#lengthBytes] bytes.
    public static AudioTagHeader decode(ByteReader in) throws Malformed {
        int first = in.u8();
        int packetType = first >> 4 == AAC ? in.u8() : RAW;
        return ofBits(first >> 4, first & 15, packetType);
    }

    public void encode(ByteWriter out) {
        out.u8(format << 4 | soundBits());
        if (format == AAC) {
            out.u8(packetType);
        }
    }

    /// A header from a format and the four bits behind it.
    static AudioTagHeader ofBits(int format, int soundBits, int packetType) {
        return new AudioTagHeader(
                format, soundBits >> 2, (soundBits & 2) != 0, (soundBits & 1) != 0, packetType);
    }

    /// Rate, width and channels as the four bits they are in the tag.
    int soundBits() {
        return rateCode << 2 | (wide ? 2 : 0) | (stereo ? 1 : 0);
    }

    /// The rate that stands for the rate code, in Hz.
    public int sampleRate() {
        if (format == MP3_8_KHZ) {
            return 8_000;
        }
        return switch (rateCode) {
            case 0 -> 5_512;
            case 1 -> 11_025;
            case 2 -> 22_050;
            default -> 44_100;
        };
    }

    public int channels() {
        return stereo ? 2 : 1;
    }
}
