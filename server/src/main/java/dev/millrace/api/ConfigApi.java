package dev.millrace.api;

import dev.millrace.access.Right;
import dev.millrace.api.ConfigDesk.RefusedException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/// Settings in the API: `/config`, and `/config/effective` for those of a channel.
final class ConfigApi {
    /// A thousand relays are half of this.
    private static final int BODY_BYTES_MAX = 1 << 20;

    private static final List<HttpMethod> METHODS =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.OPTIONS);

    private final ServerView view;

    ConfigApi(ServerView view) {
        this.view = view;
    }

    void answer(ApiExchange exchange) {
        if (!exchange.isOneOf(METHODS)) {
            return;
        }
        if (exchange.is(HttpMethod.POST)) {
            change(exchange);
        } else if (exchange.may(Right.CONFIGURE)) {
            exchange.send(Map.of("settings", view.desk().settings()));
        }
    }

    private void change(ApiExchange exchange) {
        if (!exchange.mayChange(Right.CONFIGURE)) {
            return;
        }
        Optional<String> body = exchange.body(BODY_BYTES_MAX);
        if (body.isEmpty()) {
            exchange.refuse(Problem.badRequest("a configuration is at most 1 MB of YAML"));
            return;
        }
        Optional<String> text = body.filter(it -> !it.isBlank());
        Fields query = Request.extractQueryParameters(exchange.request());
        try {
            exchange.send(
                    isSet(query, "dryRun")
                            ? view.desk().plan(text)
                            : view.desk().apply(text, isSet(query, "keep")));
        } catch (RefusedException e) {
            exchange.refuse(e.problem());
        }
    }

    private static boolean isSet(Fields query, String name) {
        String value = query.getValue(name);
        return value != null && !value.equals("0") && !value.equals("false");
    }

    void answerEffective(String what, ApiExchange exchange) {
        if (!what.equals("effective")) {
            exchange.refuse(ApiHandler.unknown());
            return;
        }
        if (!exchange.isOneOf(ApiExchange.READING) || !exchange.may(Right.READ)) {
            return;
        }
        try {
            exchange.send(view.effective().apply(exchange.channelAsked()));
        } catch (Malformed e) {
            exchange.refuse(Problem.badRequest("channel: " + e.getMessage()));
        }
    }
}
