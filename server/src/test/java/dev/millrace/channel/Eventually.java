package dev.millrace.channel;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what another thread is about to do and tells nobody about.
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
                throw new AssertionError("never: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
