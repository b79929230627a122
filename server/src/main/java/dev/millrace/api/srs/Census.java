package dev.millrace.api.srs;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How many clients each stream and each virtual host has, at one moment. As SRS counts, the
/// publisher is one of them, and whoever has not said yet what he wants is none. Immutable.
final class Census {
    private final Map<ChannelName, Integer> byStream = new HashMap<>();
    private final Map<String, Integer> byVhost = new HashMap<>();

    private Census() {}

    static Census of(Sessions sessions) {
        var census = new Census();
        for (Session session : sessions.list()) {
            channel(session)
                    .ifPresent(name -> {
                        census.byStream.merge(name, 1, Integer::sum);
                        census.byVhost.merge(name.vhost(), 1, Integer::sum);
                    });
        }
        return census;
    }

    int of(ChannelName stream) {
        return byStream.getOrDefault(stream, 0);
    }

    int ofVhost(String vhost) {
        return byVhost.getOrDefault(vhost, 0);
    }

    /// What a client publishes or plays; empty while it does neither.
    static Optional<ChannelName> channel(Session session) {
        Optional<String> name =
                session.role() == Session.Role.IDLE ? Optional.empty() : session.channel();
        try {
            return name.isPresent() ? Optional.of(ChannelName.parse(name.get())) : Optional.empty();
        } catch (Malformed e) {
            throw new IllegalStateException("a session has a channel of no name", e);
        }
    }
}
