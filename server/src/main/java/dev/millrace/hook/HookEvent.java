package dev.millrace.hook;

import dev.millrace.media.ChannelName;
import java.util.Map;

/// What somebody wants to do, or did.
///
/// @param client the id of the session
/// @param protocol `rtmp`, `flv`, `hls` …
/// @param ip where it comes from, without the port
/// @param channel its stream is empty where nothing but the app is known yet
/// @param way how it came
/// @param more what only this action has, by the names that SRS has for it
public record HookEvent(
        HookAction action,
        String client,
        String protocol,
        String ip,
        ChannelName channel,
        Way way,
        Map<String, Object> more) {
    public HookEvent {
        more = Map.copyOf(more);
    }

    /// How somebody came.
    ///
    /// @param url of the app, as the client gave it
    /// @param query the parameters of the URL, encoded, without the question mark
    /// @param page that embeds the player; empty if there is none, or none is named
    /// @param agent what the client calls itself
    /// @param login what it knows
    public record Way(String url, String query, String page, String agent, Login login) {}

    /// User and password, or a token; each may be empty.
    public record Login(String user, String password, String token) {
        public static final Login NONE = new Login("", "", "");

        public boolean isNone() {
            return equals(NONE);
        }

        /// Nothing that should be in a log.
        @Override
        public String toString() {
            return isNone() ? "no login" : "a login";
        }
    }
}
