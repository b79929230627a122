package dev.millrace.config.change;

import dev.millrace.config.key.ValueTypes;
import java.util.List;

/// When a changed setting holds in a server that runs.
public enum Effect {
    /// As soon as it is applied.
    AT_ONCE,
    /// For whoever comes after that: publishers, viewers, connections.
    NEWCOMERS,
    /// Not before the server starts again.
    RESTART;

    /// Others need no restart.
    private static final List<String> FIXED =
            List.of(
                    "control.",
                    "data.",
                    "dvr.folder",
                    "dvr.reserve",
                    "edge.",
                    "ffmpeg.",
                    "hls.numbers_file",
                    "memory.");

    private static final List<String> FOR_NEWCOMERS =
            List.of(
                    "access.",
                    "dvr.duration",
                    "dvr.enabled",
                    "dvr.format",
                    "dvr.path",
                    "dvr.plan",
                    "hls.",
                    "hooks.on_connect",
                    "hooks.on_publish",
                    "hooks.on_play",
                    "origin.idle_timeout",
                    "origin.pass_query",
                    "origin.stall_timeout",
                    "origin.start_wait",
                    "redirect.",
                    "rtmp.",
                    "rtsp.");

    private static final List<String> PLACES =
            List.of("rtmp.listen", "rtmp.tls_listen", "rtsp.listen", "rtsp.tls_listen");

    /// Of a setting by its name, as in `hls.segment` or `rules[].hls.segment`.
    public static Effect of(String key) {
        String name = key.replaceFirst("^rules\\[]\\.", "");
        if (FIXED.stream().anyMatch(name::startsWith)) {
            return RESTART;
        }
        boolean later = FOR_NEWCOMERS.stream().anyMatch(name::startsWith);
        return later && !PLACES.contains(name) ? NEWCOMERS : AT_ONCE;
    }

    /// For people and programs: `at-once`.
    @Override
    public String toString() {
        return ValueTypes.word(this);
    }
}
