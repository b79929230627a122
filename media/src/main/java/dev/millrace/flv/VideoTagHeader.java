package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;

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
/// @param codecId 4 bits; 7 is H.264
/// @param packetType with H.264 [#SEQUENCE_HEADER], [#NALUS] or [#END_OF_SEQUENCE], else [#NALUS]
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

    public static final int SEQUENCE_HEADER = 0;
    public static final int NALUS = 1;
    public static final int END_OF_SEQUENCE = 2;

    /// How many bytes the header has that begins with this one: 5 or 1. What is behind them is
    /// payload.
    public static int lengthBytes(int firstByte) {
        if (EnhancedTagHeader.isVideo(firstByte)) {
            return EnhancedTagHeader.LENGTH_BYTES;
        }
        return (firstByte & 15) == H264 ? 5 : 1;
    }

    /// Reads [#lengthBytes] bytes.
    ///
    /// @throws Unsupported if it is an enhanced header
    public static VideoTagHeader decode(ByteReader in) throws ProtocolException {
        if (EnhancedTagHeader.isVideo(in.peekU8())) {
            throw new Unsupported("enhanced RTMP video " + EnhancedTagHeader.fourCc(in));
        }
        int first = in.u8();
        int codecId = first & 15;
        if (codecId != H264) {
            return new VideoTagHeader(first >> 4, codecId, NALUS, 0);
        }
        return new VideoTagHeader(first >> 4, codecId, in.u8(), in.s24());
    }

    public void encode(ByteWriter out) {
        out.u8(frameType << 4 | codecId);
        if (codecId == H264) {
            out.u8(packetType).u24(ctsMs);
        }
    }

    /// Whether decoding can start here.
    public boolean isKey() {
        return frameType == KEY || frameType == GENERATED_KEY;
    }
}
