package dev.millrace.gateway.flv;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.jspecify.annotations.Nullable;

/// A stream in the binary messages of a WebSocket; where one ends means nothing. Public because
/// Jetty calls it by reflection.
///
/// Browsers tell a page nothing of a handshake that was refused. So who is refused gets its
/// WebSocket and is told when that is closed: the code is 4000 and what would be the status, the
/// reason is in words.
public final class WebSocketPublisher
        implements Session.Listener.AutoDemanding, FlvPublishing.Line {
    /// RFC 6455, 7.4.2: codes from here on mean what both ends have agreed on.
    private static final int CODE_OF_NO_STATUS = 4_000;

    /// RFC 6455, 5.5.
    private static final int REASON_BYTES_MAX = 120;

    /// How long the other end may take to answer the goodbye.
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final PublishGateway gateway;
    private final FlvPublishing publishing;
    private volatile @Nullable Session socket;
    private volatile long closedAtNs;

    WebSocketPublisher(PublishGateway gateway, Request request) {
        this.gateway = gateway;
        this.publishing = gateway.publishing(this, request);
    }

    /// Asks whether it may publish, and makes it a WebSocket, which says the answer.
    void serve(ChannelName name, Request request, Response response, Callback callback) {
        boolean isOpen = false;
        try {
            Optional<Problem> refusal = publishing.enter(name, request, response);
            refusal.ifPresent(publishing::end);
            // They are of an answer that is not given in this way.
            response.getHeaders().remove(HttpHeader.LOCATION);
            response.getHeaders().remove(HttpHeader.WWW_AUTHENTICATE);
            isOpen = upgrade(request, response, callback);
        } catch (InterruptedException e) {
            Problem.unavailable("the server is stopping").send(request, response, callback);
        } finally {
            if (!isOpen) {
                publishing.finish("no WebSocket came of it");
            }
        }
    }

    private boolean upgrade(Request request, Response response, Callback callback) {
        // Whoever is gone before it is a WebSocket never becomes one, and nothing else says so.
        Request.addCompletionListener(
                request,
                failure -> {
                    if (failure != null) {
                        publishing.finish("connection lost: " + failure.getMessage());
                    }
                });
        boolean answered = gateway.sockets().upgrade(this::accept, request, response, callback);
        if (!answered) {
            Problem.badRequest("not a WebSocket handshake; RFC 6455, section 4.1, says what is")
                    .send(request, response, callback);
        }
        return answered && response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101;
    }

    private WebSocketPublisher accept(
            ServerUpgradeRequest request, ServerUpgradeResponse answer, Callback callback) {
        answer.setAcceptedSubProtocol(PublishGateway.PROTOCOL);
        answer.setExtensions(List.of()); // media is compressed already
        return this;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setIdleTimeout(Duration.ZERO); // it has a clock of its own
        socket = opened;
        publishing.ending().ifPresent(why -> close(opened, why));
    }

    @Override
    public void onWebSocketPartialBinary(
            ByteBuffer bytes, boolean last, org.eclipse.jetty.websocket.api.Callback callback) {
        byte[] some = new byte[bytes.remaining()];
        bytes.get(some);
        try {
            publishing.received(some, 0, some.length);
        } catch (ProtocolException e) {
            publishing.fail(e);
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketPartialText(String text, boolean last) {
        publishing.end(Problem.badRequest("FLV comes in binary messages, and this is text"));
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        publishing.finish("connection lost: " + cause.getMessage());
    }

    @Override
    public void onWebSocketClose(
            int status, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
        publishing.finish("disconnected");
        callback.succeed();
    }

    @Override
    public void end(Problem why) {
        Session open = socket;
        if (open != null) {
            close(open, why);
        }
    }

    /// One that goes on sending is never silent, and never says goodbye.
    @Override
    public void remind(long nowNs) {
        Session open = socket;
        if (open != null && closedAtNs != 0 && nowNs - closedAtNs > GOODBYE.toNanos()) {
            open.disconnect();
        }
    }

    private void close(Session open, Problem why) {
        // A client that does not answer would keep its connection for ever.
        open.setIdleTimeout(GOODBYE);
        open.close(
                CODE_OF_NO_STATUS + why.status(),
                shortened(why.detail()),
                org.eclipse.jetty.websocket.api.Callback.NOOP);
        closedAtNs = System.nanoTime();
    }

    private static String shortened(String reason) {
        String text = reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }
}
