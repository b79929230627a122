package dev.millrace.loss;

import dev.millrace.testing.Seeds;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of real processes, of either node and of both.
@Tag("slow")
class KillLossTest {
    private static final int ROUNDS = 4;

    /// Of two segments, and what is said around them.
    private static final int BYTES = 250_000;

    @TempDir private Path root;
    private Chain chain;

    @BeforeEach
    void start() throws IOException {
        chain = Chain.ofProcesses(root.toRealPath());
        chain.packets(600);
        chain.record("door", "gate");
    }

    @AfterEach
    void close() {
        chain.close();
    }

    private void startBoth() {
        chain.startControl();
        chain.edge.start();
    }

    /// While segments are on their way, or a moment later, when they are hashed, stored, written
    /// down and confirmed.
    @Test
    void killedAtAnyByteNothingIsLost() {
        Seeds.forEach(1, this::killAtAnyByte);
    }

    private void killAtAnyByte(Random random) throws IOException {
        var victims =
                List.<List<Node>>of(
                        List.of(chain.edge),
                        List.of(chain.control),
                        List.of(chain.edge, chain.control));
        for (int round = 0; round < ROUNDS; round++) {
            List<Node> victim = victims.get(random.nextInt(victims.size()));
            long laterNs = random.nextBoolean() ? 0 : random.nextInt(20_000_000);
            chain.line.trap(
                    random.nextInt(BYTES),
                    () -> {
                        // What has gone over is taken in meanwhile.
                        LockSupport.parkNanos(laterNs);
                        victim.forEach(Node::kill);
                    });
            chain.make(2);
            awaitKilled();
            chain.make(1);
            startBoth();
            chain.make(1);
        }
        chain.assertNothingIsLost();
    }

    private void awaitKilled() {
        try {
            Waiting.until("it is killed", Chain.PATIENCE, chain.line::isSprung);
        } catch (AssertionError e) {
            throw new AssertionError("the edge node: " + chain.edgeStatus(), e);
        }
    }

    /// While playlists come in and nothing goes out.
    @Test
    void anEdgeNodeThatIsKilledWithoutControlKeepsWhatItTook() {
        Seeds.forEach(
                1,
                random -> {
                    chain.control.kill();
                    for (int round = 0; round < ROUNDS; round++) {
                        chain.make(1 + random.nextInt(3));
                        LockSupport.parkNanos(random.nextInt(30_000_000));
                        chain.edge.kill();
                        chain.make(1);
                        chain.edge.start();
                        chain.make(1);
                    }
                    chain.startControl();
                    chain.assertNothingIsLost();
                });
    }

    /// When it begins, and when it ends and is being settled.
    @Test
    void killedAtTheBeginningAndAtTheEndARecordingIsWhole() throws IOException {
        chain.record("yard");
        chain.edge.kill();
        chain.control.kill();
        startBoth();
        chain.make(2);
        chain.record("roof");
        chain.control.kill();
        chain.make(2);
        startBoth();
        chain.make(2);
        chain.awaitAll();
        chain.stop();
        chain.control.kill();
        chain.edge.kill();
        startBoth();
        chain.make(3); // those begin after the end
        chain.awaitEnd();
        chain.assertWhole();
    }
}
