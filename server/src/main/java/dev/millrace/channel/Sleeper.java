package dev.millrace.channel;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One reader's place to wait. The reader waits until its condition holds; anyone wakes it.
final class Sleeper {
    private volatile @Nullable Thread waiting;

    /// Returns once `ready` holds. A wake-up between the check and the park is not lost: the thread
    /// is announced first, and a park after an unpark returns at once.
    void await(BooleanSupplier ready) throws InterruptedException {
        waiting = Thread.currentThread();
        try {
            while (!ready.getAsBoolean()) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            waiting = null;
        }
    }

    /// Returns once `ready` holds, or at `untilNs` of `System.nanoTime`.
    ///
    /// @return whether it holds
    boolean await(BooleanSupplier ready, long untilNs) throws InterruptedException {
        waiting = Thread.currentThread();
        try {
            while (!ready.getAsBoolean()) {
                long leftNs = untilNs - System.nanoTime();
                if (leftNs <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, leftNs);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        } finally {
            waiting = null;
        }
    }

    void wake() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
