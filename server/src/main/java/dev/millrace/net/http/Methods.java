package dev.millrace.net.http;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Which methods a resource knows. RFC 9110, 15.5.6.
public final class Methods {
    private static final List<HttpMethod> READING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private Methods() {}

    /// Whether the request only reads; if it does not, or only asks what it may do, this answers.
    public static boolean isReading(Request request, Response response, Callback callback) {
        return isOneOf(READING, request, response, callback);
    }

    /// Whether the request has one of these methods; if it has none, or is OPTIONS, this answers.
    public static boolean isOneOf(
            List<HttpMethod> allowed, Request request, Response response, Callback callback) {
        String method = request.getMethod();
        boolean known = allowed.stream().anyMatch(m -> m.is(method));
        boolean asks = HttpMethod.OPTIONS.is(method);
        if (known && !asks) {
            return true;
        }
        String names = String.join(", ", allowed.stream().map(HttpMethod::asString).toList());
        response.getHeaders().put(HttpHeader.ALLOW, names);
        if (asks) {
            response.setStatus(HttpStatus.NO_CONTENT_204);
            callback.succeeded();
        } else {
            String detail = "%s does nothing here; allowed are %s".formatted(shown(method), names);
            new Problem(HttpStatus.METHOD_NOT_ALLOWED_405, detail)
                    .send(request, response, callback);
        }
        return false;
    }

    /// What a resource that has these knows: who may GET may HEAD, and everybody may ask.
    public static List<HttpMethod> withImplied(List<HttpMethod> methods) {
        var all = new ArrayList<HttpMethod>();
        for (HttpMethod method : methods) {
            all.add(method);
            if (method == HttpMethod.GET) {
                all.add(HttpMethod.HEAD);
            }
        }
        all.add(HttpMethod.OPTIONS);
        return all;
    }

    private static String shown(String method) {
        return method.length() > 20 ? method.substring(0, 20) + "…" : method;
    }

    /// Whether a page of another site sent this: browsers say so. They ask first before they send a
    /// DELETE, but not before a POST.
    public static boolean isFromAnotherSite(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String host = request.getHeaders().get(HttpHeader.HOST);
        return origin != null && !origin.replaceFirst("^[a-z]+://", "").equalsIgnoreCase(host);
    }
}
