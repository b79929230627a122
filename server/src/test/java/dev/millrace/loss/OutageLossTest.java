package dev.millrace.loss;

import dev.millrace.testing.TestTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A control node that is away for long, and clocks that are wrong meanwhile.
@Tag("slow")
class OutageLossTest {
    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofMinutes(15);

    @TempDir private Path root;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private TestTime time;
    private Chain chain;

    @BeforeEach
    void open() throws IOException {
        var setup = Chain.Setup.of(root.toRealPath());
        time = setup.time();
        chain = Chain.here(setup.edgeWall(() -> Clock.offset(time.clock(), ahead.get())));
    }

    @AfterEach
    void close() {
        chain.close();
    }

    /// As if a minute ago, so that what is dated wrong by hours is outside.
    private Instant justNow() {
        return time.clock().instant().minusSeconds(60);
    }

    private void makeInTime(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            time.pass(LENGTH);
            chain.make(1);
        }
    }

    private void restartEdge() {
        chain.edge.kill();
        chain.edge.start();
    }

    /// Two cameras, for a quarter of an hour by the clocks of both nodes. What waits is as much,
    /// and as old, as it would be; only the tries to connect are fewer, of which each is like the
    /// one before it.
    @Test
    void aQuarterOfAnHourWithoutControlIsRecordedWhole() throws IOException {
        chain.record(justNow(), "door", "gate");
        chain.asked.stream("door");
        chain.line.refuse();
        makeInTime((int) (OUTAGE.toSeconds() / LENGTH.toSeconds()));
        chain.line.accept();
        chain.assertNothingIsLost();
    }

    /// Its cache and all it knew of playlists is gone, and again when it has begun to send.
    @Test
    void anEdgeNodeThatStartsAgainMeanwhileKeepsAll() throws IOException {
        chain.record(justNow(), "door", "gate");
        chain.control.kill();
        makeInTime(100);
        restartEdge();
        makeInTime(100);
        chain.line.cutAfter(500_000);
        chain.startControl();
        makeInTime(5);
        restartEdge();
        makeInTime(1);
        chain.assertNothingIsLost();
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 2})
    void aWrongClockDoesNotMatter(long hours) throws IOException {
        ahead.set(Duration.ofHours(hours));
        chain.record(justNow(), "door", "gate");
        makeInTime(10);
        chain.line.refuse();
        makeInTime(10);
        restartEdge();
        makeInTime(10);
        chain.line.accept();
        chain.assertNothingIsLost();
    }

    /// A machine without a clock of its own starts, and nobody can tell it what time it is.
    @ParameterizedTest
    @ValueSource(longs = {-2, 2})
    void aClockThatIsWrongWhenTheEdgeStartsAloneDoesNotMatter(long hours) throws IOException {
        chain.record(justNow(), "door", "gate");
        chain.line.refuse();
        makeInTime(2);
        ahead.set(Duration.ofHours(hours));
        restartEdge();
        makeInTime(2);
        restartEdge();
        makeInTime(2);
        chain.line.accept();
        chain.assertNothingIsLost();
    }

    /// A recording ended while the edge node was dead: what the encoder made before that is read
    /// when the edge node is back, and is still wanted then.
    @Test
    void aRecordingThatEndsWhileTheEdgeNodeIsDeadIsWhole() throws IOException {
        chain.record(justNow(), "door");
        makeInTime(2);
        chain.edge.kill();
        makeInTime(8);
        chain.stop();
        makeInTime(16); // longer than an edge node waits for what is late
        chain.edge.start();
        chain.awaitConnected();
        makeInTime(1);
        chain.awaitEnd();
        chain.assertWhole();
    }
}
