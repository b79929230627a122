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
            Pattern.compile("/api/v2/(sources|recordings|edges)(?:/([^/]+)(?:/([^/]+))?)?");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ControlNode node;
    private final Access access;
    private final SourceApi sources;
    private final RecordingApi recordings;

    public ControlApi(ControlNode node, Access access) {
        this.node = node;
        this.access = access;
        this.sources = new SourceApi(node);
        this.recordings = new RecordingApi(node);
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
        boolean isStop = verb.filter("stop"::equals).isPresent();
        if (resource.equals("recordings") && isStop) {
            recordings.answerStop(id.orElseThrow(), exchange);
        } else if (verb.isPresent() || (resource.equals("edges") && id.isPresent())) {
            exchange.refuse(Problem.notFound("nothing is here; openapi.yaml says what is"));
        } else if (resource.equals("edges")) {
            answerEdges(exchange);
        } else if (resource.equals("sources")) {
            if (id.isPresent()) {
                sources.answerOne(id.get(), exchange);
            } else {
                sources.answerAll(exchange);
            }
        } else if (id.isPresent()) {
            recordings.answerOne(id.get(), exchange);
        } else {
            recordings.answerAll(exchange);
        }
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
