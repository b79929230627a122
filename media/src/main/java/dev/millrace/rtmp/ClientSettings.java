package dev.millrace.rtmp;

import dev.millrace.rtmp.chunk.RtmpLimit;
import java.util.List;

/// How a client session behaves.
///
/// @param chunkBytes the chunk size we send with, 128 to 16777215
/// @param windowBytes after how many bytes we acknowledge until the server says otherwise
/// @param bufferLengthMs what a player tells the server it holds before it shows anything
/// @param via what the server is told of the servers that the stream goes through, ours included;
///   see [Route]
public record ClientSettings(
        int chunkBytes, int windowBytes, int bufferLengthMs, List<String> via) {
    public static final ClientSettings DEFAULT =
            new ClientSettings(60_000, 2_500_000, 3_000, List.of());

    private static final int CHUNK_BYTES_MIN = 128;

    public ClientSettings {
        if (chunkBytes < CHUNK_BYTES_MIN || chunkBytes > RtmpLimit.CHUNK_BYTES.max()) {
            throw new IllegalArgumentException("chunkBytes is " + chunkBytes);
        }
        if (windowBytes < 1) {
            throw new IllegalArgumentException("windowBytes is " + windowBytes);
        }
        if (bufferLengthMs < 0) {
            throw new IllegalArgumentException("bufferLengthMs is " + bufferLengthMs);
        }
        via = List.copyOf(via);
    }

    /// The same for a stream that goes through these servers.
    public ClientSettings withVia(List<String> servers) {
        return new ClientSettings(chunkBytes, windowBytes, bufferLengthMs, servers);
    }
}
