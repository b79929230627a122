package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ProtocolException.OverLimit;

/// Counts the bytes of one connection that had to be copied because their message was not whole, or
/// not yet its turn.
public final class AsideBudget {
    private int usedBytes;

    public void take(int bytes) throws OverLimit {
        usedBytes = RtmpLimit.ASIDE_BYTES.check((long) usedBytes + bytes);
    }

    public void giveBack(int bytes) {
        usedBytes -= bytes;
        assert usedBytes >= 0 : "gave back more than was taken";
    }
}
