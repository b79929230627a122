package dev.millrace.gateway.http;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.gateway.Hub;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/// Serves `/{app}/{stream}.{format}` as an answer, or a WebSocket, that lasts as long as the
/// stream.
///
/// @param <S> what a viewer must know to start at a group
public final class LiveGateway<S> extends Handler.Abstract {
    private final LiveFormat<S> format;
    private final Hub hub;
    private final Supplier<LiveSettings> settings;

    /// @param settings asked anew whenever they matter
    public LiveGateway(LiveFormat<S> format, Hub hub, Supplier<LiveSettings> settings) {
        this.format = format;
        this.hub = hub;
        this.settings = settings;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServerWebSocketContainer sockets = ServerWebSocketContainer.ensure(getServer());
        // Viewers send nothing; those that take nothing are dropped by the one who writes.
        sockets.setIdleTimeout(Duration.ZERO);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<StreamPath> path =
                StreamPath.of(request).filter(p -> p.extension().equals(format.name()));
        if (path.isEmpty()) {
            return false;
        }
        if (!Methods.isReading(request, response, callback)) {
            return true;
        }
        try {
            ChannelName name = path.get().channel();
            if (Visitor.route(request).isLoop(hub.node())) {
                String detail = "%s goes round in circles: it came through here".formatted(name);
                new Problem(HttpStatus.LOOP_DETECTED_508, detail).send(request, response, callback);
                return true;
            }
            new LiveRequest<>(this, request, response, callback).serve(name);
        } catch (Malformed e) {
            Problem.badRequest(e.getMessage()).send(request, response, callback);
        }
        return true;
    }

    LiveFormat<S> format() {
        return format;
    }

    Hub hub() {
        return hub;
    }

    LiveSettings settings() {
        return settings.get();
    }

    ServerWebSocketContainer sockets() {
        return Objects.requireNonNull(ServerWebSocketContainer.get(getServer().getContext()));
    }

    void describe(Response response) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, format.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    }
}
