package dev.millrace.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// Writes several buffers as if they were one.
///
/// Java copies what is on the heap before it writes it, each buffer into memory of its own, and has
/// the kernel put them together. Here they are copied into one: the same work in the program, and
/// less for the kernel.
public final class Gather {
    /// As much as a viewer is given at once, with what goes around it.
    private static final int BYTES = 128 << 10;

    private static final ThreadLocal<ByteBuffer> TOGETHER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BYTES));

    private Gather() {}

    /// Writes as much as the socket takes; the buffers' positions tell how much that was.
    ///
    /// @return bytes written
    public static long write(SocketChannel socket, ByteBuffer... buffers) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            return socket.write(buffers); // there are too many of them for memory of their own
        }
        ByteBuffer together = TOGETHER.get().clear();
        for (ByteBuffer buffer : buffers) {
            int length = Math.min(buffer.remaining(), together.remaining());
            together.put(together.position(), buffer, buffer.position(), length);
            together.position(together.position() + length);
        }
        long written = socket.write(together.flip());
        consume(buffers, written);
        return written;
    }

    private static void consume(ByteBuffer[] buffers, long length) {
        long left = length;
        for (ByteBuffer buffer : buffers) {
            int step = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + step);
            left -= step;
        }
    }
}
