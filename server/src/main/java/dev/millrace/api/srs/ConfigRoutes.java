package dev.millrace.api.srs;

import dev.millrace.access.Right;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.net.http.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.slf4j.event.Level;

/// What can be set while the server runs: `configs`, and of it `configs/logs`. The log is on
/// standard output, so only its level can be another one; it is until the next start.
final class ConfigRoutes {
    private static final String LOGS = "/api/v1/configs/logs";
    private static final String TANK = "console";

    /// The levels in the words of SRS, whose `trace` is what goes on and `info` is details of it.
    private static final Map<String, Level> LEVELS =
            Map.of(
                    "verbose", Level.TRACE,
                    "info", Level.DEBUG,
                    "trace", Level.INFO,
                    "warn", Level.WARN,
                    "error", Level.ERROR);

    private final LogLevel log;

    ConfigRoutes(LogLevel log) {
        this.log = log;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/configs", it -> it.send("urls", Map.of("logs", logs()))),
                Route.get(LOGS, it -> it.send("data", data())),
                Route.of(HttpMethod.PUT, LOGS, Right.CONFIGURE, this::put));
    }

    private static Map<String, String> logs() {
        var logs = new LinkedHashMap<String, String>();
        logs.put("uri", LOGS);
        logs.put("desc", "the log of the server");
        logs.put("GET", "where it goes, and its level");
        logs.put("PUT", "another level");
        return logs;
    }

    private Map<String, String> data() {
        var data = new LinkedHashMap<String, String>();
        data.put("tank", TANK);
        data.put("level", word(log.get()));
        data.put("cwd", System.getProperty("user.dir"));
        data.put("file", "");
        return data;
    }

    private static String word(Level level) {
        return LEVELS.entrySet().stream()
                .filter(it -> it.getValue() == level)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void put(SrsExchange exchange) throws RefusedException {
        try {
            JsonObject body = JsonObject.parse(exchange.exchange().body().orElse(""));
            boolean elsewhere =
                    !body.maybeText("tank").orElse(TANK).equals(TANK)
                            || !body.maybeText("file").orElse("").isEmpty();
            if (elsewhere) {
                throw new JsonException(
                        "the log goes to standard output: tank must be \"console\" and file \"\"");
            }
            level(body).ifPresent(log::set);
            exchange.send("desc", "the log has this level until the next start");
        } catch (JsonException e) {
            throw new RefusedException(Problem.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private static Optional<Level> level(JsonObject body) throws JsonException {
        Optional<String> word = body.maybeText("level");
        if (word.isPresent() && !LEVELS.containsKey(word.get())) {
            throw new JsonException("level must be verbose, info, trace, warn or error");
        }
        return word.map(LEVELS::get);
    }
}
