package dev.millrace.gateway.http;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/// A viewer stopped reading what it asked for.
final class ViewerStalledException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    ViewerStalledException(Duration patience) {
        super("took nothing for %d ms".formatted(patience.toMillis()));
    }
}
