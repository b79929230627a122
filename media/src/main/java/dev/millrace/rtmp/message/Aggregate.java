package dev.millrace.rtmp.message;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.chunk.MessageCollector;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.RtmpLimit;
import java.nio.ByteBuffer;

/// Takes an aggregate message apart. RTMP 1.0, section 7.1.6.
///
/// ```
///   one part, laid out like an FLV tag; parts follow each other to the end of the message
///   +------+--------+-----------+--------------+-----------+-- - - --+-------------+
///   | type | length | timeMs 24 | timeMs 24-31 | stream id |  body   | back length |
///   |  8   |   24   | low bits  |      8       |    24     |         |     32      |
///   +------+--------+-----------+--------------+-----------+-- - - --+-------------+
/// ```
public final class Aggregate {
    private static final int PART_HEADER_BYTES = 11;
    private static final int BACK_LENGTH_BYTES = 4;

    private Aggregate() {}

    /// Gives every part to `out`, as a message of the aggregate's stream. The times of the parts
    /// count from the first one, whose time is that of the aggregate.
    public static void unpack(
            MessageHeader aggregate, ByteBuffer body, MessageCollector.Handler out)
            throws ProtocolException {
        ByteReader in = ByteReader.of(body);
        int firstMs = 0;
        for (int count = 1; in.remaining() >= PART_HEADER_BYTES; count++) {
            RtmpLimit.AGGREGATE_MESSAGES.check(count);
            int type = in.u8();
            int lengthBytes = in.u24();
            int timeMs = in.u24() | in.u8() << 24;
            in.skip(3);
            if (count == 1) {
                firstMs = timeMs;
            }
            int at = body.limit() - in.remaining();
            in.skip(lengthBytes);
            in.skip(Math.min(BACK_LENGTH_BYTES, in.remaining()));
            int timestampMs = aggregate.timestampMs() + timeMs - firstMs;
            out.handle(
                    new MessageHeader(type, timestampMs, lengthBytes, aggregate.streamId()),
                    body.slice(at, lengthBytes));
        }
    }
}
