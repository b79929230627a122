package dev.millrace.api.srs;

import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Optional;

/// Which part of a list is asked for.
///
/// @param start how many come before it
/// @param count how long it is at most
record Paging(int start, int count) {
    private static final int USUAL_COUNT = 10;

    /// What `?start=` and `?count=` say: from the first on, and ten.
    static Paging of(SrsExchange exchange) throws RefusedException {
        return new Paging(number("start", 0, exchange), number("count", USUAL_COUNT, exchange));
    }

    <T> List<T> of(List<T> all) {
        return all.stream().skip(start).limit(count).toList();
    }

    private static int number(String name, int usual, SrsExchange exchange)
            throws RefusedException {
        Optional<String> text = exchange.query(name);
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.get().matches("\\d{1,9}")) {
            throw new RefusedException(
                    Problem.badRequest(name + "= must be a whole number from 0 to 999999999"));
        }
        return Integer.parseInt(text.get());
    }
}
