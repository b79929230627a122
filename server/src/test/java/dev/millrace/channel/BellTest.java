package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BellTest {
    private static final int ROUNDS = 20_000;

    private final Bell bell = new Bell();
    private volatile int published;

    /// A wake-up that is lost leaves a sleeper behind, and with it the ringer, for good.
    @Test
    void noWakeUpIsLost() throws Exception {
        var arrived = new AtomicInteger();
        List<CompletableFuture<Void>> sleepers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            var sleeper = new Sleeper();
            bell.add(sleeper);
            sleepers.add(inBackground(() -> sleepThrough(sleeper, arrived)));
        }
        // On the test's own thread: a virtual one that spins keeps its carrier from the sleepers.
        for (int round = 1; round <= ROUNDS; round++) {
            published = round;
            bell.ring();
            int all = 2 * round;
            Eventually.holds("both wake", () -> arrived.get() == all);
        }
        for (CompletableFuture<Void> sleeper : sleepers) {
            sleeper.get(10, TimeUnit.SECONDS);
        }
    }

    private void sleepThrough(Sleeper sleeper, AtomicInteger arrived) throws InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            int awaited = round;
            sleeper.await(() -> published >= awaited);
            arrived.incrementAndGet();
        }
    }

    @Test
    void whatIsTrueIsNotWaitedFor() throws Exception {
        new Sleeper().await(() -> true);
    }

    @Test
    void ringingForWhoIsAwakeDoesNothing() {
        bell.add(new Sleeper());
        bell.ring();
        assertThat(bell.size()).isEqualTo(1);
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    private static CompletableFuture<Void> inBackground(Action action) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        action.run();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }
}
