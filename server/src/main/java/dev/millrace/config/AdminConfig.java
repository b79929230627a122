package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.choice;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.secret;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.util.List;
import java.util.Optional;

/// Who may administer the server.
///
/// @param token opens everything; if there is none, the server makes one
/// @param open what is open to everybody
public record AdminConfig(Optional<String> token, Open open) {
    /// What is open to people without the token.
    public enum Open {
        NOTHING,
        READ,
        OPERATE
    }

    static final Key<Optional<String>> TOKEN =
            new Key<>(
                    "admin.token",
                    optional(secret(), "auto"),
                    "auto",
                    "What lets somebody administer the server: the password of the page, and the"
                            + " bearer token of the API. `auto` is one that is made at the first"
                            + " start, and kept in the file `admin.token` of `data.folder`.");
    static final Key<Open> OPEN =
            new Key<>(
                    "admin.open",
                    choice(Open.class),
                    "nothing",
                    "What of the page, the API and the metrics is open to everybody without the"
                            + " token: to `read` them, or also to `operate`, which is to start and"
                            + " stop relays and to end sessions. On the machine itself both are"
                            + " open anyhow.");

    static final List<Key<?>> KEYS = List.of(TOKEN, OPEN);

    public AdminConfig {
        TOKEN.check(token);
    }

    static AdminConfig from(Values values) {
        return new AdminConfig(values.get(TOKEN), values.get(OPEN));
    }
}
