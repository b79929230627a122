package dev.millrace.api;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// What the server says of itself.
///
/// @param listeners asked anew each time: a port is known once it is open
public record ServerIdentity(
        String name, String version, Instant startedAt, Supplier<List<Listening>> listeners) {
    /// A port that is open.
    ///
    /// @param protocol `rtmp`, `rtmps`, `http`, `https`
    /// @param address host and port
    public record Listening(String protocol, String address) {}
}
