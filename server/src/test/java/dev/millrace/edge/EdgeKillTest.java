package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.ServerProgram;
import dev.millrace.edge.FakeControl.Stage;
import dev.millrace.testing.Seeds;
import dev.millrace.testing.Waiting;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// L1, L16, L17: an edge node that is a process of its own, and is killed at every stage of a
/// recording, without a chance to say goodbye. Every segment that it was told of is stored once, as
/// it was.
@Tag("slow")
class EdgeKillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// What an edge node is killed over before it reads it must still be listed when it is back.
    private static final int WINDOW = 100;

    private static final int PACKETS = 1_500;

    @TempDir Path root;

    private FakeControl control;
    private Encoder encoder;
    private final AtomicReference<@Nullable ServerProgram> edge = new AtomicReference<>();

    @BeforeEach
    void start() throws Exception {
        root = root.toRealPath();
        control = new FakeControl();
        control.want(FakeControl.record("door", true, Instant.EPOCH));
        encoder =
                new Encoder("door", Files.createDirectory(root.resolve("media")), "%d.ts", WINDOW);
    }

    @AfterEach
    void stop() throws Exception {
        ServerProgram running = edge.getAndSet(null);
        if (running != null) {
            running.close();
        }
        encoder.close();
        control.close();
    }

    private URI restart() {
        var started =
                new ServerProgram(
                        "--set", "data.folder=" + root.resolve("data"),
                        "--set", "edge.control=" + control.uri(),
                        "--set", "edge.folders=" + root.resolve("media"),
                        "--set", "edge.report=500ms");
        ServerProgram before = edge.getAndSet(started);
        if (before != null) {
            before.close();
        }
        return URI.create(started.http(""));
    }

    private void kill() {
        ServerProgram running = edge.get();
        if (running != null) {
            running.program().kill();
        }
    }

    private void makeOne(URI uri) throws Exception {
        encoder.step(uri, Samples.body(encoder.hashes().size(), PACKETS));
    }

    private void awaitAll() {
        Waiting.until(
                "all is stored",
                PATIENCE,
                () -> control.hashes("door").size() >= encoder.hashes().size());
        assertThat(control.hashes("door")).isEqualTo(encoder.hashes());
        assertThat(control.storedTwice()).isZero();
        assertThat(control.faults()).isEmpty();
        assertThat(control.lost("door")).isEmpty();
    }

    @Test
    void killedAtEveryStageItLosesNothing() throws Exception {
        URI uri = restart();
        makeOne(uri);
        awaitAll();
        for (Stage stage : Stage.values()) {
            var killed = new AtomicBoolean();
            control.trap(reached -> {
                boolean now = reached == stage && killed.compareAndSet(false, true);
                if (now) {
                    kill();
                }
                return now;
            });
            control.cut();
            makeOne(uri);
            Waiting.until("it is killed at " + stage, PATIENCE, killed::get);
            encoder.make(Samples.body(encoder.hashes().size(), PACKETS));
            uri = restart();
            makeOne(uri);
            awaitAll();
        }
    }

    /// While playlists come in, at any moment after it was told of the recording. What came before
    /// that is in the cache, which is on the disk only if somebody wants it there.
    @Test
    void killedAtAnyTimeItLosesNothing() {
        Seeds.forEach(1, this::killAtAnyTime);
    }

    private void killAtAnyTime(Random random) throws Exception {
        URI uri = restart();
        makeOne(uri);
        awaitAll();
        for (int round = 0; round < 4; round++) {
            int steps = 1 + random.nextInt(3);
            for (int i = 0; i < steps; i++) {
                makeOne(uri);
            }
            long untilNs = System.nanoTime() + random.nextInt(30) * 1_000_000L;
            while (System.nanoTime() < untilNs) {
                Thread.onSpinWait();
            }
            kill();
            makeOne(uri);
            uri = restart();
            makeOne(uri);
        }
        awaitAll();
    }
}
