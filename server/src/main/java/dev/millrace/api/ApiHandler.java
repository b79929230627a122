package dev.millrace.api;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Json;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Audience;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The REST API under `/api/v2/`, as `openapi.yaml` beside this class describes it.
public final class ApiHandler extends Handler.Abstract {
    private static final String ROOT = "/api/v2/";

    private static final List<HttpMethod> READING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final List<HttpMethod> READING_AND_ENDING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

    private final Instance instance;
    private final Channels channels;
    private final Sessions sessions;
    private final Traffic traffic;
    private final Content description;

    public ApiHandler(Instance instance, Channels channels, Sessions sessions, Traffic traffic) {
        this.instance = instance;
        this.channels = channels;
        this.sessions = sessions;
        this.traffic = traffic;
        this.description = Resources.content("/dev/millrace/api/openapi.yaml").orElseThrow();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        if (!path.equals("/api") && !path.startsWith("/api/")) {
            return false;
        }
        var exchange = new Exchange(request, response, callback);
        if (!path.startsWith(ROOT)) {
            refuse(unknown(), exchange);
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

    private record Exchange(Request request, Response response, Callback callback) {
        boolean isOneOf(List<HttpMethod> allowed) {
            return Methods.isOneOf(allowed, request, response, callback);
        }

        /// The channel that is asked for by the name the API gave it: the virtual host is a query
        /// of the URL, unless somebody encoded the question mark.
        ChannelName channel(String path) throws Malformed {
            String vhost = Request.extractQueryParameters(request).getValue("vhost");
            return ChannelName.parse(vhost == null ? path : path + "?vhost=" + vhost);
        }

        boolean is(HttpMethod method) {
            return method.is(request.getMethod());
        }
    }

    private void answerWhole(String resource, Exchange exchange) {
        switch (resource) {
            case "server" -> read(exchange, ServerJson.of(instance, channels, sessions, traffic));
            case "channels" -> read(exchange, Map.of("channels", allChannels()));
            case "sessions" -> read(exchange, Map.of("sessions", allSessions()));
            case "openapi.yaml" -> describe(exchange);
            default -> refuse(unknown(), exchange);
        }
    }

    private void answerOne(String resource, String name, Exchange exchange) {
        switch (resource) {
            case "channels" -> answerChannel(name, exchange);
            case "sessions" -> answerSession(name, exchange);
            default -> refuse(unknown(), exchange);
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

    private void answerChannel(String path, Exchange exchange) {
        try {
            ChannelName name = exchange.channel(path);
            Optional<Channel> channel = channels.find(name);
            if (channel.isPresent()) {
                Audience audience = Audience.of(sessions);
                read(exchange, ChannelJson.of(channel.get(), sessions, traffic, audience));
            } else {
                refuse(
                        Problem.notFound(
                                "nobody publishes %s or waits for it; GET %schannels lists all"
                                        .formatted(name, ROOT)),
                        exchange);
            }
        } catch (Malformed e) {
            refuse(Problem.badRequest(String.valueOf(e.getMessage())), exchange);
        }
    }

    private void answerSession(String id, Exchange exchange) {
        if (!Sessions.isId(id)) {
            refuse(Problem.badRequest("a session's id is s and a number, such as s12"), exchange);
            return;
        }
        Optional<Session> session = sessions.find(id);
        if (session.isEmpty()) {
            refuse(
                    Problem.notFound(
                            "there is no session %s; GET %ssessions lists all".formatted(id, ROOT)),
                    exchange);
        } else if (exchange.isOneOf(READING_AND_ENDING)) {
            if (exchange.is(HttpMethod.DELETE)) {
                end(session.get(), exchange);
            } else {
                send(exchange, SessionJson.of(session.get()));
            }
        }
    }

    private static void end(Session session, Exchange exchange) {
        session.hangUp("ended by the API");
        exchange.response.setStatus(HttpStatus.NO_CONTENT_204);
        exchange.callback.succeeded();
    }

    private void describe(Exchange exchange) {
        if (exchange.isOneOf(READING)) {
            description.send(exchange.request, exchange.response, exchange.callback);
        }
    }

    private static void read(Exchange exchange, Object answer) {
        if (exchange.isOneOf(READING)) {
            send(exchange, answer);
        }
    }

    private static void send(Exchange exchange, Object answer) {
        Content.of("application/json", Json.bytes(answer))
                .cached("no-store")
                .send(exchange.request, exchange.response, exchange.callback);
    }

    private static void refuse(Problem problem, Exchange exchange) {
        problem.send(exchange.request, exchange.response, exchange.callback);
    }

    private static Problem unknown() {
        return Problem.notFound(
                "the API has %1$sserver, %1$schannels, %1$ssessions and %1$sopenapi.yaml"
                        .formatted(ROOT));
    }
}
