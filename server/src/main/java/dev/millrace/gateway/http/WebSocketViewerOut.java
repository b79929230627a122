package dev.millrace.gateway.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/// Binary messages of a WebSocket; where one ends means nothing.
final class WebSocketViewerOut extends ViewerOut {
    private final Session socket;
    private final Duration patience;
    private final Callback written = Callback.from(this::succeeded, this::failed);

    /// @param patience how long the other end may take to answer the goodbye
    WebSocketViewerOut(Session socket, Duration patience, Runnable whenClear) {
        super(whenClear);
        this.socket = socket;
        this.patience = patience;
    }

    @Override
    void start(ByteBuffer... bytes) {
        socket.sendBinary(joined(bytes), written);
    }

    @Override
    void end() {
        // A client that does not answer would keep its connection for ever.
        socket.setIdleTimeout(patience);
        socket.close(StatusCode.NORMAL, "the stream has ended", Callback.NOOP);
    }

    @Override
    void abort(Throwable cause) {
        socket.disconnect();
    }
}
