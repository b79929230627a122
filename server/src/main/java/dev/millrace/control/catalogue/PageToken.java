package dev.millrace.control.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What stands in [Page#next]: the key of the last item, in letters that need no escaping in a URL.
final class PageToken {
    private PageToken() {}

    static String of(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /// The key.
    ///
    /// @throws IllegalArgumentException if nobody made this token
    static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "page is %s, but must be what the page before said is next".formatted(token),
                    e);
        }
    }

    /// The page of what was read, which is one item more than wanted if others follow.
    static <T> Page<T> page(List<T> read, int limit, Function<T, String> key) {
        if (read.size() <= limit) {
            return new Page<>(read, Optional.empty());
        }
        List<T> items = read.subList(0, limit);
        return new Page<>(items, Optional.of(of(key.apply(items.getLast()))));
    }
}
