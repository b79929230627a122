package dev.millrace.interop;

import dev.millrace.e2e.RunningServer;

/// A way to watch a channel. The first two are ways to publish one as well.
enum Output {
    RTMP,
    RTMPS,
    HTTP_FLV,
    HTTP_TS,
    HLS;

    String url(RunningServer server, String channel) {
        return switch (this) {
            case RTMP -> server.rtmp(channel);
            case RTMPS -> "rtmps://127.0.0.1:%d/%s".formatted(server.port("rtmps"), channel);
            case HTTP_FLV -> server.http(channel + ".flv");
            case HTTP_TS -> server.http(channel + ".ts");
            case HLS -> server.http(channel + ".m3u8");
        };
    }
}
