package dev.millrace.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A clock that stands until a test moves it. Any thread.
final class ManualClock implements LongSupplier {
    private final AtomicLong nowNs = new AtomicLong(Duration.ofDays(1).toNanos());

    @Override
    public long getAsLong() {
        return nowNs.get();
    }

    void advance(Duration step) {
        nowNs.addAndGet(step.toNanos());
    }
}
