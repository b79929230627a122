package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.FakeControl.Kept;
import dev.millrace.edge.FakeControl.Stage;
import dev.millrace.edge.TestEdge.Wish;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.ControlMessage.WantedRecording;
import dev.millrace.uplink.EdgeMessage.Offer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An edge node and a control node that is cut off, duplicates, delays and refuses.
class EdgeLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGE = 2_000; // packets, six pieces

    @TempDir Path root;

    private FakeControl control;
    private Encoder encoder;

    @BeforeEach
    void start() throws Exception {
        root = root.toRealPath();
        control = new FakeControl();
        encoder = new Encoder("door", Files.createDirectory(root.resolve("media")), "%d.ts", 10);
    }

    @AfterEach
    void stop() throws Exception {
        encoder.close();
        control.close();
    }

    private Wish wish() {
        return Wish.of(root).to(control);
    }

    private void awaitAll() {
        Waiting.until(
                "all is stored",
                PATIENCE,
                () -> control.hashes("door").size() >= encoder.hashes().size());
        assertThat(control.hashes("door")).isEqualTo(encoder.hashes());
        assertThat(control.storedTwice()).isZero();
        assertThat(control.faults()).isEmpty();
    }

    private void make(TestEdge edge, int count, int packets) throws Exception {
        for (int i = 0; i < count; i++) {
            int seed = encoder.hashes().size();
            int status = encoder.step(edge.uri(), Samples.body(seed, packets));
            while (status == 503) { // it reads slower than we write
                Waiting.briefly();
                status = encoder.push(edge.uri());
            }
            assertThat(status).isEqualTo(200);
        }
    }

    private void recordAll(boolean live) {
        control.want(FakeControl.record("door", live, Instant.EPOCH));
    }

    /// L17: cut at every stage, three times each, and nothing is missing or there twice.
    @ParameterizedTest
    @EnumSource(Stage.class)
    void whereverItIsCutItGoesOn(Stage where) throws Exception {
        var cuts = new AtomicInteger(3);
        recordAll(true);
        try (var edge = new TestEdge(wish())) {
            make(edge, 2, LARGE);
            control.trap(stage -> stage == where && cuts.getAndDecrement() > 0);
            control.cut();
            make(edge, 6, LARGE);
            awaitAll();
            assertThat(cuts.get()).isLessThan(1);
        }
    }

    @Test
    void whatWasSentBeforeTheCutIsNotSentAgain() throws Exception {
        var pieces = new AtomicInteger();
        recordAll(false);
        control.trap(stage -> stage == Stage.PIECE && pieces.incrementAndGet() == 4);
        try (var edge = new TestEdge(wish())) {
            make(edge, 1, LARGE);
            awaitAll();
        }
        assertThat(control.resumedBytes()).isEqualTo(3 * (64 << 10));
    }

    /// L1: LiveMix dies when it starts and a recording is active. L23: it needs control for that.
    @Test
    void itStartsWhileARecordingIsActiveAndWithoutControl() throws Exception {
        recordAll(false);
        try (var edge = new TestEdge(wish())) {
            make(edge, 3, 10);
            awaitAll();
        }
        try (var edge = new TestEdge(wish())) {
            make(edge, 3, 10);
            awaitAll();
        }
        control.stop();
        try (var edge = new TestEdge(wish())) {
            make(edge, 3, 10);
            Waiting.until(
                    "it is in the outbox",
                    () -> edge.get("/api/v2/edge").body().contains("\"outboxSegments\":3"));
            assertThat(edge.get("/v1/vod/live/door/vid.m3u8").statusCode()).isEqualTo(200);
        }
        control.start();
        try (var _ = new TestEdge(wish())) {
            awaitAll();
        }
    }

    /// L17: what was recorded while control was away comes, in order, and live first.
    @Test
    void afterAnOutageLiveGoesBeforeThePast() throws Exception {
        recordAll(true);
        try (var edge = new TestEdge(wish())) {
            make(edge, 2, 10);
            awaitAll();
            control.stop();
            make(edge, 40, LARGE);
            control.start();
            awaitAll();
            List<Offer> after = control.offers().stream().skip(2).toList();
            List<Long> past =
                    after.stream()
                            .filter(it -> !it.live())
                            .map(it -> it.segment().id().sequence())
                            .toList();
            assertThat(past).isSorted();
            // The past may begin before control has said again that somebody watches.
            assertThat(after.stream().limit(4)).anyMatch(Offer::live);
        }
    }

    @Test
    void onlyWhatIsWantedIsSent() throws Exception {
        try (var edge = new TestEdge(wish())) {
            make(edge, 5, 10);
            Waiting.until("it is announced", () -> control.announced().contains("door"));
            Waiting.until("it reports", () -> control.report().isPresent());
            assertThat(control.offers()).isEmpty();
            control.want(new Wanted("door", "id", true, 0, List.of()));
            Waiting.until("it is live", () -> control.stored("door").size() == 3);
            make(edge, 1, 10);
            Waiting.until("it is live", () -> control.stored("door").size() == 4);
            assertThat(control.kept("door")).isEmpty();
            control.want(new Wanted("door", "id", false, 0, List.of()));
            make(edge, 1, 10);
            Instant from = control.stored("door").getFirst().segment().start();
            control.want(FakeControl.record("door", false, from));
            // They were made faster than they last, so all of them overlap.
            Waiting.until("the past is stored", () -> control.kept("door").size() == 7);
            assertThat(control.hashes("door")).isEqualTo(encoder.hashes());
            assertThat(control.faults()).isEmpty();
        }
    }

    /// Two months of recordings of an hour each, of twelve cameras, while the edge was away.
    @Test
    void aLongAbsenceIsNoReasonToBeSilent() throws Exception {
        var recordings = new ArrayList<WantedRecording>();
        for (int i = 0; i < 12 * 60 * 24; i++) {
            Instant from = Instant.EPOCH.plusSeconds(3600L * i);
            recordings.add(
                    new WantedRecording(
                            "%026d".formatted(i), from, Optional.of(from.plusSeconds(3600))));
        }
        recordings.add(FakeControl.since(Instant.now().minusSeconds(3600)));
        control.want(new Wanted("door", "id", false, 0, recordings));
        try (var edge = new TestEdge(wish())) {
            make(edge, 3, 10);
            awaitAll();
        }
    }

    @Test
    void aRecordingThatEndedIsSettled() throws Exception {
        recordAll(false);
        try (var edge = new TestEdge(wish())) {
            make(edge, 3, 10);
            awaitAll();
            Instant end = control.stored("door").getFirst().segment().start().plusMillis(1);
            var ended = new WantedRecording("recording", Instant.EPOCH, Optional.of(end));
            control.want(new Wanted("door", "id", false, 0, List.of(ended)));
            Waiting.until("it is settled", () -> control.settled().contains("recording"));
            make(edge, 1, 10);
            Waiting.until(
                    "it is cached",
                    () -> edge.get("/api/v2/edge").body().contains("\"nextSequence\":4"));
            assertThat(control.hashes("door")).hasSize(3);
        }
    }

    @Test
    void whatIsRefusedForNowIsOfferedAgain() throws Exception {
        control.refuse(3);
        recordAll(false);
        try (var edge = new TestEdge(wish())) {
            make(edge, 5, 10);
            awaitAll();
        }
    }

    @Test
    void aForgedEdgeIsNotLetInAndSaysSo() throws Exception {
        control.token("another-token");
        try (var edge = new TestEdge(wish())) {
            Waiting.until(
                    "it says why",
                    () ->
                            edge.get("/api/v2/edge").body().contains("check edge.token (401)")
                                    || edge.get("/api/v2/edge")
                                            .body()
                                            .contains("(401): check edge.token"));
            assertThat(edge.get("/api/v2/edge").body()).doesNotContain(TestEdge.TOKEN);
            control.token(TestEdge.TOKEN);
            Waiting.until("it is let in", control::isConnected);
        }
    }

    /// A full spool: what was recorded first is kept, the rest is counted and control is told.
    @Test
    void aFullSpoolLosesTheNewestAndSaysSo() throws Exception {
        recordAll(false);
        try (var edge = new TestEdge(wish().spool(5 * 4096L))) {
            make(edge, 1, 10);
            awaitAll();
            control.stop();
            make(edge, 8, 10);
            Waiting.until(
                    "it is counted", () -> edge.get("/api/v2/edge").body().contains("\"lost\":3"));
            control.start();
            Waiting.until("the first are stored", PATIENCE, () -> control.kept("door").size() == 6);
            Waiting.until("control knows", PATIENCE, () -> control.lost("door").size() == 3);
            assertThat(control.hashes("door")).isEqualTo(encoder.hashes().subList(0, 6));
            make(edge, 1, 10);
            Waiting.until("it goes on", () -> control.kept("door").size() == 7);
            assertThat(control.report().orElseThrow().sources().getFirst().lost()).isEqualTo(3);
        }
    }

    /// A disk that takes nothing is not emptied by an edge node that does not connect.
    @Test
    void whatCannotBeWrittenDownIsDoneAllTheSame() throws Exception {
        try (var edge = new TestEdge(wish())) {
            Waiting.until("it is there", control::isConnected);
            Path data = root.resolve("data");
            for (String file : List.of("clock.json", "desired.json")) {
                Files.deleteIfExists(data.resolve(file));
                Files.createDirectories(data.resolve(file).resolve("in the way"));
            }
            recordAll(true);
            make(edge, 2, 10);
            awaitAll();
            control.cut();
            make(edge, 2, 10);
            awaitAll();
        }
    }

    /// L7: the edge's clock is two hours wrong; what it sends has control's time.
    @ParameterizedTest
    @ValueSource(longs = {-2, 2})
    void aWrongClockDoesNotMatter(long hours) throws Exception {
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
        recordAll(true);
        try (var edge = new TestEdge(wish().wall(wrong))) {
            Waiting.until("it is there", control::isConnected);
            Instant before = Instant.now();
            make(edge, 3, 10);
            awaitAll();
            for (Kept kept : control.stored("door")) {
                assertThat(kept.segment().end())
                        .isBetween(before.minusSeconds(10), Instant.now().plusSeconds(10));
            }
        }
    }

    /// L7: also of what was recorded before control was asked what time it is.
    @Test
    void whatWasDatedByAWrongClockIsPutRight() throws Exception {
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        control.stop();
        try (var edge = new TestEdge(wish().wall(wrong))) {
            make(edge, 3, 10);
            Waiting.until(
                    "it is cached",
                    () -> edge.get("/api/v2/edge").body().contains("\"nextSequence\":3"));
            control.want(FakeControl.record("door", false, Instant.now().minusSeconds(60)));
            control.start();
            awaitAll();
            assertThat(control.stored("door").getLast().segment().end())
                    .isBefore(Instant.now().plusSeconds(10));
        }
    }

    @Test
    void channelsOfThisServerAreSourcesToo() throws Exception {
        control.want(FakeControl.record("live/cam", true, Instant.EPOCH));
        try (var edge = new TestEdge(wish())) {
            var sessions = new dev.millrace.observe.Sessions();
            try (var feed = dev.millrace.testing.Feed.open(edge.channels(), sessions, "live/cam")) {
                Waiting.until("it is a source", () -> control.announced().contains("live/cam"));
                feed.send(500);
                Waiting.until("it is stored", () -> control.kept("live/cam").size() >= 3);
            }
            assertThat(control.faults()).isEmpty();
            assertThat(control.kept("live/cam").getFirst().body().get(0)).isEqualTo((byte) 0x47);
        }
    }
}
