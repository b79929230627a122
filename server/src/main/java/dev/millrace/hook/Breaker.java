package dev.millrace.hook;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Keeps a service that does not answer from being called again and again: after some failures in a
/// row nobody calls it for a while, and then one tries. Any thread.
final class Breaker {
    static final int FAILURES_MAX = 5;

    static final Duration REST = Duration.ofSeconds(10);

    private final LongSupplier clockNs;
    private int failures;
    private long tryAtNs;

    Breaker(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /// Whether one may call now. Who is let try while it rests, is alone.
    synchronized boolean lets() {
        if (failures < FAILURES_MAX) {
            return true;
        }
        boolean isTime = clockNs.getAsLong() - tryAtNs >= 0;
        if (isTime) {
            rest();
        }
        return isTime;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized void failed() {
        failures = Math.min(failures + 1, FAILURES_MAX);
        rest();
    }

    /// Whether it rests.
    synchronized boolean isOpen() {
        return failures >= FAILURES_MAX;
    }

    private void rest() {
        tryAtNs = clockNs.getAsLong() + REST.toNanos();
    }
}
