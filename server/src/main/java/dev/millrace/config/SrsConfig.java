package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.hostPort;
import static dev.millrace.config.key.ValueTypes.optional;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HostPort;
import java.util.List;
import java.util.Optional;

/// The API of SRS.
///
/// @param listen a port that has nothing else
public record SrsConfig(Optional<HostPort> listen) {
    static final Key<Optional<HostPort>> LISTEN =
            new Key<>(
                    "srs.listen",
                    optional(hostPort(), "off"),
                    "off",
                    "One more place where the API of SRS is served, such as `:1985`, which is its"
                            + " port there. The port of `http.listen` has it anyhow.");

    static final List<Key<?>> KEYS = List.of(LISTEN);

    static SrsConfig from(Values values) {
        return new SrsConfig(values.get(LISTEN));
    }
}
