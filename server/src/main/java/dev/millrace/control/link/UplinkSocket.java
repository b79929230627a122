package dev.millrace.control.link;

import dev.millrace.uplink.Messages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/// The WebSocket of an edge node. Public because Jetty calls it by reflection.
public final class UplinkSocket implements Session.Listener.AutoDemanding {
    /// An edge node that takes nothing is not one any more.
    private static final int UNSENT_MAX = 512;

    /// RFC 6455, 5.5.
    private static final int REASON_BYTES_MAX = 120;

    /// How often an edge node is told that its bytes come.
    private static final long SIGN_EVERY_NS = Duration.ofSeconds(2).toNanos();

    private final Function<Wire, EdgeLink> open;
    private final String address;
    private final Duration silence;
    private @Nullable EdgeLink link;
    private @Nullable Session session;
    private long signedNs = System.nanoTime();

    /// @param open is called when there is a connection
    /// @param silence a connection on which nothing comes for so long is closed
    UplinkSocket(Function<Wire, EdgeLink> open, String address, Duration silence) {
        this.open = open;
        this.address = address;
        this.silence = silence;
    }

    @Override
    public void onWebSocketOpen(Session socket) {
        socket.setMaxTextMessageSize(Messages.TEXT_BYTES_MAX);
        socket.setMaxFrameSize(Messages.TEXT_BYTES_MAX);
        socket.setMaxBinaryMessageSize(Messages.PIECE_BYTES_MAX + Messages.PIECE_HEAD_BYTES);
        socket.setIdleTimeout(silence);
        session = socket;
        link = open.apply(new SocketWire(socket, address));
    }

    @Override
    public void onWebSocketText(String text) {
        if (link != null) {
            link.text(text);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer message, Callback callback) {
        if (link != null) {
            link.piece(message);
        }
        callback.succeed();
        giveSign();
    }

    /// On a slow line all that the edge node asks waits behind its bytes, for longer than anybody
    /// is silent who lives.
    private void giveSign() {
        long nowNs = System.nanoTime();
        Session open = session;
        if (open != null && nowNs - signedNs > SIGN_EVERY_NS) {
            signedNs = nowNs;
            open.sendPing(BufferUtil.EMPTY_BUFFER, Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        close();
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        close();
        callback.succeed();
    }

    private void close() {
        EdgeLink closing = link;
        link = null;
        if (closing != null) {
            closing.closed();
        }
    }

    private record SocketWire(Session socket, String address, AtomicInteger unsent)
            implements Wire {
        SocketWire(Session socket, String address) {
            this(socket, address, new AtomicInteger());
        }

        @Override
        public void send(String text) {
            if (unsent.incrementAndGet() > UNSENT_MAX) {
                socket.disconnect();
                return;
            }
            socket.sendText(text, Callback.from(unsent::decrementAndGet, _ -> socket.disconnect()));
        }

        @Override
        public void close(int status, String reason) {
            socket.close(status, shortened(reason), Callback.NOOP);
        }

        private static String shortened(String reason) {
            String text = reason;
            while (text.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
                text = text.substring(0, text.length() - 1);
            }
            return text;
        }
    }
}
