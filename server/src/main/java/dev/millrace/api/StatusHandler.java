package dev.millrace.api;

import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.observe.Metrics;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// For whoever watches over the server: `/healthz`, and `/metrics` for Prometheus.
public final class StatusHandler extends Handler.Abstract {
    private static final byte[] OK = "ok\n".getBytes(StandardCharsets.UTF_8);

    private final Metrics metrics;

    public StatusHandler(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getDecodedPath();
        boolean health = "/healthz".equals(path);
        if (!health && !"/metrics".equals(path)) {
            return false;
        }
        if (Methods.isReading(request, response, callback)) {
            (health ? health() : metrics()).cached("no-store").send(request, response, callback);
        }
        return true;
    }

    /// Whoever gets this has reached a server that accepts, reads and answers.
    private static Content health() {
        return Content.of("text/plain; charset=utf-8", OK);
    }

    private Content metrics() {
        byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
        return Content.of(Metrics.CONTENT_TYPE, text);
    }
}
