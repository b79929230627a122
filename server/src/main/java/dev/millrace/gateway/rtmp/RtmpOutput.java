package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.net.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Everything that leaves on one connection, from two threads: answers from the one that reads,
/// media from the player's lane. A message that has begun must be finished before another byte goes
/// out, and a frame may stop in the middle until the publisher sends the rest: answers wait for its
/// end. Nobody waits for the other end: what it does not take at once is written later.
final class RtmpOutput implements Callback {
    /// Answers to commands are a few hundred bytes; more than this is a client that asks and never
    /// listens.
    private static final int WAITING_BYTES_MAX = 64 << 10;

    private static final ByteBuffer[] NOTHING = {};

    private final Connection connection;
    private final Consumer<Throwable> broken;

    // Guarded by this.
    private final ByteWriter waiting = new ByteWriter();
    private ByteBuffer[] waitingMedia = NOTHING;
    private boolean writing;
    private boolean inMessage;
    private @Nullable Runnable listener;

    /// @param broken told when writing fails: the connection is of no use any more
    RtmpOutput(Connection connection, Consumer<Throwable> broken) {
        this.connection = connection;
        this.broken = broken;
    }

    /// Sends whole messages of our own.
    void answer(ByteBuffer messages) throws IOException {
        synchronized (this) {
            if (writing || inMessage) {
                if (waiting.size() + messages.remaining() > WAITING_BYTES_MAX) {
                    throw new IOException("client asks faster than it listens");
                }
                waiting.bytes(messages);
                return;
            }
            writing = true;
        }
        connection.write(this, messages);
    }

    /// Whether [#media] may be called. If not, `whenClear` is run as soon as it may.
    synchronized boolean isClear(Runnable whenClear) {
        boolean clear = !writing;
        listener = clear ? null : whenClear;
        return clear;
    }

    /// Sends a span of the wire. For the player's lane, and only when this is clear.
    ///
    /// @param whole whether it ends with the end of a frame
    void media(List<ByteBuffer> span, boolean whole) {
        ByteBuffer[] buffers = span.toArray(NOTHING);
        synchronized (this) {
            inMessage = !whole;
            if (writing) { // an answer was faster
                waitingMedia = buffers;
                return;
            }
            writing = true;
        }
        connection.writeShared(this, buffers);
    }

    @Override
    public void succeeded() {
        ByteBuffer[] next = NOTHING;
        Runnable told = null;
        synchronized (this) {
            if (waitingMedia.length > 0) {
                next = waitingMedia;
                waitingMedia = NOTHING;
            } else if (!inMessage && waiting.size() > 0) {
                next = new ByteBuffer[] {ByteBuffer.wrap(waiting.toByteArray())};
                waiting.clear();
            } else {
                writing = false;
                told = listener;
                listener = null;
            }
        }
        if (next.length > 0) {
            connection.write(this, next);
        } else if (told != null) {
            told.run();
        }
    }

    @Override
    public void failed(Throwable cause) {
        broken.accept(cause);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING; // it only writes on
    }
}
