package dev.millrace.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls everyone who asked, a few times a second, with the time: for whatever must happen although
/// nothing happens. A blocking read or write has no timeout of its own; this ends the silent ones.
public final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final Duration PERIOD = Duration.ofMillis(250);

    /// Something with a duty in time. Must not block.
    public interface Chore {
        void tick(long nowNs);
    }

    private final Set<Chore> chores = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    public Housekeeper() {
        thread = Thread.ofPlatform().daemon().name("housekeeper").start(this::run);
    }

    public void add(Chore chore) {
        chores.add(chore);
    }

    public void remove(Chore chore) {
        chores.remove(chore);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            long nowNs = System.nanoTime();
            for (Chore chore : chores) {
                try {
                    chore.tick(nowNs);
                } catch (RuntimeException e) {
                    // One broken chore must not stop the others: they guard the whole server.
                    LOG.error("housekeeping failed", e);
                }
            }
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
