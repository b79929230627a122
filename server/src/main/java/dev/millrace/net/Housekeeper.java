package dev.millrace.net;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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

    /// Those of a crowd take turns: what a thousand of them look at does not fit into the
    /// processor's cache.
    private static final int TURNS = 4;

    private final Set<Chore> chores = ConcurrentHashMap.newKeySet();
    private final List<Set<Chore>> crowd =
            Stream.generate(ConcurrentHashMap::<Chore>newKeySet)
                    .limit(TURNS)
                    .<Set<Chore>>map(set -> set)
                    .toList();
    private final Thread thread;

    public Housekeeper() {
        thread = Thread.ofPlatform().daemon().name("housekeeper").start(this::run);
    }

    public void add(Chore chore) {
        chores.add(chore);
    }

    /// Adds one of many, such as connections: it is called once a second.
    public void addToCrowd(Chore chore) {
        turnOf(chore).add(chore);
    }

    public void remove(Chore chore) {
        chores.remove(chore);
        turnOf(chore).remove(chore);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private Set<Chore> turnOf(Chore chore) {
        return crowd.get(System.identityHashCode(chore) % TURNS);
    }

    private void run() {
        for (int turn = 0; !Thread.currentThread().isInterrupted(); turn = (turn + 1) % TURNS) {
            long nowNs = System.nanoTime();
            call(chores, nowNs);
            call(crowd.get(turn), nowNs);
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void call(Set<Chore> some, long nowNs) {
        for (Chore chore : some) {
            try {
                chore.tick(nowNs);
            } catch (RuntimeException e) {
                // One broken chore must not stop the others: they guard the whole server.
                LOG.error("housekeeping failed", e);
            }
        }
    }
}
