package dev.millrace.entry;

import dev.millrace.hook.HookEvent.Way;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// Somebody who wants something.
///
/// @param session its id
/// @param protocol `rtmp`, `flv`, `hls` …
/// @param channel its stream is empty for one who connects: RTMP says the app first
/// @param via the servers that it came through; see [Route]
public record Visit(
        Deed deed,
        String session,
        String protocol,
        InetAddress from,
        ChannelName channel,
        Way way,
        List<String> via) {
    /// The way it came, as those behind this server know it.
    public Route route() {
        return new Route(way.query(), via, session);
    }

    /// The same for another channel.
    Visit to(ChannelName other) {
        return new Visit(deed, session, protocol, from, other, way, via);
    }

    /// What somebody wants.
    public enum Deed {
        CONNECT,
        PUBLISH,
        PLAY;

        /// `play`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
