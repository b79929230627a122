package dev.millrace.gateway.http;

import dev.millrace.channel.WireReader.Next;
import dev.millrace.net.http.Problem;
import java.time.Duration;
import java.util.List;
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
    private final LiveViewer<S> viewer;
    private final Next<S> first;

    WebSocketViewer(LiveGateway<S> gateway, LiveViewer<S> viewer, Next<S> first) {
        this.gateway = gateway;
        this.viewer = viewer;
        this.first = first;
    }

    /// Answers the request, one way or the other.
    void upgrade(Request request, Response response, Callback callback) {
        // Whoever is gone before it is a WebSocket never becomes one, and nothing else says so.
        Request.addCompletionListener(
                request,
                failure -> {
                    if (failure != null) {
                        viewer.hangUp();
                    }
                });
        boolean answered = gateway.sockets().upgrade(this::accept, request, response, callback);
        if (!answered) {
            Problem.badRequest("not a WebSocket handshake; RFC 6455, section 4.1, says what is")
                    .send(request, response, callback);
        }
        if (!answered || response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101) {
            viewer.hangUp();
        }
    }

    private WebSocketViewer<S> accept(
            ServerUpgradeRequest request, ServerUpgradeResponse answer, Callback callback) {
        answer.setExtensions(List.of()); // media is compressed already
        return this;
    }

    @Override
    public void onWebSocketOpen(Session socket) {
        Duration patience = gateway.settings().stallTimeout();
        viewer.start(first, clear -> new WebSocketViewerOut(socket, patience, clear));
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        viewer.hangUp();
    }

    @Override
    public void onWebSocketClose(
            int status, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
        viewer.hangUp();
        callback.succeed();
    }
}
