package dev.millrace.api.vtx;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Demand;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Problem;
import dev.millrace.relay.Relay;
import dev.millrace.relay.Relays;
import dev.millrace.relay.ffmpeg.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/// What VTX Link answers, with the right status codes: `GET /sys/status`, `GET /streams`, `POST
/// /streams/{name}/start|stop`, and `GET /hls/{name}/{file}`. Its streams are the relays of the app
/// [#APP].
public final class VtxLinkHandler extends Handler.Abstract {
    static final String APP = "live";

    private static final Pattern DOING = Pattern.compile("/streams/([^/]+)/(start|stop)");
    private static final Pattern FILE = Pattern.compile("/hls/([^/]+)/([^/]+)");
    private static final List<HttpMethod> POSTING = List.of(HttpMethod.POST, HttpMethod.OPTIONS);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Relays relays;
    private final Handler hls;
    private final Access access;

    /// @param hls answers for what is in memory
    public VtxLinkHandler(Relays relays, Handler hls, Access access) {
        this.access = access;
        this.relays = relays;
        this.hls = hls;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        var exchange = new ApiExchange(request, response, callback, access);
        Matcher doing = DOING.matcher(path);
        Matcher file = FILE.matcher(path);
        if (path.equals("/sys/status")) {
            exchange.read(StatusJson::now);
        } else if (path.equals("/streams")) {
            exchange.read(() -> StreamsJson.of(relays.list()));
        } else if (doing.matches()) {
            act(doing.group(1), doing.group(2), exchange);
        } else if (file.matches() && relay(file.group(1)).isPresent()) {
            return answerFile(relay(file.group(1)).get(), file.group(2), exchange);
        } else {
            return false;
        }
        return true;
    }

    private Optional<Relay> relay(String name) {
        try {
            return relays.find(ChannelName.of("", APP, name));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private void act(String name, String verb, ApiExchange exchange) {
        Optional<Relay> relay = relay(name);
        if (!exchange.isOneOf(POSTING) || !exchange.mayChange(Right.OPERATE)) {
            return;
        }
        if (relay.isEmpty()) {
            exchange.refuse(
                    Problem.notFound("there is no stream of this name; GET /streams has all"));
        } else if (verb.equals("start")) {
            relay.get().start("started by the API");
            say("Stream [%s] is active (started or refreshed)".formatted(name), exchange);
        } else {
            relay.get().stop("stopped by the API");
            say("Stream [%s] stopped".formatted(name), exchange);
        }
    }

    private static void say(String text, ApiExchange exchange) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.send(Content.of("text/plain;charset=utf-8", body).cached("no-store"));
    }

    private boolean answerFile(Relay relay, String name, ApiExchange exchange) throws Exception {
        if (!exchange.isOneOf(ApiExchange.READING)) {
            return true;
        }
        if (!relay.writesFiles()) {
            return answerFromMemory(relay.settings().name(), name, exchange);
        }
        Optional<OutputFolder> folder = relays.files(relay.settings().name());
        Optional<Path> file = folder.flatMap(it -> it.find(name));
        boolean isPlaylist = name.endsWith(".m3u8");
        if (isPlaylist && !isHead(exchange)) {
            if (relays.want(relay.settings().name(), Route.DIRECT).orElse(null)
                    instanceof Demand.Prospect.Coming(Duration longest)) {
                file = await(relay, name, longest);
            }
        }
        if (file.isPresent()) {
            relay.watched();
            sendFile(file.get(), exchange);
        } else if (isPlaylist && !isHead(exchange)) {
            String why =
                    "stream [%s] has no playlist: %s"
                            .formatted(relay.settings().name().stream(), relay.status().reason());
            exchange.refuse(Problem.unavailable(why, RETRY_AFTER));
        } else {
            exchange.refuse(Problem.notFound("there is no such file"));
        }
        return true;
    }

    private Optional<Path> await(Relay relay, String name, Duration longest)
            throws InterruptedException {
        long untilNs = System.nanoTime() + longest.toNanos();
        Optional<Path> file = Optional.empty();
        while (file.isEmpty() && System.nanoTime() < untilNs && relay.isWanted()) {
            file = relays.files(relay.settings().name()).flatMap(it -> it.find(name));
            if (file.isEmpty()) {
                Thread.sleep(LOOK_AGAIN);
            }
        }
        return file;
    }

    private static void sendFile(Path file, ApiExchange exchange) {
        try {
            exchange.send(FileAnswer.of(file));
        } catch (IOException e) {
            exchange.refuse(Problem.notFound("there is no such file any more"));
        }
    }

    /// Any name of a playlist is that of the channel.
    private boolean answerFromMemory(ChannelName channel, String name, ApiExchange exchange)
            throws Exception {
        String file = name.endsWith(".m3u8") ? "index.m3u8" : name;
        HttpURI there =
                HttpURI.build(exchange.request().getHttpURI())
                        .path("/%s/%s/%s".formatted(APP, encoded(channel.stream()), encoded(file)));
        var moved =
                new Request.Wrapper(exchange.request()) {
                    @Override
                    public HttpURI getHttpURI() {
                        return there;
                    }
                };
        return hls.handle(moved, exchange.response(), exchange.callback());
    }

    private static boolean isHead(ApiExchange exchange) {
        return exchange.is(HttpMethod.HEAD);
    }

    private static String encoded(String text) {
        return URIUtil.encodePath(text);
    }
}
