package dev.millrace.rtmp;

import dev.millrace.rtmp.chunk.RtmpLimit;

/// How a server session presents itself.
///
/// @param chunkBytes the chunk size we send with, 128 to 16777215
/// @param windowBytes after how many bytes either side acknowledges, at least 1024
/// @param serverName what clients see as the server's name and version; empty to say nothing
public record ServerSettings(int chunkBytes, int windowBytes, String serverName) {
    public static final ServerSettings DEFAULT = new ServerSettings(60_000, 2_500_000, "");

    private static final int CHUNK_BYTES_MIN = 128;
    private static final int WINDOW_BYTES_MIN = 1024;

    public ServerSettings {
        if (chunkBytes < CHUNK_BYTES_MIN || chunkBytes > RtmpLimit.CHUNK_BYTES.max()) {
            throw new IllegalArgumentException("chunkBytes is " + chunkBytes);
        }
        if (windowBytes < WINDOW_BYTES_MIN) {
            throw new IllegalArgumentException("windowBytes is " + windowBytes);
        }
    }
}
