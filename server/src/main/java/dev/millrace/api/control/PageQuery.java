package dev.millrace.api.control;

import dev.millrace.api.ApiExchange;
import dev.millrace.control.catalogue.Page;
import dev.millrace.control.node.BadRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;

/// What the query of a list asks for: `?limit=50&after=…`.
final class PageQuery {
    private static final int USUAL_LIMIT = 100;

    private PageQuery() {}

    static Page.Request of(ApiExchange exchange) throws BadRequestException {
        Optional<String> limit = query("limit", exchange);
        boolean isNumber = limit.filter(it -> !it.matches("\\d{1,4}")).isEmpty();
        int number = isNumber ? limit.map(Integer::parseInt).orElse(USUAL_LIMIT) : 0;
        if (number < 1 || number > Page.Request.LIMIT_MAX) {
            throw new BadRequestException(
                    "limit must be a whole number from 1 to " + Page.Request.LIMIT_MAX);
        }
        return new Page.Request(query("after", exchange), number);
    }

    static Optional<String> query(String name, ApiExchange exchange) {
        return Optional.ofNullable(
                Request.extractQueryParameters(exchange.request()).getValue(name));
    }

    /// Whether the query says so: `?name=true`.
    static boolean isTrue(String name, ApiExchange exchange) {
        return query(name, exchange).filter("true"::equals).isPresent();
    }

    /// A time in the query, in whole milliseconds.
    static Optional<Instant> time(String name, ApiExchange exchange) throws BadRequestException {
        try {
            return query(name, exchange)
                    .map(it -> Instant.ofEpochMilli(Instant.parse(it).toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRequestException(name + " must be a time such as 2026-11-22T12:00:00Z");
        }
    }

    /// A page as an answer.
    ///
    /// @param name what it lists
    static <T> Map<String, Object> answer(String name, Page<T> page, Function<T, ?> json) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put(name, page.items().stream().map(json).toList());
        answer.put("next", page.next());
        return answer;
    }
}
