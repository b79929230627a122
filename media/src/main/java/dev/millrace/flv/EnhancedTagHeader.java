package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.charset.StandardCharsets;

/// The other header a tag body can begin with, which names the codec by four characters. Enhanced
/// RTMP, "ExVideoTagHeader" and "ExAudioTagHeader".
///
/// ```
///         0   1            4             8                        40
///  video  +---+------------+-------------+------------------------+
///         | 1 | frame type | packet type | FourCC                 |
///         +---+------------+-------------+------------------------+
///  audio  | 9 (4 bits)     | packet type | FourCC                 |
///         +----------------+-------------+------------------------+
/// ```
final class EnhancedTagHeader {
    /// What must be there before the codec can be named.
    static final int LENGTH_BYTES = 5;

    private static final int AUDIO_FORMAT = 9;

    private EnhancedTagHeader() {}

    static boolean isVideo(int firstByte) {
        return (firstByte & 0x80) != 0;
    }

    static boolean isAudio(int firstByte) {
        return (firstByte & 0xFF) >> 4 == AUDIO_FORMAT;
    }

    /// The four characters, made fit for a log line.
    static String fourCc(ByteReader in) throws Malformed {
        in.skip(1);
        String name = new String(in.bytes(4), StandardCharsets.US_ASCII);
        return name.replaceAll("[^A-Za-z0-9.-]", "?");
    }
}
