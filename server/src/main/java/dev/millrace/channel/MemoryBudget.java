package dev.millrace.channel;

import java.util.concurrent.atomic.AtomicLong;

/// What all channels together hold, and may hold, in bytes. Any thread.
public final class MemoryBudget {
    private volatile long bytesMax;
    private volatile boolean isTight;
    private final AtomicLong bytesUsed = new AtomicLong();

    public MemoryBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    public long bytesUsed() {
        return bytesUsed.get();
    }

    public long bytesMax() {
        return bytesMax;
    }

    public void bytesMax(long newBytesMax) {
        bytesMax = newBytesMax;
    }

    /// Whether channels keep no more than what a viewer needs to begin: there is little memory left
    /// on the machine, whatever this budget says.
    public boolean isTight() {
        return isTight;
    }

    public void tight(boolean nowTight) {
        isTight = nowTight;
    }

    public boolean isExceeded() {
        return bytesUsed.get() > bytesMax;
    }

    /// The share of one channel, which takes from this budget.
    Account account() {
        return new Account();
    }

    /// What one channel holds: its groups and every wire rendered from them.
    final class Account {
        private final AtomicLong bytes = new AtomicLong();

        void add(long delta) {
            bytes.addAndGet(delta);
            bytesUsed.addAndGet(delta);
        }

        long bytes() {
            return bytes.get();
        }
    }
}
