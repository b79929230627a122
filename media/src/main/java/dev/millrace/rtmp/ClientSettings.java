package dev.millrace.rtmp;

import dev.millrace.rtmp.chunk.RtmpLimit;

/// How a client session behaves.
///
/// @param chunkBytes the chunk size we send with, 128 to 16777215
/// @param windowBytes after how many bytes we acknowledge until the server says otherwise
/// @param bufferLengthMs what a player tells the server it holds before it shows anything
public record ClientSettings(int chunkBytes, int windowBytes, int bufferLengthMs) {
    public static final ClientSettings DEFAULT = new ClientSettings(60_000, 2_500_000, 3_000);

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
    }
}
