package dev.millrace.api.livemix;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.json.Json;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/// A request in LiveMix's manner: answers come in an envelope that says whether it worked, and for
/// which request.
///
/// @param path with its groups
/// @param edges says who shows the token of edge nodes
record LiveMixExchange(ApiExchange exchange, Matcher path, Access edges, String requestId) {
    static final String REQUEST_ID = "X-Request-ID";
    private static final int REQUEST_ID_CHARACTERS_MAX = 200;

    static LiveMixExchange of(ApiExchange exchange, Matcher path, Access edges) {
        String given = exchange.request().getHeaders().get(REQUEST_ID);
        boolean usable =
                given != null && !given.isBlank() && given.length() <= REQUEST_ID_CHARACTERS_MAX;
        String id = usable ? given : UUID.randomUUID().toString();
        exchange.response().getHeaders().put(REQUEST_ID, id);
        return new LiveMixExchange(exchange, path, edges, id);
    }

    Request request() {
        return exchange.request();
    }

    /// What a part of the path says, from 1 on.
    String word(int group) {
        return path.group(group);
    }

    /// The id that the path has; empty if it is none, so that nothing has it.
    Optional<UUID> id() {
        try {
            return Optional.of(UUID.fromString(word(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(Request.extractQueryParameters(request()).getValue(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request().getHeaders().get(name));
    }

    /// Whether it may read; edge nodes may. If not, this answers.
    boolean mayRead() {
        return isEdge() || may(Right.READ);
    }

    /// Whether it may do what an edge node does; if not, this answers.
    boolean mayServe() {
        return isEdge() || mayChange();
    }

    /// Whether it may change something; if not, this answers.
    boolean mayChange() {
        if (Methods.isFromAnotherSite(request())) {
            refuse(Problem.forbidden("only this server's own page may do that"));
            return false;
        }
        return may(Right.OPERATE);
    }

    /// The JSON that came with it.
    ///
    /// @return empty if nothing came
    Optional<JsonObject> body() throws JsonException {
        Optional<String> text = exchange.body();
        if (text.isEmpty()) {
            throw new JsonException("the body is longer than 64 KB, or was cut off");
        }
        return text.get().isBlank() ? Optional.empty() : Optional.of(JsonObject.parse(text.get()));
    }

    /// It is done, and there is nothing to say.
    void done() {
        send(Map.of());
    }

    void send(String name, Object value) {
        send(Map.of(name, value));
    }

    void send(Map<String, ?> more) {
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("success", true);
        envelope.put("request_id", requestId);
        envelope.putAll(more);
        exchange.send(envelope);
    }

    void send(Content content) {
        exchange.send(content);
    }

    /// Sends the client to the same path of another control node.
    void redirect(String site) {
        var headers = exchange.response().getHeaders();
        headers.put(HttpHeader.LOCATION, site + request().getHttpURI().getPathQuery());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        exchange.response().setStatus(HttpStatus.TEMPORARY_REDIRECT_307);
        exchange.callback().succeeded();
    }

    void notFound(String detail) {
        refuse(Problem.notFound(detail));
    }

    void badRequest(String detail) {
        refuse(Problem.badRequest(detail));
    }

    void refuse(Problem problem) {
        var headers = exchange.response().getHeaders();
        if (problem.status() == HttpStatus.UNAUTHORIZED_401) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"millrace\"");
        }
        problem.retryAfter()
                .ifPresent(it -> headers.put(HttpHeader.RETRY_AFTER, Math.max(1, it.toSeconds())));
        exchange.response().setStatus(problem.status());
        var error = new LinkedHashMap<String, Object>();
        error.put("code", problem.status());
        error.put("message", problem.title());
        error.put("detail", problem.detail());
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("success", false);
        envelope.put("request_id", requestId);
        envelope.put("error", error);
        exchange.send(Content.of("application/json", Json.bytes(envelope)).cached("no-store"));
    }

    private boolean isEdge() {
        return edges.of(request()).may().covers(Right.OPERATE);
    }

    private boolean may(Right right) {
        Optional<Problem> refusal = exchange.access().refusal(request(), right);
        refusal.ifPresent(this::refuse);
        return refusal.isEmpty();
    }
}
