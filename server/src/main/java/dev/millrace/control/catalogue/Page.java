package dev.millrace.control.catalogue;

import java.util.List;
import java.util.Optional;

/// Some of many, in order.
///
/// @param next asks for what follows, if anything does
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /// Which page is wanted.
    ///
    /// @param after what the page before said was [Page#next]; empty for the first one
    /// @param limit how many at most, 1 to [#LIMIT_MAX]
    public record Request(Optional<String> after, int limit) {
        public static final int LIMIT_MAX = 1000;

        public Request {
            if (limit < 1 || limit > LIMIT_MAX) {
                throw new IllegalArgumentException(
                        "limit is %d, but must be 1 to %d".formatted(limit, LIMIT_MAX));
            }
        }

        /// The first page, as large as there can be.
        public static Request first() {
            return new Request(Optional.empty(), LIMIT_MAX);
        }
    }
}
