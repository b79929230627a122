package dev.millrace.api.livemix;

import dev.millrace.api.livemix.LiveMixJson.RecordingJson;
import dev.millrace.api.livemix.LiveMixJson.SegmentJson;
import dev.millrace.control.Recording;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import dev.millrace.control.catalogue.Page;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.Recordings;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpMethod;

/// Recordings: `/v1/recording…`, `/v1/source/{id}/recording`.
final class RecordingRoutes {
    private static final int ROWS = 1_000;

    private final ControlNode node;

    RecordingRoutes(ControlNode node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.of(HttpMethod.POST, "/v1/source/{}/recording", this::start),
                Route.of(HttpMethod.GET, "/v1/source/{}/recording", this::listOfSource),
                Route.of(HttpMethod.GET, "/v1/recording", this::list),
                Route.of(HttpMethod.GET, "/v1/recording/{}", this::show),
                Route.of(HttpMethod.DELETE, "/v1/recording/{}", this::delete),
                Route.of(HttpMethod.POST, "/v1/recording/{}/stop", this::stop),
                Route.of(HttpMethod.GET, "/v1/recording/{}/segment", this::segments));
    }

    private void start(LiveMixExchange exchange) throws JsonException, BadRequestException {
        if (!exchange.mayChange()) {
            return;
        }
        Optional<UUID> source = exchange.id();
        Optional<JsonObject> body = exchange.body();
        Optional<Recording> started =
                source.isPresent()
                        ? node.recordings().start(wanted(source.get(), body))
                        : Optional.empty();
        if (started.isPresent()) {
            exchange.send("recording", RecordingJson.of(started.get()));
        } else {
            SourceRoutes.unknown(exchange);
        }
    }

    private static Recordings.Wanted wanted(UUID source, Optional<JsonObject> body)
            throws JsonException {
        if (body.isEmpty()) {
            return new Recordings.Wanted(
                    source, Optional.empty(), Optional.empty(), Optional.empty());
        }
        JsonObject it = body.get();
        Optional<Long> epoch = it.maybeLong("start_time_epoch");
        try {
            return new Recordings.Wanted(
                    source,
                    it.maybeText("alias"),
                    it.maybeText("description"),
                    epoch.map(Instant::ofEpochSecond));
        } catch (DateTimeException e) {
            throw new JsonException("start_time_epoch is no time: " + epoch.orElseThrow());
        }
    }

    private void listOfSource(LiveMixExchange exchange) {
        if (!exchange.mayRead()) {
            return;
        }
        boolean active = exchange.query("only_active").isPresent();
        Optional<UUID> source = exchange.id().filter(id -> node.catalogue().source(id).isPresent());
        if (source.isPresent()) {
            exchange.send("recordings", recordings(source, active));
        } else {
            SourceRoutes.unknown(exchange);
        }
    }

    private void list(LiveMixExchange exchange) {
        if (exchange.mayRead()) {
            boolean active = exchange.query("only_active").isPresent();
            exchange.send("recordings", recordings(Optional.empty(), active));
        }
    }

    private List<RecordingJson> recordings(Optional<UUID> source, boolean active) {
        var all = new ArrayList<RecordingJson>();
        var request = Page.Request.first();
        while (true) {
            Page<Recording> page =
                    node.catalogue().recordings(new RecordingQuery(source, active, request));
            page.items().stream().map(RecordingJson::of).forEach(all::add);
            if (page.next().isEmpty()) {
                return all;
            }
            request = new Page.Request(page.next(), Page.Request.LIMIT_MAX);
        }
    }

    private void show(LiveMixExchange exchange) {
        if (!exchange.mayRead()) {
            return;
        }
        node.catalogue()
                .recording(exchange.word(1))
                .ifPresentOrElse(
                        it -> exchange.send("recording", RecordingJson.of(it)),
                        () -> unknown(exchange));
    }

    /// With `force` or without: no edge node has to agree.
    private void delete(LiveMixExchange exchange) {
        if (exchange.mayChange()) {
            answer(exchange, node.deleteRecording(exchange.word(1)));
        }
    }

    private void stop(LiveMixExchange exchange) {
        if (exchange.mayChange()) {
            answer(exchange, node.recordings().stop(exchange.word(1)).isPresent());
        }
    }

    private void segments(LiveMixExchange exchange) {
        if (!exchange.mayRead()) {
            return;
        }
        String id = exchange.word(1);
        if (node.catalogue().recording(id).isEmpty()) {
            unknown(exchange);
            return;
        }
        var all = new ArrayList<SegmentJson>();
        long after = -1;
        List<StoredSegment> rows;
        do {
            rows = node.catalogue().segments(id, after, ROWS);
            rows.stream().filter(it -> !it.isLost()).map(SegmentJson::of).forEach(all::add);
            after = rows.isEmpty() ? after : rows.getLast().segment().id().sequence();
        } while (rows.size() >= ROWS);
        all.sort(Comparator.comparing(SegmentJson::end));
        exchange.send("segments", all);
    }

    private static void answer(LiveMixExchange exchange, boolean there) {
        if (there) {
            exchange.done();
        } else {
            unknown(exchange);
        }
    }

    /// There is no such recording.
    static void unknown(LiveMixExchange exchange) {
        exchange.notFound("there is no such recording; GET /v1/recording lists all");
    }
}
