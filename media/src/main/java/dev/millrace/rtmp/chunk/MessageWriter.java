package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.BytesOut;

/// Writes messages whose bodies come piece by piece, and puts a chunk header wherever one is due. A
/// message may so leave before its last byte is known.
public final class MessageWriter {
    private final BytesOut out;
    private final int chunkStreamId;
    private final int chunkBytes;
    private int timeMs;
    private int bodyLeft;
    private int chunkLeft;

    /// @param chunkBytes the chunk size that the receiver has been told
    public MessageWriter(BytesOut out, int chunkStreamId, int chunkBytes) {
        this.out = out;
        this.chunkStreamId = chunkStreamId;
        this.chunkBytes = chunkBytes;
    }

    /// Starts a message. The one before it must be whole.
    public void begin(MessageHeader header) {
        requireWhole();
        ChunkWriter.fmt0(out, chunkStreamId, header);
        started(header.timestampMs(), header.lengthBytes());
    }

    /// Starts a message `deltaMs` after the one before it on this chunk stream, and in the same
    /// message stream. The one before it must be whole.
    public void beginAfter(int deltaMs, int lengthBytes, int type) {
        requireWhole();
        ChunkWriter.fmt1(out, chunkStreamId, deltaMs, lengthBytes, type);
        started(deltaMs, lengthBytes);
    }

    private void requireWhole() {
        if (bodyLeft != 0) {
            throw new IllegalStateException(
                    "the message before lacks %d bytes".formatted(bodyLeft));
        }
    }

    private void started(int headerTimeMs, int lengthBytes) {
        timeMs = headerTimeMs;
        bodyLeft = lengthBytes;
        chunkLeft = chunkBytes;
    }

    /// Appends the next `length` bytes of the body.
    public void body(byte[] source, int offset, int length) {
        if (length > bodyLeft) {
            throw new IllegalStateException(
                    "%d bytes more than announced".formatted(length - bodyLeft));
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (chunkLeft == 0) {
                ChunkWriter.fmt3(out, chunkStreamId, timeMs);
                chunkLeft = chunkBytes;
            }
            int step = Math.min(chunkLeft, end - at);
            out.put(source, at, step);
            at += step;
            chunkLeft -= step;
        }
        bodyLeft -= length;
    }

    /// How much of the body is still to come.
    public int bodyLeft() {
        return bodyLeft;
    }
}
