package dev.millrace.observe;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many watch each channel, and by which protocol, at one moment. Immutable.
public final class Audience {
    /// The ways to watch that every server has, in the order people read them.
    private static final List<String> PROTOCOLS = List.of("rtmp", "flv", "ts", "hls");

    private final Map<String, Map<String, Integer>> byChannel = new HashMap<>();

    private Audience() {}

    /// Counts the viewers among these sessions.
    public static Audience of(Sessions sessions) {
        var audience = new Audience();
        for (Session session : sessions.list()) {
            if (session.role() == Session.Role.VIEWER) {
                session.channel().ifPresent(name -> audience.count(name, session.protocol()));
            }
        }
        return audience;
    }

    /// Viewers of the channel by protocol, 0 included; RTMPS counts as RTMP, RTSPS as RTSP.
    public Map<String, Integer> of(String channelName) {
        Map<String, Integer> counts = byChannel.get(channelName);
        return counts == null ? nobody() : counts;
    }

    private void count(String channelName, String protocol) {
        String way =
                switch (protocol) {
                    case "rtmps" -> "rtmp";
                    case "rtsps" -> "rtsp";
                    default -> protocol;
                };
        byChannel.computeIfAbsent(channelName, _ -> nobody()).merge(way, 1, Integer::sum);
    }

    private static Map<String, Integer> nobody() {
        var counts = new LinkedHashMap<String, Integer>();
        PROTOCOLS.forEach(protocol -> counts.put(protocol, 0));
        return counts;
    }
}
