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

/// A socket that writes several buffers as if they were one.
///
/// Java copies what is on the heap before it writes it, each buffer into memory of its own, and has
/// the kernel put them together. Here they are copied into one: the same work in the program, and
/// less for the kernel.
public class SocketEndPoint extends SocketChannelEndPoint {
    /// As much as a viewer is given at once, with what goes around it.
    private static final int TOGETHER_BYTES = 128 << 10;

    private static final ThreadLocal<ByteBuffer> TOGETHER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(TOGETHER_BYTES));

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

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long written;
        try {
            written = buffers.length == 1 ? getChannel().write(buffers[0]) : gather(buffers);
        } catch (IOException e) {
            throw new EofException(e);
        }
        if (written > 0) {
            notIdle();
            count(written);
        }
        return BufferUtil.isEmpty(buffers);
    }

    /// Bytes have been written.
    void count(long written) {}

    private long gather(ByteBuffer... buffers) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            return getChannel().write(buffers); // there are too many for memory of their own
        }
        ByteBuffer together = TOGETHER.get().clear();
        for (ByteBuffer buffer : buffers) {
            int length = Math.min(buffer.remaining(), together.remaining());
            together.put(together.position(), buffer, buffer.position(), length);
            together.position(together.position() + length);
        }
        int written = getChannel().write(together.flip());
        consume(buffers, written);
        return written;
    }

    private static void consume(ByteBuffer[] buffers, int length) {
        int left = length;
        for (ByteBuffer buffer : buffers) {
            int step = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + step);
            left -= step;
        }
    }
}
