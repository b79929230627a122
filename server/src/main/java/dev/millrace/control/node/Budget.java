package dev.millrace.control.node;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes of memory that many share. Any thread.
public final class Budget {
    private final long max;
    private final AtomicLong used = new AtomicLong();

    public Budget(long max) {
        this.max = max;
    }

    /// Takes some, if there is as much left, or if nobody else has any: whatever is allowed at all
    /// gets through at last.
    ///
    /// @param own how much the one who asks has already
    public boolean take(long bytes, long own) {
        while (true) {
            long now = used.get();
            if (now > own && bytes > max - now) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /// Gives some back.
    public void give(long bytes) {
        used.addAndGet(-bytes);
    }

    public long used() {
        return used.get();
    }
}
