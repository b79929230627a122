package dev.millrace.control.link;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.control.node.ControlNode;
import dev.millrace.net.Addresses;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import dev.millrace.uplink.Messages;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/// Where edge nodes connect: a WebSocket at [Messages#PATH], for those that show the token.
public final class UplinkHandler extends Handler.Abstract implements Housekeeper.Chore {
    private final ControlNode node;
    private final Access access;
    private final Partials partials;

    /// @param access says who shows the token of edge nodes: whoever may [Right#OPERATE]
    public UplinkHandler(ControlNode node, Access access) {
        this(node, access, new Partials());
    }

    private UplinkHandler(ControlNode node, Access access, Partials partials) {
        this.node = node;
        this.access = access;
        this.partials = partials;
    }

    /// The same for another HTTP server: a transfer that was cut goes on over either.
    public UplinkHandler another() {
        return new UplinkHandler(node, access, partials);
    }

    @Override
    public void tick(long nowNs) {
        partials.tick(nowNs);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServerWebSocketContainer.ensure(getServer());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Messages.PATH.equals(request.getHttpURI().getDecodedPath())) {
            return false;
        }
        if (!Methods.isReading(request, response, callback)) {
            return true;
        }
        Optional<Problem> refusal = refusal(request);
        if (refusal.isPresent()) {
            if (refusal.get().status() == HttpStatus.UNAUTHORIZED_401) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"millrace\"");
            }
            refusal.get().send(request, response, callback);
        } else if (!sockets().upgrade(this::accept, request, response, callback)) {
            Problem.badRequest("an edge node opens a WebSocket here")
                    .send(request, response, callback);
        }
        return true;
    }

    private Optional<Problem> refusal(Request request) {
        if (!request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
            return Optional.of(
                    new Problem(
                            HttpStatus.UNAUTHORIZED_401,
                            "an edge node shows its token: \"Authorization: Bearer TOKEN\"; the log"
                                    + " says at the start where it is (control.edge_token)"));
        }
        Optional<Problem> wrong = access.refusal(request, Right.OPERATE);
        if (wrong.isPresent()) {
            return wrong;
        }
        String offered = request.getHeaders().get("Sec-WebSocket-Protocol");
        boolean known =
                offered != null
                        && List.of(offered.split("\\s*,\\s*", -1)).contains(Messages.PROTOCOL);
        return known
                ? Optional.empty()
                : Optional.of(
                        Problem.badRequest(
                                "the subprotocol here is %s, but offered is %s"
                                        .formatted(Messages.PROTOCOL, offered)));
    }

    private UplinkSocket accept(
            ServerUpgradeRequest request, ServerUpgradeResponse answer, Callback callback) {
        answer.setAcceptedSubProtocol(Messages.PROTOCOL);
        answer.setExtensions(List.of()); // media is compressed already
        Duration silence = node.settings().contactTimeout().multipliedBy(2);
        return new UplinkSocket(
                wire -> new EdgeLink(node, partials, wire), address(request), silence);
    }

    private static String address(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress address
                ? Addresses.text(address)
                : "unknown";
    }

    private ServerWebSocketContainer sockets() {
        return Objects.requireNonNull(ServerWebSocketContainer.get(getServer().getContext()));
    }
}
