package dev.millrace.hook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// What a service has answered.
///
/// @param location where it sends the caller, with a status of 300 to 399
record HookAnswer(int status, String body, Optional<String> location) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// Where it sends somebody: a whole URL.
    Optional<URI> elsewhere() {
        if (status < 300 || status >= 400) {
            return Optional.empty();
        }
        return location.filter(it -> it.contains("://")).flatMap(HookAnswer::read);
    }

    private static Optional<URI> read(String url) {
        try {
            return Optional.of(new URI(url)).filter(it -> it.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// Whether the service has a fault of its own: asking again may help.
    boolean isFault() {
        return status >= 500 || status == 429;
    }
}
