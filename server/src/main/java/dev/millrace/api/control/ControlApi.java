package dev.millrace.api.control;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.api.ApiExchange;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.NameTakenException;
import dev.millrace.control.catalogue.Page;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.EdgePeer;
import dev.millrace.json.JsonException;
import dev.millrace.net.http.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The part of the API that only a control node has, as `openapi.yaml` describes it.
public final class ControlApi extends Handler.Abstract {
    private static final Pattern PATH =
            Pattern.compile("/api/v2/(control|sources|recordings|edges)(?:/([^/]+)(?:/([^/]+))?)?");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ControlNode node;
    private final Access access;
    private final SourceApi sources;
    private final RecordingApi recordings;
    private final ControlState state;

    public ControlApi(ControlNode node, Access access) {
        this.node = node;
        this.access = access;
        this.sources = new SourceApi(node);
        this.recordings = new RecordingApi(node);
        this.state = new ControlState(node);
    }

    /// Answers a request.
    interface Answer {
        void run() throws JsonException, BadRequestException, NameTakenException;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Matcher path = PATH.matcher(String.valueOf(request.getHttpURI().getDecodedPath()));
        if (!path.matches()) {
            return false;
        }
        var exchange = new ApiExchange(request, response, callback, access);
        Optional<String> id = Optional.ofNullable(path.group(2));
        Optional<String> verb = Optional.ofNullable(path.group(3));
        attempt(exchange, () -> answer(path.group(1), id, verb, exchange));
        return true;
    }

    private void answer(
            String resource, Optional<String> id, Optional<String> verb, ApiExchange exchange)
            throws JsonException, BadRequestException, NameTakenException {
        if (verb.isPresent()) {
            answerPart(resource + " " + verb.get(), id.orElseThrow(), exchange);
        } else if (id.isPresent()) {
            answerOne(resource, id.get(), exchange);
        } else {
            answerAll(resource, exchange);
        }
    }

    private void answerAll(String resource, ApiExchange exchange)
            throws JsonException, BadRequestException, NameTakenException {
        switch (resource) {
            case "control" -> exchange.read(state::now);
            case "sources" -> sources.answerAll(exchange);
            case "recordings" -> recordings.answerAll(exchange);
            default -> answerEdges(exchange);
        }
    }

    private void answerOne(String resource, String id, ApiExchange exchange)
            throws JsonException, BadRequestException, NameTakenException {
        switch (resource) {
            case "sources" -> sources.answerOne(id, exchange);
            case "recordings" -> recordings.answerOne(id, exchange);
            default -> nothing(exchange);
        }
    }

    private void answerPart(String what, String id, ApiExchange exchange)
            throws BadRequestException {
        switch (what) {
            case "sources snapshot.mp4" -> sources.answerSnapshot(id, exchange);
            case "recordings timeline" -> recordings.answerTimeline(id, exchange);
            case "recordings stop" -> recordings.answerStop(id, exchange);
            default -> nothing(exchange);
        }
    }

    private static void nothing(ApiExchange exchange) {
        exchange.refuse(Problem.notFound("nothing is here; openapi.yaml says what is"));
    }

    private void answerEdges(ApiExchange exchange) throws BadRequestException {
        if (!exchange.isOneOf(ApiExchange.READING) || !exchange.may(Right.READ)) {
            return;
        }
        Page.Request asked = PageQuery.of(exchange);
        List<EdgePeer> all = node.edges().list();
        int from = asked.after().map(ControlApi::index).orElse(0);
        List<EdgePeer> items = all.stream().skip(from).limit(asked.limit()).toList();
        int to = from + items.size();
        Optional<String> next =
                to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty();
        exchange.send(
                PageQuery.answer(
                        "edges", new Page<>(items, next), peer -> EdgeJson.of(peer, node)));
    }

    private static int index(String after) {
        if (!after.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("after is not what a page said was next");
        }
        return Integer.parseInt(after);
    }

    private static void attempt(ApiExchange exchange, Answer answer) {
        try {
            answer.run();
        } catch (JsonException | BadRequestException | IllegalArgumentException e) {
            exchange.refuse(Problem.badRequest(String.valueOf(e.getMessage())));
        } catch (NameTakenException e) {
            exchange.refuse(new Problem(HttpStatus.CONFLICT_409, String.valueOf(e.getMessage())));
        } catch (CatalogueException e) {
            exchange.refuse(Problem.unavailable("the catalogue does not answer", RETRY_AFTER));
        }
    }
}
