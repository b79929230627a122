package dev.millrace.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// The time of day and a stopwatch, which run as all clocks do, and of which a test can let a
/// quarter of an hour pass at once. Any thread.
public final class TestTime {
    private final AtomicLong passedNs = new AtomicLong();

    public void pass(Duration time) {
        passedNs.addAndGet(time.toNanos());
    }

    /// As [System#nanoTime].
    public long nanos() {
        return System.nanoTime() + passedNs.get();
    }

    /// What time it is.
    public Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.now().plusNanos(passedNs.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this; // nobody asks it for anything but instants
            }
        };
    }
}
