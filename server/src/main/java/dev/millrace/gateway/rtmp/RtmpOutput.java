package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.net.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Everything that leaves on one connection, from two threads: answers from the one that reads,
/// media from the player's. A message that has begun must be finished before another byte goes out,
/// and a frame may stop in the middle until the publisher sends the rest: answers wait for its end.
final class RtmpOutput {
    /// Answers to commands are a few hundred bytes; more than this is a client that asks and never
    /// listens.
    private static final int WAITING_BYTES_MAX = 64 << 10;

    private final Connection connection;
    private final ReentrantLock order = new ReentrantLock();
    private final ByteWriter waiting = new ByteWriter();
    private boolean inMessage;

    RtmpOutput(Connection connection) {
        this.connection = connection;
    }

    /// Sends whole messages of our own.
    void answer(ByteBuffer messages) throws IOException {
        order.lock();
        try {
            if (!inMessage) {
                connection.write(messages);
                return;
            }
            if (waiting.size() + messages.remaining() > WAITING_BYTES_MAX) {
                throw new IOException("client asks faster than it listens");
            }
            waiting.bytes(messages);
        } finally {
            order.unlock();
        }
    }

    /// Sends a span of the wire.
    ///
    /// @param whole whether it ends with the end of a frame
    void media(List<ByteBuffer> span, boolean whole) throws IOException {
        order.lock();
        try {
            connection.write(span);
            inMessage = !whole;
            if (whole && waiting.size() > 0) {
                connection.write(ByteBuffer.wrap(waiting.toByteArray()));
                waiting.clear();
            }
        } finally {
            order.unlock();
        }
    }
}
