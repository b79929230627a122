package dev.millrace.api;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import dev.millrace.relay.Relay;
import dev.millrace.relay.Relays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;

/// Relays in the API: `/relays`, `/relays/{app}/{stream}`, and what can be done to one.
final class RelayApi {
    private static final List<HttpMethod> DOING = List.of(HttpMethod.POST, HttpMethod.OPTIONS);
    private static final String BY = "by the API";

    private final Relays relays;

    RelayApi(Relays relays) {
        this.relays = relays;
    }

    void answerAll(ApiExchange exchange) {
        exchange.read(Map.of("relays", relays.list().stream().map(RelayJson::of).toList()));
    }

    /// @param path `{app}/{stream}`, perhaps with `/log`, `/start`, `/stop` or `/reset` behind it
    void answer(String path, ApiExchange exchange) {
        try {
            Optional<Relay> relay = relays.find(exchange.channel(path));
            if (relay.isPresent()) {
                exchange.read(RelayJson.of(relay.get()));
                return;
            }
            int slash = path.lastIndexOf('/');
            String verb = path.substring(slash + 1);
            Optional<Relay> meant =
                    path.indexOf('/') < slash
                            ? relays.find(exchange.channel(path.substring(0, slash)))
                            : Optional.empty();
            if (meant.isPresent() && verb.equals("log")) {
                exchange.read(RelayLogJson.of(meant.get()));
            } else if (meant.isPresent()) {
                act(verb, meant.get(), exchange);
            } else {
                refuseUnknown(exchange.channel(path), exchange);
            }
        } catch (Malformed e) {
            exchange.refuse(Problem.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private static void act(String verb, Relay relay, ApiExchange exchange) {
        Optional<Runnable> action = action(verb, relay);
        if (action.isEmpty()) {
            exchange.refuse(
                    Problem.notFound("a relay has a log, and can be told to start, stop or reset"));
        } else if (!exchange.isOneOf(DOING)) {
            return;
        } else if (Methods.isFromAnotherSite(exchange.request())) {
            exchange.refuse(Problem.forbidden("only this server's own page may do that"));
        } else {
            action.get().run();
            exchange.send(RelayJson.of(relay));
        }
    }

    private static Optional<Runnable> action(String verb, Relay relay) {
        return switch (verb) {
            case "start" -> Optional.of(() -> relay.start("started " + BY));
            case "stop" -> Optional.of(() -> relay.stop("stopped " + BY));
            case "reset" -> Optional.of(() -> relay.reset("reset " + BY));
            default -> Optional.empty();
        };
    }

    private void refuseUnknown(ChannelName name, ApiExchange exchange) {
        exchange.refuse(
                Problem.notFound(
                        "there is no relay %s; GET /api/v2/relays lists all".formatted(name)));
    }
}
