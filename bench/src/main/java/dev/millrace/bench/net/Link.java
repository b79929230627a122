package dev.millrace.bench.net;

import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// One connection of a [Loop].
public final class Link {
    /// Whose connection it is.
    public interface Handler {
        /// The connection stands.
        void connected(Link link);

        /// Bytes have come.
        ///
        /// @param in valid until this returns; need not be consumed
        void received(Link link, ByteBuffer in) throws ProtocolException;

        /// There is no connection, or none any more. Not called after [Link#close].
        ///
        /// @param why in words
        void lost(String why);
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Handler handler;
    private final Queue<ByteBuffer> pending = new ArrayDeque<>();
    private int pendingBytes;
    private long sentBytes;
    private boolean isClosed;
    private boolean isReading = true;

    Link(SocketChannel channel, SelectionKey key, Handler handler) {
        this.channel = channel;
        this.key = key;
        this.handler = handler;
    }

    void connect(InetSocketAddress address) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (channel.connect(address)) {
            connected();
        }
    }

    /// Sends these bytes, now or when the connection takes them. They are copied only if they have
    /// to wait.
    public void write(List<ByteBuffer> buffers) {
        if (isClosed) {
            return;
        }
        try {
            if (pending.isEmpty()) {
                sendNow(buffers.toArray(ByteBuffer[]::new));
            }
            for (ByteBuffer buffer : buffers) {
                keep(buffer);
            }
            key.interestOps(interest());
        } catch (IOException e) {
            lose(Reasons.of(e));
        }
    }

    public void write(ByteBuffer buffer) {
        write(List.of(buffer));
    }

    /// Bytes that wait for the peer to read.
    public int pendingBytes() {
        return pendingBytes;
    }

    /// Bytes handed to the system so far.
    public long sentBytes() {
        return sentBytes;
    }

    /// Ends the connection because we are done with it.
    public void close() {
        isClosed = true;
        closeQuietly(channel);
    }

    /// Ends the connection as a machine does that has lost its power and comes back: TCP resets it.
    public void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It has ended already.
        }
        close();
    }

    /// Reads nothing any more, and stays.
    public void stopReading() {
        isReading = false;
        key.interestOps(interest());
    }

    /// Does what the system says can be done.
    void handle(ByteBuffer shared) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                connected();
            }
            if (!isClosed && key.isWritable()) {
                flush();
            }
            if (!isClosed && key.isReadable()) {
                read(shared);
            }
        } catch (IOException e) {
            lose(Reasons.of(e));
        } catch (ProtocolException e) {
            lose("protocol error: " + e.getMessage());
        }
    }

    private void connected() {
        key.interestOps(SelectionKey.OP_READ);
        handler.connected(this);
    }

    private void read(ByteBuffer shared) throws IOException, ProtocolException {
        shared.clear();
        if (channel.read(shared) < 0) {
            lose("closed by the server");
            return;
        }
        handler.received(this, shared.flip());
    }

    private void flush() throws IOException {
        while (!pending.isEmpty()) {
            ByteBuffer first = pending.element();
            int sent = channel.write(first);
            sentBytes += sent;
            pendingBytes -= sent;
            if (first.hasRemaining()) {
                return;
            }
            pending.remove();
        }
        key.interestOps(interest());
    }

    private void sendNow(ByteBuffer[] buffers) throws IOException {
        long sent;
        do {
            sent = channel.write(buffers);
            sentBytes += sent;
        } while (sent > 0 && buffers[buffers.length - 1].hasRemaining());
    }

    private void keep(ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            pendingBytes += buffer.remaining();
            pending.add(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
        }
    }

    private int interest() {
        int reading = isReading ? SelectionKey.OP_READ : 0;
        return pending.isEmpty() ? reading : reading | SelectionKey.OP_WRITE;
    }

    private void lose(String why) {
        if (!isClosed) {
            close();
            handler.lost(why);
        }
    }

    static void closeQuietly(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing depends on how the end of a connection went.
        }
    }
}
