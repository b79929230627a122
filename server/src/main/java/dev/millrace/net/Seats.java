package dev.millrace.net;

import java.util.concurrent.atomic.AtomicInteger;

/// Places for connections, of one port or of several together. How many there are may change; who
/// has one keeps it. Any thread.
public final class Seats {
    private final AtomicInteger taken = new AtomicInteger();
    private volatile int most;

    public Seats(int most) {
        this.most = most;
    }

    public void most(int newMost) {
        most = newMost;
    }

    /// Whether there are none left, and so many stand besides.
    boolean isCrowded(int standing) {
        return taken.get() >= most + standing;
    }

    /// Takes one, or a place to stand; it has to be given back either way.
    ///
    /// @return whether it is a seat
    boolean take() {
        return taken.incrementAndGet() <= most;
    }

    void give() {
        taken.decrementAndGet();
    }
}
