package dev.millrace.api.srs;

import dev.millrace.access.Access;
import dev.millrace.api.ApiExchange;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What SRS answers on its port 1985, there or beside everything else. What API v2 has is left to
/// it.
public final class SrsHandler extends Handler.Abstract {
    private static final String V2 = "/api/v2";

    private final SrsView view;
    private final Access access;
    private final boolean isAlone;
    private final List<Route> routes;

    /// @param isAlone whether the port has nothing else
    public SrsHandler(SrsView view, Access access, boolean isAlone) {
        this.view = view;
        this.access = access;
        this.isAlone = isAlone;
        var all = new ArrayList<Route>();
        all.addAll(new IndexRoutes(view).routes());
        all.addAll(new MachineRoutes(view).routes());
        all.addAll(new StreamRoutes(view).routes());
        all.addAll(new ClientRoutes(view).routes());
        all.addAll(new ConfigRoutes(view.log()).routes());
        all.add(new SrsMetrics(view).route());
        this.routes = List.copyOf(all);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String decoded = String.valueOf(request.getHttpURI().getDecodedPath());
        String path = decoded.replaceFirst("(?<=.)/+$", "");
        if (!isOurs(path)) {
            return false;
        }
        var exchange = new ApiExchange(request, response, callback, access);
        Optional<String> function =
                Optional.ofNullable(Request.extractQueryParameters(request).getValue("callback"));
        var call = function.flatMap(SrsExchange.Callback::parse);
        var asked = new SrsExchange(exchange, path, view.id(), call);
        try {
            if (function.isPresent() && call.isEmpty()) {
                throw new RefusedException(
                        Problem.badRequest(
                                "callback= must be the name of a function: at most 128 letters,"
                                        + " digits, _, . and $"));
            }
            answer(asked);
        } catch (RefusedException e) {
            asked.refuse(e);
        }
        return true;
    }

    /// Beside everything else it is what is below `/api` and not of API v2.
    private boolean isOurs(String path) {
        boolean isApi = path.equals("/api") || path.startsWith("/api/");
        boolean isV2 = path.equals(V2) || path.startsWith(V2 + "/");
        return isAlone || (isApi && !isV2);
    }

    private void answer(SrsExchange exchange) throws RefusedException {
        List<Route> here = routes.stream().filter(it -> it.isAt(exchange.path())).toList();
        if (here.isEmpty()) {
            throw new RefusedException(
                    RefusedException.NO_PATH,
                    Problem.notFound("there is nothing here; GET /api/v1 lists what there is"));
        }
        String method = exchange.method();
        Optional<Route> route = here.stream().filter(it -> it.answers(method)).findFirst();
        if (route.isPresent()) {
            exchange.require(route.get().needed());
            route.get().action().answer(exchange);
        } else if (HttpMethod.OPTIONS.is(method)) {
            exchange.exchange().isOneOf(allowed(here)); // says so
        } else {
            throw wrongMethod(exchange, allowed(here));
        }
    }

    private static RefusedException wrongMethod(SrsExchange exchange, List<HttpMethod> allowed) {
        String names = String.join(", ", allowed.stream().map(HttpMethod::asString).toList());
        exchange.exchange().response().getHeaders().put(HttpHeader.ALLOW, names);
        String detail = "this method does nothing here; allowed are " + names;
        return new RefusedException(new Problem(HttpStatus.METHOD_NOT_ALLOWED_405, detail));
    }

    private static List<HttpMethod> allowed(List<Route> here) {
        return Methods.withImplied(here.stream().map(Route::method).toList());
    }
}
