package dev.millrace.net.http;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What every answer says: what browsers must not do with it, and whose scripts may read it. Fetch
/// standard, 3.2 (CORS).
///
/// Scripts of other sites may read; only the server's own page may change anything.
public final class CommonHeaders extends Handler.Wrapper {
    private static final String ANY = "*";
    private static final HttpField NO_SNIFFING =
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField ANY_EMBEDDER =
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "cross-origin");
    private static final HttpField EXPOSED =
            new PreEncodedHttpField(
                    "Access-Control-Expose-Headers",
                    "Accept-Ranges, Content-Length, Content-Range, Date, ETag");
    private static final HttpField VARY_BY_ORIGIN =
            new PreEncodedHttpField(HttpHeader.VARY, "Origin");

    /// URLs hold stream keys and tokens at times; other sites need not see them.
    private static final HttpField NO_REFERRER =
            new PreEncodedHttpField("Referrer-Policy", "no-referrer");

    private volatile Said said;

    /// What the settings have it say.
    private record Said(
            String origin,
            HttpField allowedOrigin,
            Optional<HttpField> secureOnly,
            Optional<HttpField> banner) {
        static Said of(HttpSettings.Headers settings) {
            String origin = settings.corsOrigin();
            return new Said(
                    origin,
                    new PreEncodedHttpField("Access-Control-Allow-Origin", origin),
                    Optional.of(settings.hsts())
                            .filter(Duration::isPositive)
                            .map(time -> "max-age=" + time.toSeconds())
                            .map(text ->
                                    new PreEncodedHttpField("Strict-Transport-Security", text)),
                    Optional.of(settings.banner())
                            .filter(text -> !text.isEmpty())
                            .map(text -> new PreEncodedHttpField(HttpHeader.SERVER, text)));
        }
    }

    CommonHeaders(HttpSettings.Headers settings) {
        this.said = Said.of(settings);
    }

    void settings(HttpSettings.Headers settings) {
        said = Said.of(settings);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        addTo(request, response);
        HttpFields asked = request.getHeaders();
        if (HttpMethod.OPTIONS.is(request.getMethod())
                && asked.contains("Access-Control-Request-Method")) {
            answerPreflight(response, callback);
            return true;
        }
        if (isForeignWebSocket(asked)) {
            String detail =
                    "WebSockets are for pages of %s (http.cors_origin)".formatted(said.origin);
            new Problem(HttpStatus.FORBIDDEN_403, detail).send(request, response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    void addTo(Request request, Response response) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(NO_SNIFFING);
        headers.put(NO_REFERRER);
        Said now = said;
        now.banner.ifPresent(headers::put);
        if (request.isSecure()) { // else RFC 6797, 7.2, forbids it
            now.secureOnly.ifPresent(headers::put);
        }
        headers.put(ANY_EMBEDDER);
        headers.put(now.allowedOrigin);
        headers.put(EXPOSED);
        if (!now.origin.equals(ANY)) {
            headers.add(VARY_BY_ORIGIN);
        }
    }

    /// Browsers let every page open a WebSocket anywhere, and leave it to the server to look where
    /// the page is from. Our own pages may, whatever scheme a proxy in front of us speaks.
    private boolean isForeignWebSocket(HttpFields asked) {
        String origin = said.origin;
        String page = asked.get(HttpHeader.ORIGIN);
        if (origin.equals(ANY) || page == null || !asked.contains(HttpHeader.UPGRADE)) {
            return false;
        }
        String pageHost = page.substring(page.lastIndexOf('/') + 1);
        return !page.equals(origin) && !pageHost.equalsIgnoreCase(asked.get(HttpHeader.HOST));
    }

    private static void answerPreflight(Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
        headers.put("Access-Control-Allow-Headers", "Range, If-None-Match, Cache-Control");
        headers.put("Access-Control-Max-Age", "86400");
        response.setStatus(HttpStatus.NO_CONTENT_204);
        callback.succeeded();
    }
}
