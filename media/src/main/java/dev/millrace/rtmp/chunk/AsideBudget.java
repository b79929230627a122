package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ProtocolException.OverLimit;

/// Counts the bytes of one connection that had to be copied because their message was not whole, or
/// not yet its turn.
public final class AsideBudget {
    private RtmpLimit limit;
    private int usedBytes;

    public AsideBudget(RtmpLimit limit) {
        this.limit = limit;
    }

    /// From here on this is the limit.
    public void limit(RtmpLimit other) {
        limit = other;
    }

    public void take(int bytes) throws OverLimit {
        usedBytes = limit.check((long) usedBytes + bytes);
    }

    public void giveBack(int bytes) {
        usedBytes -= bytes;
        assert usedBytes >= 0 : "gave back more than was taken";
    }
}
