package dev.millrace.api.livemix;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.api.Envelope;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/// A request in LiveMix's manner.
///
/// @param path with its groups
/// @param edges says who shows the token of edge nodes
record LiveMixExchange(Envelope envelope, Matcher path, Access edges) {
    static LiveMixExchange of(ApiExchange exchange, Matcher path, Access edges) {
        return new LiveMixExchange(Envelope.of(exchange), path, edges);
    }

    ApiExchange exchange() {
        return envelope.exchange();
    }

    Request request() {
        return exchange().request();
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
        return isEdge() || envelope.may(Right.READ);
    }

    /// Whether it may do what an edge node does; if not, this answers.
    boolean mayServe() {
        return isEdge() || mayChange();
    }

    /// Whether it may change something; if not, this answers.
    boolean mayChange() {
        return envelope.mayChange(Right.OPERATE);
    }

    /// The JSON that came with it.
    ///
    /// @return empty if nothing came
    Optional<JsonObject> body() throws JsonException {
        Optional<String> text = exchange().body();
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
        envelope.send(more);
    }

    void send(Content content) {
        exchange().send(content);
    }

    /// Sends the client to the same path of another control node.
    void redirect(String site) {
        var headers = exchange().response().getHeaders();
        headers.put(HttpHeader.LOCATION, site + request().getHttpURI().getPathQuery());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        exchange().response().setStatus(HttpStatus.TEMPORARY_REDIRECT_307);
        exchange().callback().succeeded();
    }

    void notFound(String detail) {
        refuse(Problem.notFound(detail));
    }

    void badRequest(String detail) {
        refuse(Problem.badRequest(detail));
    }

    void refuse(Problem problem) {
        envelope.refuse(problem);
    }

    private boolean isEdge() {
        return edges.of(request()).may().covers(Right.OPERATE);
    }
}
