package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.BytesOut;

/// Writes chunk headers, and whole messages cut into chunks. RTMP 1.0, section 5.3.1.
///
/// ```
///  basic header (1, 2 or 3 bytes)    message header (11, 7, 3 or 0)             extended time
///  +-----+---------+..............+  +--------+--------+------+----------+  +..................+
///  | fmt | id 2-63 | id, 8 or 16  |  | timeMs | length | type | streamId |  | timeMs, 32 bits  |
///  |  2  |    6    | bits, when   |  |   24   |   24   |   8  | 32, LE   |  | when timeMs does |
///  |     |         | id > 63      |  |        |        |      | fmt 0    |  | not fit in 24    |
///  +-----+---------+..............+  +--------+--------+------+----------+  +..................+
/// ```
///
/// Chunk stream ids run from 2 to 65599.
public final class ChunkWriter {
    /// The longest header: three bytes of id, eleven of message header, four of extended time.
    public static final int HEADER_BYTES_MAX = 18;

    /// What stands in the 24 bits when the time is in the extended field.
    static final int EXTENDED = 0xFF_FFFF;

    private ChunkWriter() {}

    /// The header that starts a message and refers to nothing before it.
    public static void fmt0(BytesOut out, int chunkStreamId, MessageHeader header) {
        byte[] bytes = new byte[HEADER_BYTES_MAX];
        int at = basic(bytes, 0, chunkStreamId);
        at = timed(bytes, at, header.timestampMs(), header);
        at = u32(bytes, at, Integer.reverseBytes(header.streamId()));
        out.put(bytes, 0, extended(bytes, at, header.timestampMs()));
    }

    /// The header that starts a message `deltaMs` after the last one on this chunk stream, and in
    /// the same message stream.
    public static void fmt1(
            BytesOut out, int chunkStreamId, int deltaMs, int lengthBytes, int type) {
        byte[] bytes = new byte[HEADER_BYTES_MAX];
        var header = new MessageHeader(type, deltaMs, lengthBytes, 0);
        int at = timed(bytes, basic(bytes, 1, chunkStreamId), deltaMs, header);
        out.put(bytes, 0, extended(bytes, at, deltaMs));
    }

    /// The header of every further chunk of a message.
    ///
    /// @param timeMs the time in the message's first header: its timestamp after [#fmt0], its delta
    ///   after [#fmt1]. It is repeated when it needs the extended field
    public static void fmt3(BytesOut out, int chunkStreamId, int timeMs) {
        byte[] bytes = new byte[HEADER_BYTES_MAX];
        out.put(bytes, 0, extended(bytes, basic(bytes, 3, chunkStreamId), timeMs));
    }

    /// A whole message: [#fmt0], then `header.lengthBytes()` bytes of `body`, cut at `chunkBytes`.
    public static void message(
            BytesOut out, int chunkStreamId, MessageHeader header, byte[] body, int chunkBytes) {
        fmt0(out, chunkStreamId, header);
        int length = header.lengthBytes();
        for (int at = 0; at < length; at += chunkBytes) {
            if (at > 0) {
                fmt3(out, chunkStreamId, header.timestampMs());
            }
            out.put(body, at, Math.min(chunkBytes, length - at));
        }
    }

    private static int basic(byte[] bytes, int fmt, int chunkStreamId) {
        if (chunkStreamId < 64) {
            bytes[0] = (byte) (fmt << 6 | chunkStreamId);
            return 1;
        }
        int rest = chunkStreamId - 64;
        if (rest < 256) {
            bytes[0] = (byte) (fmt << 6);
            bytes[1] = (byte) rest;
            return 2;
        }
        bytes[0] = (byte) (fmt << 6 | 1);
        bytes[1] = (byte) rest; // the third byte counts 256s, unlike any other number in RTMP
        bytes[2] = (byte) (rest >> 8);
        return 3;
    }

    private static int timed(byte[] bytes, int at, int timeMs, MessageHeader header) {
        int next = u24(bytes, at, isExtended(timeMs) ? EXTENDED : timeMs);
        next = u24(bytes, next, header.lengthBytes());
        bytes[next] = (byte) header.type();
        return next + 1;
    }

    private static int extended(byte[] bytes, int at, int timeMs) {
        return isExtended(timeMs) ? u32(bytes, at, timeMs) : at;
    }

    private static boolean isExtended(int timeMs) {
        return Integer.compareUnsigned(timeMs, EXTENDED) >= 0;
    }

    private static int u24(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 16);
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) value;
        return at + 3;
    }

    private static int u32(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        return u24(bytes, at + 1, value);
    }
}
