package dev.millrace.gateway.http;

import dev.millrace.channel.WireReader.Next;
import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;

/// The WebSocket end of a viewer: it starts to run when the connection is one, and ends with it.
/// Public because Jetty calls it by reflection.
///
/// @param <S> what a viewer must know to start at a group
public final class WebSocketViewer<S> implements Session.Listener.AutoDemanding {
    private final LiveGateway<S> gateway;
    private final dev.millrace.observe.Session session;
    private final LiveViewer<S> viewer;
    private final Next<S> first;
    private final CountDownLatch closed = new CountDownLatch(1);

    WebSocketViewer(
            LiveGateway<S> gateway,
            dev.millrace.observe.Session session,
            LiveViewer<S> viewer,
            Next<S> first) {
        this.gateway = gateway;
        this.session = session;
        this.viewer = viewer;
        this.first = first;
    }

    /// Answers the request, one way or the other.
    ///
    /// @return whether it becomes a WebSocket
    boolean upgrade(Request request, Response response, Callback callback) {
        boolean answered = gateway.sockets().upgrade(this::accept, request, response, callback);
        if (!answered) {
            Problem.badRequest("not a WebSocket handshake; RFC 6455, section 4.1, says what is")
                    .send(request, response, callback);
        }
        boolean upgraded = answered && response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101;
        if (!upgraded) {
            viewer.hangUp();
        }
        return upgraded;
    }

    private WebSocketViewer<S> accept(
            ServerUpgradeRequest request, ServerUpgradeResponse answer, Callback callback) {
        answer.setExtensions(List.of()); // media is compressed already
        return this;
    }

    @Override
    public void onWebSocketOpen(Session socket) {
        var out = new WebSocketViewerOut(socket, gateway.settings().stallTimeout());
        Thread.ofVirtual()
                .name("watch " + session.id())
                .start(() -> {
                    try {
                        viewer.run(first, out);
                        awaitGoodbye(socket);
                    } finally {
                        gateway.sessions().close(session);
                    }
                });
    }

    /// A client that does not answer the goodbye would keep its connection for ever.
    private void awaitGoodbye(Session socket) {
        try {
            if (closed.await(gateway.settings().stallTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.disconnect();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        closed.countDown();
        viewer.hangUp();
    }

    @Override
    public void onWebSocketClose(
            int status, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
        closed.countDown();
        viewer.hangUp();
        callback.succeed();
    }
}
