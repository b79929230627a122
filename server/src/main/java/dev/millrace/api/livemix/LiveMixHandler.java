package dev.millrace.api.livemix;

import dev.millrace.access.Access;
import dev.millrace.api.ApiExchange;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.NameTakenException;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.json.JsonException;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What LiveMix's control node answers on its three ports, on any of ours.
public final class LiveMixHandler extends Handler.Abstract {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Access access;
    private final Access edges;
    private final List<Route> routes;

    /// @param access who may do what
    /// @param edges who shows the token of edge nodes: whoever may operate
    public LiveMixHandler(ControlNode node, Access access, Access edges) {
        this.access = access;
        this.edges = edges;
        var all = new ArrayList<Route>();
        all.addAll(new SourceRoutes(node).routes());
        all.addAll(new RecordingRoutes(node).routes());
        all.addAll(new EdgeRoutes(node).routes());
        all.addAll(new ViewerRoutes(node).routes());
        this.routes = List.copyOf(all);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        List<Route> here = routes.stream().filter(it -> it.path().matcher(path).matches()).toList();
        if (here.isEmpty()) {
            return false;
        }
        var exchange = new ApiExchange(request, response, callback, access);
        if (exchange.isOneOf(allowed(here))) {
            Route route =
                    here.stream().filter(it -> answers(it, exchange)).findFirst().orElseThrow();
            Matcher matcher = route.path().matcher(path);
            matcher.matches();
            answer(route, LiveMixExchange.of(exchange, matcher, edges));
        }
        return true;
    }

    private static boolean answers(Route route, ApiExchange exchange) {
        return exchange.is(route.method())
                || (route.method() == HttpMethod.GET && exchange.is(HttpMethod.HEAD));
    }

    private static List<HttpMethod> allowed(List<Route> here) {
        return Methods.withImplied(here.stream().map(Route::method).toList());
    }

    private static void answer(Route route, LiveMixExchange exchange) {
        try {
            route.action().answer(exchange);
        } catch (JsonException | BadRequestException e) {
            exchange.badRequest(String.valueOf(e.getMessage()));
        } catch (NameTakenException e) {
            String detail = String.valueOf(e.getMessage());
            exchange.refuse(new Problem(HttpStatus.CONFLICT_409, detail));
        } catch (CatalogueException e) {
            exchange.refuse(Problem.unavailable("the catalogue does not answer", RETRY_AFTER));
        } catch (IOException e) {
            exchange.refuse(StoreProblems.of(e));
        }
    }
}
