package dev.millrace.net.http;

import dev.millrace.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Why a request is not answered as asked, for programs and for people. RFC 9457.
///
/// @param detail says what was wrong and what would be right
/// @param code says it to programs, in a word or two; empty if the status says all
/// @param retryAfter when the same request may do better, if that is known; whole seconds
/// @param extra what else programs may want to know, by its name in the answer
public record Problem(
        int status,
        String detail,
        String code,
        Optional<Duration> retryAfter,
        Map<String, Object> extra) {
    private static final String TYPE = "application/problem+json";

    public Problem(int status, String detail, String code, Optional<Duration> retryAfter) {
        this(status, detail, code, retryAfter, Map.of());
    }

    public Problem(int status, String detail) {
        this(status, detail, "", Optional.empty());
    }

    public static Problem notFound(String detail) {
        return new Problem(HttpStatus.NOT_FOUND_404, detail);
    }

    public static Problem forbidden(String detail) {
        return new Problem(HttpStatus.FORBIDDEN_403, detail);
    }

    public static Problem badRequest(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST_400, detail);
    }

    public static Problem unavailable(String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail);
    }

    /// The same, for whoever asks again later.
    public static Problem unavailable(String detail, Duration retryAfter) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail, "", Optional.of(retryAfter));
    }

    /// The same, with a word for programs.
    public Problem coded(String newCode) {
        return new Problem(status, detail, newCode, retryAfter, extra);
    }

    /// The same, with something more for programs.
    public Problem with(String name, Object value) {
        return new Problem(status, detail, code, retryAfter, Map.of(name, value));
    }

    public String title() {
        return HttpStatus.getMessage(status);
    }

    /// Answers with this.
    public void send(Request request, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        retryAfter.ifPresent(
                later -> response.getHeaders().put(HttpHeader.RETRY_AFTER, ceilSeconds(later)));
        Content.of(TYPE, json()).sendUnconditionally(request, response, callback);
    }

    private static String ceilSeconds(Duration duration) {
        return Long.toString(Math.ceilDiv(duration.toMillis(), 1_000));
    }

    private byte[] json() {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "about:blank");
        members.put("title", title());
        members.put("status", status);
        members.put("detail", detail);
        if (!code.isEmpty()) {
            members.put("code", code);
        }
        members.putAll(extra);
        return Json.bytes(members);
    }
}
