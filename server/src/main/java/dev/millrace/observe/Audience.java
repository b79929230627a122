package dev.millrace.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// How many watch each channel, and how: counted once for everything that one answer says.
/// Immutable.
public final class Audience {
    private final Map<String, Map<String, Integer>> byChannel;

    private Audience(Map<String, Map<String, Integer>> byChannel) {
        this.byChannel = byChannel;
    }

    public static Audience of(Sessions sessions) {
        var counts = new HashMap<String, Map<String, Integer>>();
        for (Session session : sessions.list()) {
            if (session.role() == Session.Role.VIEWER) {
                session.channel()
                        .ifPresent(channel ->
                                counts.computeIfAbsent(channel, _ -> new TreeMap<>())
                                        .merge(kind(session), 1, Integer::sum));
            }
        }
        return new Audience(counts);
    }

    /// Viewers of a channel by kind: `rtmp`, `flv`, `ts`, `hls`. Kinds that nobody uses are left
    /// out.
    public Map<String, Integer> of(String channel) {
        return byChannel.getOrDefault(channel, Map.of());
    }

    /// With and without TLS are one kind of watching.
    private static String kind(Session session) {
        return session.protocol().equals("rtmps") ? "rtmp" : session.protocol();
    }
}
