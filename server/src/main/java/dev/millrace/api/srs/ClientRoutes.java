package dev.millrace.api.srs;

import dev.millrace.access.Right;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Session;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpMethod;

/// Who publishes and plays: `clients`, and one by its id, which can be ended.
final class ClientRoutes {
    private static final String ONE = "/api/v1/clients/{}";

    private final SrsView view;

    ClientRoutes(SrsView view) {
        this.view = view;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/clients", this::sendAll),
                Route.get(ONE, it -> it.send("client", ClientJson.of(client(it.id())))),
                Route.of(HttpMethod.DELETE, ONE, Right.OPERATE, this::end));
    }

    /// Who came first is first.
    private void sendAll(SrsExchange exchange) throws RefusedException {
        List<Session> all =
                view.server().sessions().list().stream()
                        .filter(it -> Census.channel(it).isPresent())
                        .toList();
        exchange.send("clients", Paging.of(exchange).of(all).stream().map(ClientJson::of).toList());
    }

    private Session client(String id) throws RefusedException {
        return view.server()
                .sessions()
                .find(id)
                .filter(it -> Census.channel(it).isPresent())
                .orElseThrow(() ->
                        new RefusedException(
                                RefusedException.NO_CLIENT,
                                Problem.notFound(
                                        "no client has this id; /api/v1/clients?count=1000 lists"
                                                + " a thousand")));
    }

    private void end(SrsExchange exchange) throws RefusedException {
        client(exchange.id()).hangUp("ended by the API");
        exchange.send(Map.of());
    }
}
