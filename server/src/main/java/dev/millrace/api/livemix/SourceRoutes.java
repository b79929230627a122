package dev.millrace.api.livemix;

import dev.millrace.api.livemix.LiveMixJson.SourceJson;
import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.NameTakenException;
import dev.millrace.control.catalogue.Page;
import dev.millrace.control.node.BadRequestException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;

/// Sources, and whether the node works: `/v1/source…`, `/liveness/…`.
final class SourceRoutes {
    private static final long SEGMENT_SECONDS_MAX = 600;

    private final ControlNode node;

    SourceRoutes(ControlNode node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.of(HttpMethod.GET, "/liveness/alive", LiveMixExchange::done),
                Route.of(HttpMethod.GET, "/liveness/ready", this::ready),
                Route.of(HttpMethod.POST, "/v1/source", this::add),
                Route.of(HttpMethod.GET, "/v1/source", this::list),
                Route.of(HttpMethod.GET, "/v1/source/{}", this::show),
                Route.of(HttpMethod.DELETE, "/v1/source/{}", this::delete),
                Route.of(HttpMethod.PUT, "/v1/source/{}/name", this::rename),
                Route.of(HttpMethod.PUT, "/v1/source/{}/streaming", this::stream));
    }

    private void ready(LiveMixExchange exchange) {
        try {
            node.catalogue().revision();
            exchange.done();
        } catch (CatalogueException e) {
            exchange.refuse(Problem.unavailable("the catalogue does not answer"));
        }
    }

    private void add(LiveMixExchange exchange)
            throws JsonException, BadRequestException, NameTakenException {
        if (!exchange.mayChange()) {
            return;
        }
        Optional<JsonObject> body = exchange.body();
        if (body.isEmpty()) {
            exchange.badRequest("the body has to say what source: name and segment_len at least");
            return;
        }
        JsonObject it = body.get();
        long seconds = Math.clamp(it.number("segment_len"), -1, SEGMENT_SECONDS_MAX + 1);
        var wanted =
                new NewSource(
                        it.text("name"),
                        Duration.ofSeconds(seconds),
                        it.maybeText("description"),
                        it.maybeText("playlist"));
        exchange.send("source", json(node.sources().add(wanted)));
    }

    private void list(LiveMixExchange exchange) {
        if (!exchange.mayRead()) {
            return;
        }
        Optional<String> name = exchange.query("source_name");
        if (name.isEmpty()) {
            exchange.send("sources", all());
            return;
        }
        Optional<Source> source =
                node.catalogue()
                        .sourceNamed(name.get())
                        .or(() -> node.catalogue().sourceAnnounced(name.get()));
        if (source.isPresent()) {
            exchange.send("sources", List.of(json(source.get())));
        } else {
            exchange.notFound("there is no source of this name; GET /v1/source lists all");
        }
    }

    private List<SourceJson> all() {
        var all = new ArrayList<SourceJson>();
        var request = Page.Request.first();
        while (true) {
            Page<Source> page = node.catalogue().sources(request);
            page.items().stream().map(this::json).forEach(all::add);
            if (page.next().isEmpty()) {
                return all;
            }
            request = new Page.Request(page.next(), Page.Request.LIMIT_MAX);
        }
    }

    private void show(LiveMixExchange exchange) {
        if (exchange.mayRead()) {
            withSource(exchange, source -> exchange.send("source", json(source)));
        }
    }

    private void delete(LiveMixExchange exchange) {
        if (exchange.mayChange()) {
            answer(exchange, exchange.id().filter(node::deleteSource).isPresent());
        }
    }

    private void rename(LiveMixExchange exchange) throws BadRequestException, NameTakenException {
        Optional<String> name = exchange.query("new_name");
        if (!exchange.mayChange()) {
            return;
        }
        if (name.isEmpty()) {
            exchange.badRequest("the query has to say the name: ?new_name=NAME");
        } else {
            boolean there =
                    exchange.id().isPresent()
                            && node.sources().rename(exchange.id().get(), name.get());
            answer(exchange, there);
        }
    }

    private void stream(LiveMixExchange exchange) {
        Optional<String> state = exchange.query("new_state");
        if (!exchange.mayChange()) {
            return;
        }
        if (state.isEmpty()) {
            exchange.badRequest("the query has to say it: ?new_state=true or ?new_state=false");
        } else {
            boolean on = state.get().equals("true");
            answer(exchange, exchange.id().filter(id -> node.sources().stream(id, on)).isPresent());
        }
    }

    private static void answer(LiveMixExchange exchange, boolean there) {
        if (there) {
            exchange.done();
        } else {
            unknown(exchange);
        }
    }

    private void withSource(LiveMixExchange exchange, Consumer<Source> then) {
        Optional<Source> source = exchange.id().flatMap(node.catalogue()::source);
        source.ifPresentOrElse(then, () -> unknown(exchange));
    }

    /// There is no such source.
    static void unknown(LiveMixExchange exchange) {
        exchange.notFound("there is no such source; GET /v1/source lists all");
    }

    private SourceJson json(Source source) {
        return SourceJson.of(source, node.edges());
    }
}
