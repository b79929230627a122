package dev.millrace.client;

import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server refused, and said why.
public final class RejectedException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final String code;
    private final String description;
    private final @Nullable String redirect;

    public RejectedException(String code, String description, Optional<String> redirect) {
        super(description.isEmpty() ? code : code + ": " + description);
        this.code = code;
        this.description = description;
        this.redirect = redirect.orElse(null);
    }

    /// For machines: an RTMP code such as `NetStream.Publish.BadName`, or the status of HTTP.
    public String code() {
        return code;
    }

    /// For people; may be empty.
    public String description() {
        return description;
    }

    /// Where to try instead, if the server said so.
    public Optional<String> redirect() {
        return Optional.ofNullable(redirect);
    }
}
