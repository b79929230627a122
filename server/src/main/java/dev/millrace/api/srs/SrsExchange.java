package dev.millrace.api.srs;

import dev.millrace.access.Access;
import dev.millrace.access.Grant;
import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.json.Json;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/// A request in the manner of SRS: every answer is an object with a `code`, which is 0 if it
/// worked, and the server's id. With `?callback=` the object is the argument of a function that is
/// called (JSONP).
///
/// A script element asks for JSONP, and browsers do not say which page it is on. So such a request
/// counts as one of another site: it may what everybody may, unless it shows the token.
///
/// @param path without slashes at its end
/// @param server its id
/// @param callback the function, which has a safe name
record SrsExchange(ApiExchange exchange, String path, String server, Optional<Callback> callback) {
    private static final HttpField ELSEWHERE = new HttpField(HttpHeader.ORIGIN, "null");

    Request request() {
        return exchange.request();
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(Request.extractQueryParameters(request()).getValue(name));
    }

    /// What is to be done: with JSONP, which is always a GET, `?method=DELETE` says it.
    String method() {
        String sent = request().getMethod();
        boolean mayOverride = callback.isPresent() && HttpMethod.GET.is(sent);
        return mayOverride ? query("method").orElse(sent) : sent;
    }

    /// The last part of the path.
    String id() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Throws if the request may not do what this right is needed for.
    void require(Right needed) throws RefusedException {
        Optional<Problem> refusal = exchange.access().refusal(judged(), needed);
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        if (needed != Right.READ && !isOurs()) {
            throw new RefusedException(
                    Problem.forbidden(
                            callback.isPresent()
                                    ? "a script of any page could ask for this: show the token as"
                                            + " well, or send a DELETE without callback="
                                    : "only this server's own page may do that"));
        }
    }

    /// Whether it is not the page of another site for which a browser sends it.
    private boolean isOurs() {
        Access access = exchange.access();
        return callback.isPresent()
                ? access.of(judged()).by() == Grant.By.TOKEN
                : !Methods.isFromAnotherSite(request());
    }

    /// The request as its rights are looked up.
    private Request judged() {
        if (callback.isEmpty()) {
            return request();
        }
        HttpFields headers = HttpFields.build(request().getHeaders()).put(ELSEWHERE);
        return new Request.Wrapper(request()) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }

    /// It worked, and this is to be said besides.
    void send(Map<String, ?> more) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("code", 0);
        answer.put("server", server);
        answer.putAll(more);
        sendJson(answer);
    }

    void send(String name, Object value) {
        send(Map.of(name, value));
    }

    /// Sends something that is no JSON.
    void send(Content content) {
        exchange.send(content.cached("no-store"));
    }

    void refuse(RefusedException refused) {
        Problem problem = refused.problem();
        var headers = exchange.response().getHeaders();
        exchange.response().setStatus(problem.status());
        if (problem.status() == HttpStatus.UNAUTHORIZED_401) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"millrace\"");
        }
        problem.retryAfter()
                .ifPresent(it -> headers.put(HttpHeader.RETRY_AFTER, Math.max(1, it.toSeconds())));
        var data = new LinkedHashMap<String, Object>();
        data.put("status_code", problem.status());
        data.put("reason_phrase", problem.title());
        data.put("url", path);
        data.put("detail", problem.detail());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("code", refused.code());
        answer.put("server", server);
        answer.put("data", data);
        sendJson(answer);
    }

    private void sendJson(Object answer) {
        byte[] json = Json.bytes(answer);
        send(
                callback.map(it -> Content.of("text/javascript;charset=utf-8", it.of(json)))
                        .orElseGet(() -> Content.of("application/json;charset=utf-8", json)));
    }

    /// The function of JSONP.
    ///
    /// @param function a name that is nothing but a name
    record Callback(String function) {
        private static final String SAFE = "[A-Za-z0-9_.$]{1,128}";

        /// Empty if it is not safe to let a browser run it.
        static Optional<Callback> parse(String name) {
            return name.matches(SAFE) ? Optional.of(new Callback(name)) : Optional.empty();
        }

        private byte[] of(byte[] json) {
            var call = new ByteArrayOutputStream(json.length + function.length() + 2);
            call.writeBytes((function + "(").getBytes(StandardCharsets.US_ASCII));
            call.writeBytes(json);
            call.write(')');
            return call.toByteArray();
        }
    }
}
