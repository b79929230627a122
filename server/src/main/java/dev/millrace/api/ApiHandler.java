package dev.millrace.api;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Audience;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import dev.millrace.relay.Relays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The REST API under `/api/v2/`, as `openapi.yaml` beside this class describes it.
public final class ApiHandler extends Handler.Abstract {
    private static final String ROOT = "/api/v2/";

    private static final List<HttpMethod> READING_AND_ENDING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

    private final Instance instance;
    private final Channels channels;
    private final Sessions sessions;
    private final Traffic traffic;
    private final RelayApi relays;
    private final Content description;

    public ApiHandler(
            Instance instance,
            Channels channels,
            Sessions sessions,
            Relays relays,
            Traffic traffic) {
        this.instance = instance;
        this.channels = channels;
        this.sessions = sessions;
        this.traffic = traffic;
        this.relays = new RelayApi(relays);
        this.description = Resources.content("/dev/millrace/api/openapi.yaml").orElseThrow();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        if (!path.equals("/api") && !path.startsWith("/api/")) {
            return false;
        }
        var exchange = new ApiExchange(request, response, callback);
        if (!path.startsWith(ROOT)) {
            exchange.refuse(unknown());
            return true;
        }
        String rest = path.substring(ROOT.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            answerWhole(rest, exchange);
        } else {
            answerOne(rest.substring(0, slash), rest.substring(slash + 1), exchange);
        }
        return true;
    }

    private void answerWhole(String resource, ApiExchange exchange) {
        switch (resource) {
            case "server" -> exchange.read(ServerJson.of(instance, channels, sessions, traffic));
            case "channels" -> exchange.read(Map.of("channels", allChannels()));
            case "sessions" -> exchange.read(Map.of("sessions", allSessions()));
            case "relays" -> relays.answerAll(exchange);
            case "openapi.yaml" -> describe(exchange);
            default -> exchange.refuse(unknown());
        }
    }

    private void answerOne(String resource, String name, ApiExchange exchange) {
        switch (resource) {
            case "channels" -> answerChannel(name, exchange);
            case "sessions" -> answerSession(name, exchange);
            case "relays" -> relays.answer(name, exchange);
            default -> exchange.refuse(unknown());
        }
    }

    private List<ChannelJson> allChannels() {
        Audience audience = Audience.of(sessions);
        return channels.list().stream()
                .map(channel -> ChannelJson.of(channel, sessions, traffic, audience))
                .toList();
    }

    private List<SessionJson> allSessions() {
        return sessions.list().stream().map(SessionJson::of).toList();
    }

    private void answerChannel(String path, ApiExchange exchange) {
        try {
            ChannelName name = exchange.channel(path);
            Optional<Channel> channel = channels.find(name);
            if (channel.isPresent()) {
                Audience audience = Audience.of(sessions);
                exchange.read(ChannelJson.of(channel.get(), sessions, traffic, audience));
            } else {
                String detail =
                        "nobody publishes %s or waits for it; GET %schannels lists all"
                                .formatted(name, ROOT);
                exchange.refuse(Problem.notFound(detail));
            }
        } catch (Malformed e) {
            exchange.refuse(Problem.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private void answerSession(String id, ApiExchange exchange) {
        if (!Sessions.isId(id)) {
            exchange.refuse(Problem.badRequest("a session's id is s and a number, such as s12"));
            return;
        }
        Optional<Session> session = sessions.find(id);
        if (session.isEmpty()) {
            String detail = "there is no session %s; GET %ssessions lists all".formatted(id, ROOT);
            exchange.refuse(Problem.notFound(detail));
        } else if (exchange.isOneOf(READING_AND_ENDING)) {
            if (exchange.is(HttpMethod.DELETE)) {
                end(session.get(), exchange);
            } else {
                exchange.send(SessionJson.of(session.get()));
            }
        }
    }

    private static void end(Session session, ApiExchange exchange) {
        session.hangUp("ended by the API");
        exchange.done();
    }

    private void describe(ApiExchange exchange) {
        if (exchange.isOneOf(ApiExchange.READING)) {
            exchange.send(description);
        }
    }

    private static Problem unknown() {
        return Problem.notFound(
                ("the API has %1$sserver, %1$schannels, %1$ssessions, %1$srelays and"
                                + " %1$sopenapi.yaml")
                        .formatted(ROOT));
    }
}
