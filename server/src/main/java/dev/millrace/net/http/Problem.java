package dev.millrace.net.http;

import java.util.LinkedHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Why a request is not answered as asked, for programs and for people. RFC 9457.
///
/// @param detail says what was wrong and what would be right
public record Problem(int status, String detail) {
    private static final String TYPE = "application/problem+json";

    public static Problem notFound(String detail) {
        return new Problem(HttpStatus.NOT_FOUND_404, detail);
    }

    public static Problem badRequest(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST_400, detail);
    }

    public static Problem unavailable(String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail);
    }

    public String title() {
        return HttpStatus.getMessage(status);
    }

    /// Answers with this.
    public void send(Request request, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.of(TYPE, json()).sendUnconditionally(request, response, callback);
    }

    private byte[] json() {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "about:blank");
        members.put("title", title());
        members.put("status", status);
        members.put("detail", detail);
        return Json.bytes(members);
    }
}
