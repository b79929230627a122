package dev.millrace.api;

import dev.millrace.access.Right;
import dev.millrace.api.RelayEditor.RefusedException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Problem;
import dev.millrace.relay.Relay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;

/// Relays in the API: `/relays`, `/relays/{app}/{stream}`, and what can be done to one.
final class RelayApi {
    private static final List<HttpMethod> LISTING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.OPTIONS);
    private static final List<HttpMethod> EDITING =
            List.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.PUT,
                    HttpMethod.DELETE,
                    HttpMethod.OPTIONS);
    private static final List<HttpMethod> DOING = List.of(HttpMethod.POST, HttpMethod.OPTIONS);

    /// What can be done to a relay, and what it then says of itself.
    private static final Map<String, Consumer<Relay>> ACTIONS =
            Map.of(
                    "start", relay -> relay.start("started by the API"),
                    "stop", relay -> relay.stop("stopped by the API"),
                    "reset", relay -> relay.reset("reset by the API"));

    private final ServerView view;
    private final RelayEditor editor;

    RelayApi(ServerView view) {
        this.view = view;
        this.editor = view.editor();
    }

    void answerAll(ApiExchange exchange) {
        if (!exchange.isOneOf(LISTING)) {
            return;
        }
        if (exchange.is(HttpMethod.POST)) {
            put(Optional.empty(), true, exchange);
        } else {
            exchange.read(() -> Map.of("relays", view.allRelays(mayConfigure(exchange))));
        }
    }

    /// All settings that a relay has.
    void answerSettings(ApiExchange exchange) {
        exchange.read(() -> Map.of("settings", editor.fields()));
    }

    /// @param path `{app}/{stream}`, perhaps with `/log`, `/start`, `/stop` or `/reset` behind it
    void answer(String path, ApiExchange exchange) {
        try {
            int slash = path.lastIndexOf('/');
            String verb = path.substring(slash + 1);
            boolean isVerb = ACTIONS.containsKey(verb) || verb.equals("log");
            boolean isDeep = path.indexOf('/') < slash;
            if (isVerb && isDeep) {
                answer(exchange.channel(path.substring(0, slash)), verb, exchange);
            } else if (isDeep && exchange.is(HttpMethod.POST)) {
                exchange.refuse(
                        Problem.notFound(
                                "a relay has a log, and can be told to start, stop or reset"));
            } else {
                answer(exchange.channel(path), exchange);
            }
        } catch (Malformed e) {
            if (exchange.may(Right.READ)) {
                exchange.refuse(Problem.badRequest(String.valueOf(e.getMessage())));
            }
        }
    }

    private void answer(ChannelName name, ApiExchange exchange) {
        if (!exchange.isOneOf(EDITING)) {
            return;
        }
        if (exchange.is(HttpMethod.PUT)) {
            put(Optional.of(name), false, exchange);
        } else if (exchange.is(HttpMethod.DELETE)) {
            remove(name, exchange);
        } else {
            ifThere(name, exchange, relay -> exchange.read(() -> json(relay, exchange)));
        }
    }

    private void answer(ChannelName name, String verb, ApiExchange exchange) {
        Consumer<Relay> action = ACTIONS.get(verb);
        if (action == null) {
            ifThere(name, exchange, relay -> exchange.read(() -> RelayLogJson.of(relay)));
        } else if (exchange.isOneOf(DOING) && exchange.mayChange(Right.OPERATE)) {
            ifThere(
                    name,
                    exchange,
                    relay -> {
                        action.accept(relay);
                        exchange.send(json(relay, exchange));
                    });
        }
    }

    private void put(Optional<ChannelName> name, boolean isNew, ApiExchange exchange) {
        if (!exchange.mayChange(Right.CONFIGURE)) {
            return;
        }
        Optional<String> body = exchange.body();
        if (body.isEmpty()) {
            exchange.refuse(Problem.badRequest("a relay's settings are at most 64 KB of JSON"));
            return;
        }
        try {
            boolean wasThere = name.flatMap(view.relays()::find).isPresent();
            ChannelName put = editor.put(name, body.get(), isNew);
            if (!wasThere) {
                exchange.response().setStatus(HttpStatus.CREATED_201);
            }
            ifThere(put, exchange, relay -> exchange.send(json(relay, exchange)));
        } catch (RefusedException e) {
            exchange.refuse(e.problem());
        }
    }

    private void remove(ChannelName name, ApiExchange exchange) {
        if (!exchange.mayChange(Right.CONFIGURE)) {
            return;
        }
        ifThere(
                name,
                exchange,
                _ -> {
                    try {
                        editor.remove(name);
                        exchange.done();
                    } catch (RefusedException e) {
                        exchange.refuse(e.problem());
                    }
                });
    }

    private void ifThere(ChannelName name, ApiExchange exchange, Consumer<Relay> then) {
        Optional<Relay> relay = view.relays().find(name);
        if (relay.isPresent()) {
            then.accept(relay.get());
        } else if (exchange.may(Right.READ)) { // who may not read learns no names
            exchange.refuse(
                    Problem.notFound(
                            "there is no relay %s; GET /api/v2/relays lists all".formatted(name)));
        }
    }

    private RelayJson json(Relay relay, ApiExchange exchange) {
        return view.relay(relay, mayConfigure(exchange));
    }

    private static boolean mayConfigure(ApiExchange exchange) {
        return exchange.access().of(exchange.request()).may().covers(Right.CONFIGURE);
    }
}
