package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;

/// The first bytes of a video tag's body. FLV 10.1, annex E.4.3.1.
///
/// ```
///  0            4          8                     16                  40
///  +------------+----------+---------------------+-------------------+
///  | frame type | codec id | AVC: packet type    | composition ms,   |
///  |            |          |                     | signed            |
///  +------------+----------+---------------------+-------------------+
/// ```
///
/// @param frameType [#KEY], [#INTER], [#DISPOSABLE], [#GENERATED_KEY] or [#INFO]
/// @param codecId 4 bits; 7 is H.264, 12 is HEVC as players in China have it
/// @param packetType with H.264 and HEVC [#SEQUENCE_HEADER], [#NALUS] or [#END_OF_SEQUENCE], else
///   [#NALUS]
/// @param ctsMs presentation minus decoding time, -2^23 to 2^23 - 1; 0 for other codecs
public record VideoTagHeader(int frameType, int codecId, int packetType, int ctsMs) {
    public static final int KEY = 1;
    public static final int INTER = 2;
    public static final int DISPOSABLE = 3;

    /// A key frame that a server made for a seek.
    public static final int GENERATED_KEY = 4;

    /// No picture, but a word to the player about a seek.
    public static final int INFO = 5;

    public static final int H264 = 7;

    /// In no specification; laid out as H.264, with an hvcC as the sequence header.
    public static final int HEVC = 12;

    public static final int SEQUENCE_HEADER = 0;
    public static final int NALUS = 1;
    public static final int END_OF_SEQUENCE = 2;

    /// Whether pictures of this codec say what they are, and when to show them.
    static boolean hasPacketType(int codecId) {
        return codecId == H264 || codecId == HEVC;
    }

    /// How many bytes the header has that begins with this one: 5 or 1. What is behind them is
    /// payload.
    public static int lengthBytes(int firstByte) {
        return hasPacketType(firstByte & 15) ? 5 : 1;
    }

    /// Reads [#lengthBytes] bytes.
    public static VideoTagHeader decode(ByteReader in) throws Malformed {
        int first = in.u8();
        int codecId = first & 15;
        if (!hasPacketType(codecId)) {
            return new VideoTagHeader(first >> 4, codecId, NALUS, 0);
        }
        return new VideoTagHeader(first >> 4, codecId, in.u8(), in.s24());
    }

    public void encode(ByteWriter out) {
        out.u8(frameType << 4 | codecId);
        if (hasPacketType(codecId)) {
            out.u8(packetType).u24(ctsMs);
        }
    }

    /// Whether decoding can start here.
    public boolean isKey() {
        return isKey(frameType);
    }

    static boolean isKey(int frameType) {
        return frameType == KEY || frameType == GENERATED_KEY;
    }
}
