package dev.millrace.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/// A socket that writes several buffers as if they were one, and what many are given without
/// copying it for each.
public class SocketEndPoint extends SocketChannelEndPoint {
    public SocketEndPoint(ManagedSelector selector, SelectionKey key, Scheduler timer) {
        super((SocketChannel) key.channel(), selector, key, timer);
    }

    /// Writes all of `buffers` to a connection, and then completes `callback`: at once, on this
    /// thread, where the socket takes everything, which is usual and needs nobody who waits.
    public static void write(EndPoint connection, Callback callback, ByteBuffer... buffers) {
        boolean taken;
        try {
            // TLS has more to do than to write.
            taken = connection instanceof SocketEndPoint plain && plain.flush(buffers);
        } catch (IOException e) {
            callback.failed(e);
            return;
        }
        if (taken) {
            callback.succeeded();
        } else {
            connection.write(callback, buffers);
        }
    }

    /// Writes the same way `head`, and bytes that many connections are given one after the other.
    ///
    /// @param head a few bytes, at most 64
    /// @param shared on the heap; their bytes must never change, not even when this is done
    public static void writeShared(
            EndPoint connection, Callback callback, ByteBuffer head, ByteBuffer... shared) {
        boolean taken;
        try {
            taken = connection instanceof SocketEndPoint plain && plain.flushShared(head, shared);
        } catch (IOException e) {
            callback.failed(e);
            return;
        }
        if (taken) {
            callback.succeeded();
        } else {
            connection.write(callback, rest(head, shared));
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (buffers.length > 1 && !Thread.currentThread().isVirtual()) {
            consume(write(SocketMemory.ofThread().join(buffers)), buffers);
        } else if (buffers.length == 1) {
            write(buffers[0]);
        } else {
            // There are too many virtual threads for memory of their own.
            write(buffers);
        }
        return BufferUtil.isEmpty(buffers);
    }

    /// Bytes have been written.
    void count(long written) {
        notIdle();
    }

    private boolean flushShared(ByteBuffer head, ByteBuffer... shared) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            return flush(rest(head, shared));
        }
        int written = write(SocketMemory.ofThread().joinShared(head, shared));
        consume(consume(written, head), shared);
        return BufferUtil.isEmpty(shared);
    }

    private int write(ByteBuffer bytes) throws IOException {
        try {
            return counted(getChannel().write(bytes));
        } catch (IOException e) {
            throw new EofException(e);
        }
    }

    private void write(ByteBuffer... buffers) throws IOException {
        try {
            counted((int) getChannel().write(buffers));
        } catch (IOException e) {
            throw new EofException(e);
        }
    }

    private int counted(int written) {
        if (written > 0) {
            count(written);
        }
        return written;
    }

    private static ByteBuffer[] rest(ByteBuffer head, ByteBuffer... shared) {
        var rest = new ByteBuffer[1 + shared.length];
        rest[0] = head;
        System.arraycopy(shared, 0, rest, 1, shared.length);
        return rest;
    }

    /// @return how much of `length` is left
    private static int consume(int length, ByteBuffer... buffers) {
        int left = length;
        for (ByteBuffer buffer : buffers) {
            int step = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + step);
            left -= step;
        }
        return left;
    }
}
