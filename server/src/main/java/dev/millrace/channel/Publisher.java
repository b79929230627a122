package dev.millrace.channel;

import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import java.util.Optional;

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

    /// The channel that this one is made of, by a transcoder: its times are kept. Empty for all
    /// that come from elsewhere.
    default Optional<ChannelName> madeOf() {
        return Optional.empty();
    }

    /// A successor has taken the channel, or the server is stopping: say why and leave. Called from
    /// any thread, once.
    void dismiss(String reason);
}
