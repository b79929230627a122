package dev.millrace.ts;

/// The header of a packetized elementary stream's packet, which here is one or more whole frames.
/// Section 2.4.3.6.
///
/// ```
///  0          3    4        6        7                  8        9         14        19
///  +----------+----+--------+--------+------------------+--------+---------+---------+---~~---+
///  | 00 00 01 | id | length | 10 …   | which timestamps | length | PTS     | DTS     | frames |
///  +----------+----+--------+--------+------------------+--------+---------+---------+---~~---+
/// ```
///
/// The first length counts everything behind itself, the second what is left of the header.
final class PesHeader {
    /// Where the first length ends.
    static final int LENGTH_END = 6;

    /// Where the second length ends.
    static final int FIXED_BYTES = 9;

    static final int TIMESTAMP_BYTES = 5;

    /// A header with both timestamps.
    static final int BYTES_MAX = FIXED_BYTES + 2 * TIMESTAMP_BYTES;

    static final int VIDEO_ID = 0xE0;
    static final int AUDIO_ID = 0xC0;

    /// `private_stream_1`: audio whose codec MPEG has no place for.
    static final int PRIVATE_ID = 0xBD;

    // Which timestamps there are, in the flags, and in front of each.
    static final int PTS_ONLY = 2;
    static final int PTS_AND_DTS = 3;
    static final int DTS_OF_TWO = 1;

    /// The marker `10`, and that the packet begins with a frame.
    private static final int ALIGNED = 0x84;

    private PesHeader() {}

    /// Writes the header of a packet and returns its size.
    ///
    /// @param payloadBytes what follows; a video packet too long for 16 bits says 0, which means
    ///   that it ends where the next begins
    static int put(byte[] bytes, int id, long pts, long dts, int payloadBytes) {
        boolean both = pts != dts;
        int timestampBytes = both ? 2 * TIMESTAMP_BYTES : TIMESTAMP_BYTES;
        int lengthBytes = FIXED_BYTES - LENGTH_END + timestampBytes + payloadBytes;
        int said = lengthBytes > 0xFFFF ? 0 : lengthBytes;
        bytes[0] = 0;
        bytes[1] = 0;
        bytes[2] = 1;
        bytes[3] = (byte) id;
        bytes[4] = (byte) (said >>> 8);
        bytes[5] = (byte) said;
        bytes[6] = (byte) ALIGNED;
        bytes[7] = (byte) ((both ? PTS_AND_DTS : PTS_ONLY) << 6);
        bytes[8] = (byte) timestampBytes;
        TsClock.putTimestamp(bytes, FIXED_BYTES, both ? PTS_AND_DTS : PTS_ONLY, pts);
        if (both) {
            TsClock.putTimestamp(bytes, FIXED_BYTES + TIMESTAMP_BYTES, DTS_OF_TWO, dts);
        }
        return FIXED_BYTES + timestampBytes;
    }
}
