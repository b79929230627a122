package dev.millrace.edge.http;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.api.Envelope;
import dev.millrace.api.HlsContent;
import dev.millrace.edge.cache.Cached;
import dev.millrace.edge.intake.RefusedException;
import dev.millrace.edge.link.LinkStatus;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An edge node over HTTP, at LiveMix's paths: encoders push playlists, viewers nearby watch what
/// is in the cache, and whoever guards the node asks whether it is well. And `/api/v2/edge`.
public final class EdgeHandler extends Handler.Abstract {
    private static final String VOD = "/v1/vod/live/";

    /// As large as a playlist may be that is read at all.
    private static final int BODY_BYTES_MAX = 8 << 20;

    private static final Duration LATER = Duration.ofSeconds(2);
    private static final List<HttpMethod> PUSHING = List.of(HttpMethod.POST, HttpMethod.OPTIONS);

    /// A node that did not report for so many times is not well.
    private static final int REPORTS_LATE = 2;

    private final EdgeView view;
    private final Access access;

    public EdgeHandler(EdgeView view, Access access) {
        this.view = view;
        this.access = access;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        var exchange = new ApiExchange(request, response, callback, access);
        switch (path) {
            case "/v1/playlist" -> takePlaylist(exchange);
            case "/v1/source" -> answerSources(exchange);
            case "/liveness/alive" -> answerAlive(exchange);
            case "/liveness/ready" -> answerReady(exchange);
            case "/api/v2/edge" -> exchange.read(() -> EdgeJson.of(view));
            default -> {
                if (!path.startsWith(VOD)) {
                    return false;
                }
                answerVod(path.substring(VOD.length()), exchange);
            }
        }
        return true;
    }

    private void takePlaylist(ApiExchange exchange) {
        if (!exchange.isOneOf(PUSHING)) {
            return;
        }
        var envelope = Envelope.of(exchange);
        if (!envelope.mayChange(Right.OPERATE)) {
            return;
        }
        var headers = exchange.request().getHeaders();
        Optional<String> name =
                Optional.ofNullable(headers.get("Video-Source-Name")).or(view.defaults()::source);
        Optional<String> prefix =
                Optional.ofNullable(headers.get("MPEG-TS-URI-Prefix")).or(view.defaults()::prefix);
        if (name.isEmpty()) {
            refuse("Video-Source-Name", "edge.source", envelope);
        } else if (prefix.isEmpty()) {
            refuse("MPEG-TS-URI-Prefix", "edge.segment_prefix", envelope);
        } else {
            takePlaylist(name.get().strip(), prefix.get().strip(), envelope);
        }
    }

    private static void refuse(String header, String setting, Envelope envelope) {
        envelope.refuse(
                Problem.badRequest(
                        "the header %s is missing, and %s is not set".formatted(header, setting)));
    }

    private void takePlaylist(String name, String prefix, Envelope envelope) {
        Optional<String> text = envelope.exchange().body(BODY_BYTES_MAX);
        if (text.isEmpty()) {
            envelope.refuse(
                    new Problem(
                            HttpStatus.PAYLOAD_TOO_LARGE_413,
                            "a playlist has at most %d MiB, and has to come whole"
                                    .formatted(BODY_BYTES_MAX >> 20)));
            return;
        }
        try {
            view.playlists().take(name, prefix, text.get());
            envelope.send(Map.of());
        } catch (RefusedException e) {
            envelope.refuse(problem(e));
        }
    }

    private static Problem problem(RefusedException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.why()) {
            case WRONG -> Problem.badRequest(detail);
            case FORBIDDEN -> Problem.forbidden(detail);
            case TOO_LARGE -> new Problem(HttpStatus.PAYLOAD_TOO_LARGE_413, detail);
            case BUSY -> Problem.unavailable(detail, LATER);
        };
    }

    private static void answerAlive(ApiExchange exchange) {
        if (exchange.isOneOf(ApiExchange.READING)) {
            Envelope.of(exchange).send(Map.of());
        }
    }

    private void answerReady(ApiExchange exchange) {
        if (!exchange.isOneOf(ApiExchange.READING)) {
            return;
        }
        var envelope = Envelope.of(exchange);
        missing()
                .ifPresentOrElse(
                        it -> envelope.refuse(Problem.unavailable(it)),
                        () -> envelope.send(Map.of()));
    }

    private void answerSources(ApiExchange exchange) {
        if (!exchange.isOneOf(ApiExchange.READING)) {
            return;
        }
        var envelope = Envelope.of(exchange);
        if (envelope.may(Right.READ)) {
            envelope.send(sources());
        }
    }

    /// Why this node is of no use now, if it is not.
    private Optional<String> missing() {
        LinkStatus status = view.status().get();
        if (status.state() != LinkStatus.State.OFF) {
            Duration most = view.report().multipliedBy(REPORTS_LATE);
            boolean reported =
                    status.reportedAt()
                            .filter(it ->
                                    !it.plus(most).isBefore(view.sources().clock().onTheWall()))
                            .isPresent();
            if (!reported) {
                return Optional.of("the control node was not told for %s".formatted(most));
            }
        }
        return view.sources().cache().segments() == 0
                ? Optional.of("there is no segment in the cache")
                : Optional.empty();
    }

    private Map<String, Object> sources() {
        List<Map<String, Object>> all =
                view.sources().list().stream().map(EdgeHandler::source).toList();
        var members = new LinkedHashMap<String, Object>();
        members.put("sources", all);
        if (all.size() == 1) {
            members.put("source", all.getFirst()); // an edge node of LiveMix has one
        }
        return members;
    }

    private static Map<String, Object> source(EdgeSource source) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", SourceIds.of(source));
        members.put("name", source.name());
        members.put("segment_length", Math.max(1, source.segmentLength().toSeconds()));
        members.put("streaming", source.wanted().live() ? 1 : -1);
        return members;
    }

    private void answerVod(String path, ApiExchange exchange) {
        if (!exchange.isOneOf(ApiExchange.READING)) {
            return;
        }
        int slash = path.lastIndexOf('/');
        String id = slash < 0 ? "" : path.substring(0, slash);
        String file = path.substring(slash + 1).toLowerCase(Locale.ROOT);
        Optional<EdgeSource> source = SourceIds.find(id, view.sources());
        Optional<Content> content = Optional.empty();
        if (source.isPresent() && file.endsWith(".m3u8")) {
            content = playlist(source.get());
        } else if (source.isPresent() && file.endsWith(".ts")) {
            content = segment(source.get(), file.substring(0, file.length() - ".ts".length()));
        }
        if (content.isPresent()) {
            exchange.send(content.get());
        } else {
            Envelope.of(exchange)
                    .refuse(
                            Problem.notFound(
                                    source.isPresent()
                                            ? "%s has no such playlist or segment, or no longer"
                                                    .formatted(source.get().name())
                                            : "there is no such source; GET /v1/source lists all"));
        }
    }

    private Optional<Content> playlist(EdgeSource source) {
        List<Cached> newest = view.sources().cache().newest(source.name(), CachePlaylist.SEGMENTS);
        return CachePlaylist.of(newest).map(HlsContent::playlist);
    }

    private Optional<Content> segment(EdgeSource source, String name) {
        Optional<Cached> cached =
                view.sources().cache().list(source.name()).stream()
                        .filter(it -> it.segment().id().name().equals(name))
                        .findFirst();
        if (cached.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HlsContent.segment(name, cached.get().bytes()));
        } catch (IOException e) {
            return Optional.empty(); // it left the cache meanwhile
        }
    }
}
