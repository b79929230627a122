package dev.millrace.control.node;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a thread of its own, and at once when it is asked to. What
/// fails is done again in the next round; the log has the first failure of a row, and its end.
final class Round implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private static final long PATIENCE_MS = 2_000;

    private final String name;
    private final Duration period;
    private final Runnable work;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing; // of the thread

    Round(String name, Duration period, Runnable work) {
        this.name = name;
        this.period = period;
        this.work = work;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Does it at once, or once more if it is being done.
    void soon() {
        bell.release();
    }

    /// Waits a little for what is being done. It is not interrupted: databases mind.
    @Override
    public void close() {
        closed = true;
        bell.release();
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                doIt();
                if (bell.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{} stops", name);
        }
    }

    private void doIt() {
        try {
            work.run();
            if (failing) {
                LOG.info("{} works again", name);
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("{} fails, and goes on trying: {}", name, e.toString());
            }
            failing = true;
        }
    }
}
