package dev.millrace.gateway.flv;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.StreamPath;
import dev.millrace.gateway.http.Visitor;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/// Takes streams in FLV: the body of a POST or PUT to `/{app}/{stream}.flv`, or the binary messages
/// of a WebSocket there that offers [#PROTOCOL]. One without it is a viewer's.
///
/// Browsers let every page open a WebSocket, and send a POST, anywhere, with what its visitor may
/// do: be in a network that may publish. So only pages of our own may, of `http.cors_origin` if
/// that names an origin, and those that `access.publish_sites` names.
public final class PublishGateway extends Handler.Abstract {
    /// The subprotocol of who publishes.
    public static final String PROTOCOL = "publish.flv";

    private final Hub hub;
    private final Supplier<PublishSettings> settings;

    /// @param settings asked anew for every publisher
    public PublishGateway(Hub hub, Supplier<PublishSettings> settings) {
        this.hub = hub;
        this.settings = settings;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServerWebSocketContainer.ensure(getServer());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean isSocket = offersToPublish(request);
        boolean isBody =
                HttpMethod.POST.is(request.getMethod()) || HttpMethod.PUT.is(request.getMethod());
        Optional<StreamPath> path =
                StreamPath.of(request).filter(it -> it.extension().equals("flv"));
        if (path.isEmpty() || !(isSocket || isBody)) {
            return false;
        }
        try {
            ChannelName name = path.get().channel();
            Optional<Problem> refusal = refusal(request, name);
            if (refusal.isPresent()) {
                refusal.get().send(request, response, callback);
            } else if (isSocket) {
                new WebSocketPublisher(this, request).serve(name, request, response, callback);
            } else {
                new PostedFlv(this, request).serve(name, response, callback);
            }
        } catch (Malformed e) {
            Problem.badRequest(e.getMessage()).send(request, response, callback);
        }
        return true;
    }

    /// Why this is nothing that anybody could be asked about.
    private Optional<Problem> refusal(Request request, ChannelName name) {
        if (!settings.get().enabled()) {
            return Optional.of(Problem.forbidden("nobody publishes over HTTP here (http.publish)"));
        }
        if (isForeign(request, name)) {
            return Optional.of(
                    Problem.forbidden(
                            "pages of other sites may not publish here (access.publish_sites)"));
        }
        if (Visitor.route(request).isLoop(hub.node())) {
            String detail = "%s goes round in circles: it came through here".formatted(name);
            return Optional.of(new Problem(HttpStatus.LOOP_DETECTED_508, detail));
        }
        return Optional.empty();
    }

    private boolean isForeign(Request request, ChannelName name) {
        return Methods.isFromAnotherSite(request)
                && !settings.get().corsOrigin().equals(request.getHeaders().get(HttpHeader.ORIGIN))
                && !hub.entry().namesPages(Deed.PUBLISH, name);
    }

    private static boolean offersToPublish(Request request) {
        String offered = request.getHeaders().get("Sec-WebSocket-Protocol");
        return offered != null
                && "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))
                && List.of(offered.split("\\s*,\\s*", -1)).contains(PROTOCOL);
    }

    /// One more publisher, who has not been asked yet.
    FlvPublishing publishing(FlvPublishing.Line line, Request request) {
        return new FlvPublishing(hub, settings.get(), line, request);
    }

    PublishSettings settings() {
        return settings.get();
    }

    ServerWebSocketContainer sockets() {
        return Objects.requireNonNull(ServerWebSocketContainer.get(getServer().getContext()));
    }
}
