package dev.millrace.api;

import dev.millrace.access.Access;
import dev.millrace.access.Access.RefusedException;
import dev.millrace.access.Grant;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Response;

/// `/login`: what whoever asks may do, and how a browser gets to do more.
final class LoginApi {
    private static final List<HttpMethod> METHODS =
            List.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.DELETE,
                    HttpMethod.OPTIONS);

    private final Access access;

    /// What one may do, and why.
    private record LoginJson(String may, String by) {}

    LoginApi(Access access) {
        this.access = access;
    }

    void answer(ApiExchange exchange) {
        if (!exchange.isOneOf(METHODS)) {
            return;
        }
        boolean isReading = exchange.is(HttpMethod.GET) || exchange.is(HttpMethod.HEAD);
        if (isReading) {
            Grant grant = access.of(exchange.request());
            exchange.send(new LoginJson(grant.may().toString(), grant.by().toString()));
        } else if (exchange.isOurs()) {
            change(exchange);
        }
    }

    private void change(ApiExchange exchange) {
        if (exchange.is(HttpMethod.POST)) {
            login(exchange);
        } else {
            keep(access.logout(exchange.request()), exchange);
        }
    }

    private void login(ApiExchange exchange) {
        Optional<String> token = exchange.body().flatMap(LoginApi::token);
        if (token.isEmpty()) {
            exchange.refuse(Problem.badRequest("a body such as {\"token\": \"…\"} is needed"));
            return;
        }
        try {
            keep(access.login(exchange.request(), token.get()), exchange);
        } catch (RefusedException e) {
            exchange.refuse(e.problem());
        }
    }

    private static void keep(HttpCookie cookie, ApiExchange exchange) {
        Response.addCookie(exchange.response(), cookie);
        exchange.done();
    }

    private static Optional<String> token(String body) {
        try {
            return JsonObject.parse(body).maybeText("token");
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
