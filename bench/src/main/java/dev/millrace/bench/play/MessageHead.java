package dev.millrace.bench.play;

import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testcard.ClockMarker;
import java.nio.ByteBuffer;

/// What is kept of a message: what its header said, and its first bytes. Written over by the next
/// one.
///
/// Types are those of RTMP, which FLV shares.
final class MessageHead {
    /// Commands are read whole; what does not fit is none that a player must understand.
    private static final int COMMAND_BYTES = 4 << 10;

    private int type;
    private int timestampMs;
    private int lengthBytes;
    private int receivedBytes;
    private byte[] first = new byte[ClockMarker.SEARCH_BYTES_MAX];

    void begin(int newType, int newTimestampMs, int newLengthBytes) {
        type = newType;
        timestampMs = newTimestampMs;
        lengthBytes = newLengthBytes;
        receivedBytes = 0;
        boolean isCommand = type == MessageType.COMMAND || type == MessageType.COMMAND_AMF3;
        if (isCommand && first.length < COMMAND_BYTES) {
            first = new byte[COMMAND_BYTES];
        }
    }

    /// Moves `in` over the next `length` bytes of the message.
    void take(ByteBuffer in, int length) {
        int kept = Math.min(length, first.length - receivedBytes);
        if (kept > 0) {
            in.get(in.position(), first, receivedBytes, kept);
        }
        in.position(in.position() + length);
        receivedBytes += length;
    }

    boolean isWhole() {
        return receivedBytes == lengthBytes;
    }

    int leftBytes() {
        return lengthBytes - receivedBytes;
    }

    int type() {
        return type;
    }

    /// 32 bits that wrap.
    int timestampMs() {
        return timestampMs;
    }

    /// Of the whole message.
    int lengthBytes() {
        return lengthBytes;
    }

    /// The first bytes of the message: [#keptBytes] of them.
    byte[] first() {
        return first;
    }

    int keptBytes() {
        return Math.min(receivedBytes, first.length);
    }
}
