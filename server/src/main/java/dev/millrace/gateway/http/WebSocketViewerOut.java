package dev.millrace.gateway.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/// Binary messages of a WebSocket; where one ends means nothing.
final class WebSocketViewerOut extends ViewerOut {
    private final Session socket;

    WebSocketViewerOut(Session socket, Duration patience) {
        super(patience);
        this.socket = socket;
    }

    @Override
    void start(ByteBuffer bytes, PendingWrite write) {
        socket.sendBinary(bytes, Callback.from(write::succeeded, write::failed));
    }

    @Override
    void end() {
        socket.close(StatusCode.NORMAL, "the stream has ended", Callback.NOOP);
    }

    @Override
    void abort(Exception cause) {
        socket.disconnect();
    }
}
