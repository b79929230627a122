package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.rtmp.chunk.RtmpLimit;

/// Counts the bytes of one connection that had to be copied because their message was not whole, or
/// not yet its turn.
final class AsideBudget {
    private int usedBytes;

    void take(int bytes) throws OverLimit {
        usedBytes = RtmpLimit.ASIDE_BYTES.check((long) usedBytes + bytes);
    }

    void giveBack(int bytes) {
        usedBytes -= bytes;
        assert usedBytes >= 0 : "gave back more than was taken";
    }
}
