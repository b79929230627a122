package dev.millrace.bandwidth;

import java.time.Duration;

/// Interrupts the thread that made it, unless it is closed in time: reading and writing have no
/// other end where the client drips.
final class Deadline implements AutoCloseable {
    private final Thread worker = Thread.currentThread();
    private final Thread clock;
    private boolean over; // guarded by this

    Deadline(Duration atMost) {
        clock =
                Thread.ofVirtual()
                        .name("bandwidth deadline")
                        .start(() -> {
                            try {
                                Thread.sleep(atMost);
                                ring();
                            } catch (InterruptedException e) {
                                // It was in time.
                            }
                        });
    }

    private synchronized void ring() {
        if (!over) {
            worker.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        clock.interrupt();
        Thread.interrupted(); // nobody waits for anything any more
    }
}
