package dev.millrace.api;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channel;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
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

    private final ServerView view;
    private final Access access;
    private final LoginApi login;
    private final RelayApi relays;
    private final DvrApi dvr;
    private final ConfigApi config;
    private final StateEvents events;
    private final Content description;

    public ApiHandler(ServerView view, Access access) {
        this.view = view;
        this.access = access;
        this.login = new LoginApi(access);
        this.relays = new RelayApi(view);
        this.dvr = new DvrApi(view);
        this.config = new ConfigApi(view);
        this.events = new StateEvents(view);
        this.description = Resources.content("/dev/millrace/api/openapi.yaml").orElseThrow();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        if (!path.equals("/api") && !path.startsWith("/api/")) {
            return false;
        }
        var exchange = new ApiExchange(request, response, callback, access);
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
            case "server" -> exchange.read(view::server);
            case "channels" -> exchange.read(() -> Map.of("channels", view.allChannels()));
            case "sessions" -> exchange.read(() -> Map.of("sessions", view.allSessions()));
            case "hooks" -> exchange.read(view::allHooks);
            case "forwards" -> exchange.read(view::allForwards);
            case "relays" -> relays.answerAll(exchange);
            case "relay-settings" -> relays.answerSettings(exchange);
            case "dvr" -> dvr.answerAll(exchange);
            case "config" -> config.answer(exchange);
            case "events" -> answerEvents(exchange);
            case "login" -> login.answer(exchange);
            case "openapi.yaml" -> describe(exchange);
            default -> exchange.refuse(unknown());
        }
    }

    private void answerOne(String resource, String name, ApiExchange exchange) {
        switch (resource) {
            case "channels" -> answerChannel(name, exchange);
            case "sessions" -> answerSession(name, exchange);
            case "relays" -> relays.answer(name, exchange);
            case "dvr" -> dvr.answer(name, exchange);
            case "config" -> config.answerEffective(name, exchange);
            default -> exchange.refuse(unknown());
        }
    }

    private void answerEvents(ApiExchange exchange) {
        if (exchange.isOneOf(List.of(HttpMethod.GET, HttpMethod.OPTIONS))
                && exchange.may(Right.READ)) {
            boolean withConfig = access.of(exchange.request()).may().covers(Right.CONFIGURE);
            events.answer(exchange, withConfig);
        }
    }

    private void answerChannel(String path, ApiExchange exchange) {
        if (!exchange.isOneOf(ApiExchange.READING) || !exchange.may(Right.READ)) {
            return;
        }
        try {
            ChannelName name = exchange.channel(path);
            Optional<Channel> channel = view.channels().find(name);
            if (channel.isPresent()) {
                exchange.send(view.channel(channel.get()));
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
        if (!exchange.isOneOf(READING_AND_ENDING)) {
            return;
        }
        boolean ends = exchange.is(HttpMethod.DELETE);
        if (!(ends ? exchange.mayChange(Right.OPERATE) : exchange.may(Right.READ))) {
            return;
        }
        if (!Sessions.isId(id)) {
            exchange.refuse(Problem.badRequest("a session's id is s and a number, such as s12"));
            return;
        }
        Optional<Session> session = view.sessions().find(id);
        if (session.isEmpty()) {
            String detail = "there is no session %s; GET %ssessions lists all".formatted(id, ROOT);
            exchange.refuse(Problem.notFound(detail));
        } else if (ends) {
            session.get().hangUp("ended by the API");
            exchange.done();
        } else {
            exchange.send(SessionJson.of(session.get()));
        }
    }

    private void describe(ApiExchange exchange) {
        if (exchange.isOneOf(ApiExchange.READING)) {
            exchange.send(description);
        }
    }

    static Problem unknown() {
        return Problem.notFound(
                ("the API has %1$sserver, %1$schannels, %1$ssessions, %1$shooks, %1$sforwards,"
                                + " %1$srelays, %1$srelay-settings, %1$sdvr, %1$sconfig,"
                                + " %1$sconfig/effective, %1$smeetings/{room}, %1$sbandwidth,"
                                + " %1$sevents, %1$slogin and %1$sopenapi.yaml")
                        .formatted(ROOT));
    }
}
