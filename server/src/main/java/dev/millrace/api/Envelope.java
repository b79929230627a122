package dev.millrace.api;

import dev.millrace.access.Right;
import dev.millrace.json.Json;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/// LiveMix's manner to answer: around everything stands whether it worked, and for which request.
///
/// @param requestId what the request says it is, or else one of ours; also said in `X-Request-ID`
public record Envelope(ApiExchange exchange, String requestId) {
    private static final String REQUEST_ID = "X-Request-ID";
    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{1,200}");

    public static Envelope of(ApiExchange exchange) {
        String given = exchange.request().getHeaders().get(REQUEST_ID);
        boolean usable = given != null && USABLE.matcher(given).matches();
        String id = usable ? given : UUID.randomUUID().toString();
        exchange.response().getHeaders().put(REQUEST_ID, id);
        return new Envelope(exchange, id);
    }

    /// Whether the request may do what it asks for; if not, this answers.
    public boolean may(Right needed) {
        Optional<Problem> refusal = exchange.access().refusal(exchange.request(), needed);
        refusal.ifPresent(this::refuse);
        return refusal.isEmpty();
    }

    /// Whether it may change something; if not, this answers.
    public boolean mayChange(Right needed) {
        if (Methods.isFromAnotherSite(exchange.request())) {
            refuse(Problem.forbidden("only this server's own page may do that"));
            return false;
        }
        return may(needed);
    }

    /// It worked, and this is to be said besides.
    public void send(Map<String, ?> more) {
        Map<String, Object> envelope = envelope(true);
        envelope.putAll(more);
        exchange.send(envelope);
    }

    public void refuse(Problem problem) {
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
        Map<String, Object> envelope = envelope(false);
        envelope.put("error", error);
        exchange.send(Content.of("application/json", Json.bytes(envelope)).cached("no-store"));
    }

    private Map<String, Object> envelope(boolean success) {
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("success", success);
        envelope.put("request_id", requestId);
        return envelope;
    }
}
