package dev.millrace.channel;

import dev.millrace.media.Route;

/// Who publishes a channel, as far as the bus is concerned. Implementations must not block.
public interface Publisher {
    /// The session, for people: shown in logs and the API.
    String id();

    /// The way in: `rtmp`, `demo` …
    String protocol();

    /// The other end's address, for people.
    String remote();

    /// The way it came.
    default Route route() {
        return Route.DIRECT;
    }

    /// A successor has taken the channel, or the server is stopping: say why and leave. Called from
    /// any thread, once.
    void dismiss(String reason);
}
