package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.hostPortsOrOff;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HostPort;
import java.util.List;

/// The API of SRS.
///
/// @param listen ports that have nothing else
public record SrsConfig(List<HostPort> listen) {
    static final Key<List<HostPort>> LISTEN =
            new Key<>(
                    "srs.listen",
                    hostPortsOrOff(),
                    "off",
                    "One more place where the API of SRS is served, such as `:1985`, which is its"
                            + " port there. The port of `http.listen` has it anyhow.");

    static final List<Key<?>> KEYS = List.of(LISTEN);

    public SrsConfig {
        LISTEN.check(listen);
    }

    static SrsConfig from(Values values) {
        return new SrsConfig(values.get(LISTEN));
    }
}
