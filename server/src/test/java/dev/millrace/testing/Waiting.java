package dev.millrace.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// For what happens on another thread, and tells nobody.
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long STEP_NS = Duration.ofMillis(5).toNanos();

    private Waiting() {}

    /// Lets other threads have their turn.
    public static void briefly() {
        LockSupport.parkNanos(STEP_NS);
    }

    public static void until(String what, BooleanSupplier happened) {
        until(what, PATIENCE, happened);
    }

    /// For what takes its time.
    public static void until(String what, Duration patience, BooleanSupplier happened) {
        long untilNs = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > untilNs) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            briefly();
        }
    }
}
