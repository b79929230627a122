package dev.millrace.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// For what happens on another thread, and tells nobody.
public final class Waiting {
    private static final long PATIENCE_NS = Duration.ofSeconds(20).toNanos();
    private static final long STEP_NS = Duration.ofMillis(5).toNanos();

    private Waiting() {}

    /// Lets other threads have their turn.
    public static void briefly() {
        LockSupport.parkNanos(STEP_NS);
    }

    public static void until(String what, BooleanSupplier happened) {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > untilNs) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(STEP_NS);
        }
    }
}
