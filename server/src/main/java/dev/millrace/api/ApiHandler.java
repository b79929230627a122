package dev.millrace.api;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channels;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Json;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Rates;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/// The REST API, version 2, at `/api/v2/`. `openapi.yaml` says what it answers.
public final class ApiHandler extends Handler.Abstract {
    private static final String ROOT = "/api/";
    private static final String PREFIX = "/api/v2/";
    private static final String CHANNELS = "channels/";
    private static final String SESSIONS = "sessions/";
    private static final String DESCRIPTION = "openapi.yaml";
    private static final List<HttpMethod> ENDING = List.of(HttpMethod.DELETE, HttpMethod.OPTIONS);

    private final Views views;
    private final Sessions sessions;
    private final Content description;

    public ApiHandler(
            ServerIdentity identity, Channels channels, Sessions sessions, Rates rates) {
        this.views = new Views(identity, channels, sessions, rates);
        this.sessions = sessions;
        this.description =
                Content.of("application/yaml", Resources.read(ApiHandler.class, DESCRIPTION))
                        .compressed()
                        .cached("no-cache");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getDecodedPath();
        if (path == null || !path.startsWith(ROOT)) {
            return false;
        }
        if (!path.startsWith(PREFIX)) {
            unknown().send(request, response, callback);
            return true;
        }
        String what = path.substring(PREFIX.length());
        if (what.startsWith(SESSIONS)) {
            endSession(what.substring(SESSIONS.length()), request, response, callback);
        } else if (Methods.isReading(request, response, callback)) {
            answer(what, request, response, callback);
        }
        return true;
    }

    private void answer(String what, Request request, Response response, Callback callback) {
        switch (what) {
            case "server" -> send(views.server(), request, response, callback);
            case "channels" -> {
                var all = Map.of("channels", views.channels());
                send(all, request, response, callback);
            }
            case "sessions" -> {
                var all = Map.of("sessions", views.sessions());
                send(all, request, response, callback);
            }
            case DESCRIPTION -> description.send(request, response, callback);
            default -> {
                if (what.startsWith(CHANNELS)) {
                    answerChannel(what.substring(CHANNELS.length()), request, response, callback);
                } else {
                    unknown().send(request, response, callback);
                }
            }
        }
    }

    private void answerChannel(String path, Request request, Response response, Callback callback) {
        try {
            ChannelName name = channelName(path, request);
            Optional<ChannelView> channel = views.channel(name);
            if (channel.isPresent()) {
                send(channel.get(), request, response, callback);
            } else {
                Problem.notFound("there is no channel %s; /api/v2/channels lists them".formatted(name))
                        .send(request, response, callback);
            }
        } catch (Malformed e) {
            Problem.badRequest(e.getMessage()).send(request, response, callback);
        }
    }

    private void endSession(String id, Request request, Response response, Callback callback) {
        if (!Methods.isOneOf(ENDING, request, response, callback)) {
            return;
        }
        Optional<Session> session = sessions.find(id);
        if (session.isEmpty()) {
            Problem.notFound("there is no such session; /api/v2/sessions lists them")
                    .send(request, response, callback);
            return;
        }
        session.get().hangUp("an operator ended the session");
        response.setStatus(HttpStatus.NO_CONTENT_204);
        callback.succeeded();
    }

    private static ChannelName channelName(String path, Request request) throws Malformed {
        Fields query = Request.extractQueryParameters(request);
        String vhost = query.getValue("vhost");
        int slash = path.lastIndexOf('/');
        return vhost == null || slash < 0
                ? ChannelName.parse(path)
                : ChannelName.of(vhost, path.substring(0, slash), path.substring(slash + 1));
    }

    private static void send(
            Object answer, Request request, Response response, Callback callback) {
        Content.of("application/json", Json.bytes(answer))
                .cached("no-store")
                .send(request, response, callback);
    }

    private static Problem unknown() {
        return Problem.notFound(
                "the API has /api/v2/server, /channels, /channels/{app}/{stream}, /sessions,"
                        + " /sessions/{id} and /openapi.yaml");
    }
}
