package dev.millrace.api;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.json.Json;
import dev.millrace.net.http.Content;
import dev.millrace.observe.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// For machines that watch the server: `/metrics` for Prometheus, and `/healthz`, which answers as
/// long as anything does.
public final class MetricsHandler extends Handler.Abstract {
    private final Metrics metrics;
    private final Access access;

    public MetricsHandler(Metrics metrics, Access access) {
        this.metrics = metrics;
        this.access = access;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var exchange = new ApiExchange(request, response, callback, access);
        switch (String.valueOf(request.getHttpURI().getDecodedPath())) {
            case "/metrics" -> {
                if (exchange.isOneOf(ApiExchange.READING) && exchange.may(Right.READ)) {
                    exchange.send(measured().cached("no-store"));
                }
            }
            case "/healthz" -> {
                if (exchange.isOneOf(ApiExchange.READING)) {
                    exchange.send(healthy().cached("no-store"));
                }
            }
            default -> {
                return false;
            }
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
