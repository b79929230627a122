package dev.millrace.rtmp.chunk;

/// Counts what arrives and knows when the peer is to be told: RTMP 1.0, section 5.4.3. The number
/// that is told is everything received so far, not what came since the last time.
public final class Acknowledger {
    private final int ownWindowBytes;
    private int windowBytes;
    private long acknowledgedBytes;
    private volatile long receivedBytes;

    /// @param windowBytes the window until the peer says another
    public Acknowledger(int windowBytes) {
        ownWindowBytes = windowBytes;
        this.windowBytes = windowBytes;
    }

    /// The peer's Window Acknowledgement Size; nonsense means "as before it said anything".
    public void window(int bytes) {
        windowBytes = bytes > 0 ? bytes : ownWindowBytes;
    }

    public void received(int bytes) {
        receivedBytes = receivedBytes() + bytes;
    }

    /// Whether a window has gone by; if so, the next one begins.
    public boolean isDue() {
        if (receivedBytes() - acknowledgedBytes < windowBytes) {
            return false;
        }
        acknowledgedBytes = receivedBytes();
        return true;
    }

    /// May be asked from any thread; written by one.
    public long receivedBytes() {
        return receivedBytes;
    }
}
