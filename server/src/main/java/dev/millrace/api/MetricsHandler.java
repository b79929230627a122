package dev.millrace.api;

import dev.millrace.net.http.Content;
import dev.millrace.net.http.Json;
import dev.millrace.net.http.Methods;
import dev.millrace.observe.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// For machines that watch the server: `/metrics` for Prometheus, and `/healthz`, which answers as
/// long as anything does.
public final class MetricsHandler extends Handler.Abstract {
    private final Metrics metrics;

    public MetricsHandler(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<Content> answer =
                switch (String.valueOf(request.getHttpURI().getDecodedPath())) {
                    case "/metrics" -> Optional.of(measured());
                    case "/healthz" -> Optional.of(healthy());
                    default -> Optional.empty();
                };
        if (answer.isEmpty()) {
            return false;
        }
        if (Methods.isReading(request, response, callback)) {
            answer.get().cached("no-store").send(request, response, callback);
        }
        return true;
    }

    private Content measured() {
        byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
        return Content.of(Metrics.CONTENT_TYPE, text);
    }

    private static Content healthy() {
        return Content.of("application/json", Json.bytes(Map.of("status", "ok")));
    }
}
