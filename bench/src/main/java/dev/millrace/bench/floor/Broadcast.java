package dev.millrace.bench.floor;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.flv.FlvTag;
import dev.millrace.flv.FlvWriter;
import dev.millrace.flv.VideoTagHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testcard.ClockMarker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes the same bytes to every connection, so often a second, and does nothing else: no window,
/// no session, nobody who is slow. To players of HTTP-FLV it looks like a stream of one picture
/// after the other, each with a clock marker.
///
/// What a server takes beyond this, for the same bytes in as many writes, is its own.
public final class Broadcast implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int REQUEST_BYTES = 4 << 10;
    private static final double SECOND_NS = 1e9;
    private static final long MS_NS = 1_000_000;

    /// Where the picture begins in a tag: behind its header. FLV 10.1, E.4.1.
    private static final int BODY_AT = 11;

    private static final int MARKER_AT = BODY_AT + 5;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel door = ServerSocketChannel.open();
    private final List<SocketChannel> viewers = new ArrayList<>();
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
    private final ByteBuffer message;
    private final double perSecond;
    private long sent;

    /// Binds.
    ///
    /// @param messageBytes written to each connection each time, at least 64
    /// @param perSecond how often
    public Broadcast(InetSocketAddress address, int messageBytes, double perSecond)
            throws IOException {
        this.perSecond = perSecond;
        message = message(messageBytes);
        door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        door.bind(address, BACKLOG);
        door.configureBlocking(false);
        door.register(selector, SelectionKey.OP_ACCEPT);
    }

    /// Where it listens.
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) door.getLocalAddress();
    }

    /// Accepts and writes for so long, or until it is interrupted. Whoever closes this waits for
    /// that.
    public void run(double seconds) throws IOException {
        long beganNs = System.nanoTime();
        long endNs = beganNs + (long) (seconds * SECOND_NS);
        for (long nowNs = beganNs;
                nowNs < endNs && !Thread.currentThread().isInterrupted();
                nowNs = System.nanoTime()) {
            long dueNs = beganNs + (long) (sent / perSecond * SECOND_NS);
            if (nowNs >= dueNs) {
                sent++;
                writeToAll(nowNs);
            } else {
                selector.select(this::answer, Math.max(1, (dueNs - nowNs) / MS_NS));
            }
        }
    }

    private void writeToAll(long nowNs) {
        byte[] marker = ClockMarker.blank();
        ClockMarker.write(marker, nowNs);
        message.put(MARKER_AT, marker);
        viewers.removeIf(viewer -> !write(viewer, message.rewind()));
    }

    /// @return false if the connection has ended, or did not take everything
    private static boolean write(SocketChannel viewer, ByteBuffer bytes) {
        try {
            viewer.write(bytes);
            if (!bytes.hasRemaining()) {
                return true;
            }
            viewer.close();
        } catch (IOException e) {
            // It has left.
        }
        return false;
    }

    private void answer(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel viewer = door.accept();
                viewer.configureBlocking(false);
                viewer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                viewer.register(selector, SelectionKey.OP_READ);
            } else {
                welcome(key);
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    /// Any request is for the stream.
    private void welcome(SelectionKey key) throws IOException {
        var viewer = (SocketChannel) key.channel();
        key.cancel();
        if (viewer.read(request.clear()) > 0 && write(viewer, head())) {
            viewers.add(viewer);
        } else {
            viewer.close();
        }
    }

    private static ByteBuffer head() {
        var bytes = new ByteWriter();
        bytes.bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        new FlvWriter(bytes).fileHeader(false, true);
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static ByteBuffer message(int length) {
        int envelope = BODY_AT + Integer.BYTES; // and the size of the tag behind it
        byte[] body = new byte[length - envelope];
        body[0] = (byte) (VideoTagHeader.KEY << 4 | VideoTagHeader.H264);
        body[1] = VideoTagHeader.NALUS;
        var tag = new ByteWriter(length);
        new FlvWriter(tag).tag(new FlvTag(TrackKind.VIDEO, 0, body));
        return ByteBuffer.allocateDirect(length).put(tag.toByteArray());
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        for (SocketChannel viewer : viewers) {
            viewer.close();
        }
        selector.close();
    }
}
