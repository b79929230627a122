package dev.millrace.entry;

import dev.millrace.hook.HookEvent.Way;
import dev.millrace.media.ChannelName;
import java.net.InetAddress;
import java.util.Locale;

/// Somebody who wants something.
///
/// @param session its id
/// @param protocol `rtmp`, `flv`, `hls` …
/// @param channel its stream is empty for one who connects: RTMP says the app first
public record Visit(
        Deed deed,
        String session,
        String protocol,
        InetAddress from,
        ChannelName channel,
        Way way) {
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
