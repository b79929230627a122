package dev.millrace.api.livemix;

import dev.millrace.api.livemix.LiveMixJson.RecordingJson;
import dev.millrace.api.livemix.LiveMixJson.SourceJson;
import dev.millrace.control.Source;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.Budget;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.Edges;
import dev.millrace.control.node.SegmentPosts.Post;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Problem;
import dev.millrace.segment.Segment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;

/// What LiveMix's own edge nodes ask for: `/v1/source/{id}/status`, `/v1/new-segment`.
final class EdgeRoutes {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int READ_BYTES = 64 << 10;

    private final ControlNode node;

    EdgeRoutes(ControlNode node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.of(HttpMethod.POST, "/v1/source/{}/status", this::status),
                Route.of(HttpMethod.POST, "/v1/new-segment", this::take));
    }

    /// What time the edge node thinks it is makes no difference.
    private void status(LiveMixExchange exchange) throws JsonException {
        if (!exchange.mayServe()) {
            return;
        }
        Optional<JsonObject> body = exchange.body();
        if (body.isEmpty()) {
            exchange.badRequest("the body has to say rr_target_id and local_timestamp");
            return;
        }
        String target = body.get().text("rr_target_id");
        body.get().maybeInstant("local_timestamp");
        Optional<UUID> id = exchange.id();
        if (id.flatMap(node.catalogue()::source).isEmpty()) {
            SourceRoutes.unknown(exchange);
            return;
        }
        node.edges().note(id.get(), Edges.LIVEMIX + target);
        Source source = node.catalogue().source(id.get()).orElseThrow();
        List<RecordingJson> active =
                node.catalogue().wanted(source.id()).stream()
                        .filter(it -> it.isActive())
                        .map(RecordingJson::of)
                        .toList();
        exchange.send(Map.of("source", SourceJson.of(source, node.edges()), "recordings", active));
    }

    /// Where the segment came from is said in a header, and nobody opens it.
    private void take(LiveMixExchange exchange) throws BadRequestException, IOException {
        if (!exchange.mayServe()) {
            return;
        }
        String sourceId = required("Source-ID", exchange);
        String name = required("Segment-Name", exchange);
        long startSeconds = number("Segment-Start-TS", exchange);
        long lengthMs = number("Segment-Length-MSec", exchange);
        required("Segment-URI", exchange);
        if (lengthMs < 1 || lengthMs > Segment.DURATION_US_MAX / 1_000) {
            throw new BadRequestException(
                    "Segment-Length-MSec is %d, but must be 1 to %d"
                            .formatted(lengthMs, Segment.DURATION_US_MAX / 1_000));
        }
        Optional<Source> source = source(sourceId);
        if (source.isEmpty()) {
            SourceRoutes.unknown(exchange);
            return;
        }
        Instant start = start(startSeconds);
        node.edges().note(source.get().id(), contactOf(source.get()));
        try (var room = new Room(node.transfers())) {
            byte[] body = body(exchange, room);
            if (body.length == 0) {
                throw new BadRequestException("the body is the segment, but there is none");
            }
            node.posts().take(source.get(), new Post(name, start, lengthMs * 1_000, body));
        }
        exchange.done();
    }

    /// Memory for a segment, until it has gone where it belongs.
    private static final class Room implements AutoCloseable {
        private final Budget memory;
        private long taken;

        Room(Budget memory) {
            this.memory = memory;
        }

        boolean take(int bytes) {
            boolean there = memory.take(bytes, taken);
            taken += there ? bytes : 0;
            return there;
        }

        boolean isFull(int more) {
            return taken + more > Segment.BYTES_MAX;
        }

        @Override
        public void close() {
            memory.give(taken);
        }
    }

    /// As that of a LiveMix edge node, whatever its status said before.
    private static String contactOf(Source source) {
        return source.contact().map(Source.Contact::node).orElse(Edges.LIVEMIX);
    }

    private Optional<Source> source(String id) {
        try {
            return node.catalogue().source(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Instant start(long epochSeconds) throws BadRequestException {
        try {
            Instant start = Instant.ofEpochSecond(epochSeconds);
            if (start.isAfter(Instant.EPOCH)
                    && start.isBefore(node.clock().instant().plus(Duration.ofDays(1)))) {
                return start;
            }
        } catch (DateTimeException e) {
            throw new BadRequestException("Segment-Start-TS is no time: " + e.getMessage());
        }
        throw new BadRequestException(
                "Segment-Start-TS is %d: before 1970, or in the future".formatted(epochSeconds));
    }

    /// The segment.
    ///
    /// @throws RefusedException if it is too long, or there is no memory for it
    private static byte[] body(LiveMixExchange exchange, Room room) throws IOException {
        var body = new ByteArrayOutputStream(READ_BYTES);
        try (InputStream in = Content.Source.asInputStream(exchange.request())) {
            var buffer = new byte[READ_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (room.isFull(n)) {
                    String detail = "a segment has at most %d bytes".formatted(Segment.BYTES_MAX);
                    throw new RefusedException(
                            new Problem(HttpStatus.PAYLOAD_TOO_LARGE_413, detail));
                }
                if (!room.take(n)) {
                    throw new RefusedException(
                            Problem.unavailable("no memory for the segment now", RETRY_AFTER));
                }
                body.write(buffer, 0, n);
            }
            return body.toByteArray();
        }
    }

    private static String required(String header, LiveMixExchange exchange)
            throws BadRequestException {
        return exchange.header(header)
                .filter(it -> !it.isBlank())
                .orElseThrow(() -> new BadRequestException("the header " + header + " is missing"));
    }

    private static long number(String header, LiveMixExchange exchange) throws BadRequestException {
        String text = required(header, exchange);
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new BadRequestException(
                    "the header %s must be a whole number, but is not".formatted(header));
        }
    }
}
