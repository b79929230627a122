package dev.millrace.bench.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/// Waits for many connections at once and reads them all into one buffer, on one thread.
///
/// A load generator has to be cheaper than what it measures. One system call for each arrival and
/// no wake-up of another thread is as little as there can be.
public final class Loop implements AutoCloseable {
    /// More than a socket holds when it is read as often as here.
    private static final int READ_BYTES = 256 << 10;

    private static final long MS_NS = 1_000_000;

    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);

    public Loop() throws IOException {
        selector = Selector.open();
    }

    /// Begins to connect. What comes of it is told to `handler`, perhaps before this returns.
    public void connect(InetSocketAddress address, Link.Handler handler) {
        if (address.isUnresolved()) {
            handler.lost("no host " + address.getHostString());
            return;
        }
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            var link = new Link(channel, key, handler);
            key.attach(link);
            link.connect(address);
        } catch (IOException e) {
            Link.closeQuietly(channel);
            handler.lost(Reasons.of(e));
        }
    }

    /// Handles what is there, or waits for it, but no longer than `timeoutNs`.
    public void poll(long timeoutNs) throws IOException {
        if (timeoutNs >= MS_NS) {
            selector.select(this::handle, timeoutNs / MS_NS);
            return;
        }
        if (timeoutNs > 0) {
            LockSupport.parkNanos(timeoutNs); // selectors count in milliseconds
        }
        selector.selectNow(this::handle);
    }

    private void handle(SelectionKey key) {
        ((Link) key.attachment()).handle(in);
    }

    /// Closes every connection.
    @Override
    public void close() throws IOException {
        if (!selector.isOpen()) {
            return;
        }
        for (SelectionKey key : selector.keys()) {
            ((Link) key.attachment()).close();
        }
        selector.close();
    }
}
