package dev.millrace.api.control;

import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.NameTakenException;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;

/// Sources in the API: `/sources`, `/sources/{id}` and `/sources/{id}/snapshot.mp4`.
final class SourceApi {
    private static final List<HttpMethod> LISTING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.OPTIONS);
    private static final List<HttpMethod> EDITING =
            List.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE,
                    HttpMethod.OPTIONS);
    private static final long SECONDS_MAX = 600;

    private final ControlNode node;

    SourceApi(ControlNode node) {
        this.node = node;
    }

    void answerAll(ApiExchange exchange)
            throws JsonException, BadRequestException, NameTakenException {
        if (!exchange.isOneOf(LISTING)) {
            return;
        }
        if (exchange.is(HttpMethod.POST)) {
            add(exchange);
        } else if (exchange.may(Right.READ)) {
            var page = node.catalogue().sources(PageQuery.of(exchange));
            exchange.send(PageQuery.answer("sources", page, it -> SourceJson.of(it, node)));
        }
    }

    void answerOne(String id, ApiExchange exchange)
            throws JsonException, BadRequestException, NameTakenException {
        if (!exchange.isOneOf(EDITING)) {
            return;
        }
        boolean reads = exchange.is(HttpMethod.GET) || exchange.is(HttpMethod.HEAD);
        if (!(reads ? exchange.may(Right.READ) : exchange.mayChange(Right.OPERATE))) {
            return;
        }
        Optional<Source> source = uuid(id).flatMap(node.catalogue()::source);
        if (source.isEmpty()) {
            unknown(exchange);
        } else if (exchange.is(HttpMethod.DELETE)) {
            node.deleteSource(source.get().id());
            exchange.done();
        } else {
            if (exchange.is(HttpMethod.PATCH)) {
                change(source.get(), body(exchange));
            }
            node.catalogue()
                    .source(source.get().id())
                    .ifPresentOrElse(
                            it -> exchange.send(SourceJson.of(it, node)), () -> unknown(exchange));
        }
    }

    /// The newest picture of a source, as a movie of it, while it streams. Nothing is made to run.
    void answerSnapshot(String id, ApiExchange exchange) {
        if (!exchange.isOneOf(ApiExchange.READING) || !exchange.may(Right.READ)) {
            return;
        }
        Optional<Source> source = uuid(id).flatMap(node.catalogue()::source);
        if (source.isEmpty()) {
            unknown(exchange);
            return;
        }
        Optional<String> newest =
                node.windows()
                        .playlist(source.get())
                        .map(it -> it.segments().getLast().resource().uri().replace(".ts", ""));
        Optional<Content> movie =
                newest.flatMap(it -> node.windows().body(source.get().id(), it))
                        .flatMap(SegmentPicture::movie);
        if (movie.isPresent()) {
            exchange.send(movie.get().tagged(newest.orElseThrow()).cached("no-cache").inRanges());
        } else {
            exchange.refuse(Problem.notFound(source.get().name() + " has no picture now"));
        }
    }

    private void add(ApiExchange exchange)
            throws JsonException, BadRequestException, NameTakenException {
        if (!exchange.mayChange(Right.OPERATE)) {
            return;
        }
        JsonObject it = body(exchange);
        long seconds = Math.clamp(it.number("segmentSeconds"), -1, SECONDS_MAX + 1);
        Source source =
                node.sources()
                        .add(
                                new NewSource(
                                        it.text("name"),
                                        Duration.ofSeconds(seconds),
                                        it.maybeText("description"),
                                        it.maybeText("playlist")));
        exchange.response().setStatus(HttpStatus.CREATED_201);
        exchange.send(SourceJson.of(source, node));
    }

    private void change(Source source, JsonObject change)
            throws JsonException, BadRequestException, NameTakenException {
        Optional<String> name = change.maybeText("name");
        Optional<Boolean> streaming = change.maybeFlag("streaming");
        if (name.isEmpty() && streaming.isEmpty()) {
            throw new BadRequestException("what can be changed is name and streaming");
        }
        if (name.isPresent()) {
            node.sources().rename(source.id(), name.get());
        }
        streaming.ifPresent(it -> node.sources().stream(source.id(), it));
    }

    private static void unknown(ApiExchange exchange) {
        exchange.refuse(Problem.notFound("there is no such source; GET /api/v2/sources lists all"));
    }

    /// The id, if it is one.
    static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The JSON that came with a request.
    static JsonObject body(ApiExchange exchange) throws JsonException {
        Optional<String> text = exchange.body();
        if (text.isEmpty()) {
            throw new JsonException("the body is longer than 64 KB, or was cut off");
        }
        return JsonObject.parse(text.get());
    }
}
