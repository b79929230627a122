package dev.millrace.api.control;

import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.control.Recording;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import dev.millrace.control.catalogue.Stretches;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.Recordings.Wanted;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;

/// Recordings in the API: `/recordings`, `/recordings/{id}`, `/recordings/{id}/timeline`,
/// `/recordings/{id}/stop`.
final class RecordingApi {
    private static final List<HttpMethod> LISTING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.OPTIONS);
    private static final List<HttpMethod> ENDING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);
    private static final List<HttpMethod> DOING = List.of(HttpMethod.POST, HttpMethod.OPTIONS);

    /// That many rows of an index are read in some ten milliseconds.
    private static final int SEGMENTS_MAX = 20_000;

    private final ControlNode node;

    RecordingApi(ControlNode node) {
        this.node = node;
    }

    void answerAll(ApiExchange exchange) throws JsonException, BadRequestException {
        if (!exchange.isOneOf(LISTING)) {
            return;
        }
        if (exchange.is(HttpMethod.POST)) {
            start(exchange);
        } else if (exchange.may(Right.READ)) {
            Optional<String> source = PageQuery.query("source", exchange);
            Optional<UUID> id = source.flatMap(SourceApi::uuid);
            if (source.isPresent() && id.isEmpty()) {
                throw new BadRequestException("source must be the id of a source");
            }
            boolean active = PageQuery.isTrue("active", exchange);
            boolean newest = PageQuery.isTrue("newest", exchange);
            var query = new RecordingQuery(id, active, newest, PageQuery.of(exchange));
            var page = node.catalogue().recordings(query);
            exchange.send(PageQuery.answer("recordings", page, RecordingJson::of));
        }
    }

    void answerOne(String id, ApiExchange exchange) {
        if (!exchange.isOneOf(ENDING)) {
            return;
        }
        boolean deletes = exchange.is(HttpMethod.DELETE);
        if (!(deletes ? exchange.mayChange(Right.OPERATE) : exchange.may(Right.READ))) {
            return;
        }
        if (deletes && node.deleteRecording(id)) {
            exchange.done();
        } else {
            answer(node.catalogue().recording(id), exchange);
        }
    }

    void answerTimeline(String id, ApiExchange exchange) throws BadRequestException {
        if (!exchange.isOneOf(ApiExchange.READING) || !exchange.may(Right.READ)) {
            return;
        }
        Instant from = PageQuery.time("from", exchange).orElse(Instant.EPOCH);
        Optional<Recording> recording = node.catalogue().recording(id);
        if (recording.isPresent()) {
            // First: what comes in between is said to be owed, and is there.
            Optional<Instant> owed = owedFrom(recording.get());
            Stretches known = node.catalogue().stretches(id, from, SEGMENTS_MAX);
            exchange.send(TimelineJson.of(known, owed, node.clock().instant()));
        } else {
            unknown(exchange);
        }
    }

    /// From when on something of it may still come that is missing; empty if nothing may.
    private Optional<Instant> owedFrom(Recording recording) {
        Instant start = recording.start();
        return recording.settled()
                ? Optional.empty()
                : node.edges().owedFrom(recording).map(it -> it.isBefore(start) ? start : it);
    }

    void answerStop(String id, ApiExchange exchange) {
        if (exchange.isOneOf(DOING) && exchange.mayChange(Right.OPERATE)) {
            answer(node.recordings().stop(id), exchange);
        }
    }

    private void start(ApiExchange exchange) throws JsonException, BadRequestException {
        if (!exchange.mayChange(Right.OPERATE)) {
            return;
        }
        JsonObject it = SourceApi.body(exchange);
        Optional<UUID> source = SourceApi.uuid(it.text("source"));
        Optional<Recording> started = Optional.empty();
        if (source.isPresent()) {
            var wanted =
                    new Wanted(
                            source.get(),
                            it.maybeText("alias"),
                            it.maybeText("description"),
                            it.maybeInstant("start"));
            started = node.recordings().start(wanted);
        }
        if (started.isPresent()) {
            exchange.response().setStatus(HttpStatus.CREATED_201);
            exchange.send(RecordingJson.of(started.get()));
        } else {
            throw new BadRequestException("there is no such source; GET /api/v2/sources lists all");
        }
    }

    private static void answer(Optional<Recording> recording, ApiExchange exchange) {
        if (recording.isPresent()) {
            exchange.send(RecordingJson.of(recording.get()));
        } else {
            unknown(exchange);
        }
    }

    private static void unknown(ApiExchange exchange) {
        exchange.refuse(
                Problem.notFound("there is no such recording; GET /api/v2/recordings lists all"));
    }
}
