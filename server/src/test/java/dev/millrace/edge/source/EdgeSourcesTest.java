package dev.millrace.edge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.millrace.edge.FakeControl;
import dev.millrace.edge.Samples;
import dev.millrace.edge.cache.CacheSettings;
import dev.millrace.edge.cache.SegmentCache;
import dev.millrace.edge.spool.Outgoing;
import dev.millrace.edge.spool.Spool;
import dev.millrace.edge.store.Origin;
import dev.millrace.edge.store.SegmentHead;
import dev.millrace.segment.Segment;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.ControlMessage.WantedRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeSourcesTest {
    private static final long LENGTH_US = 2_000_000;

    @TempDir Path folder;

    private final AtomicLong nowNs = new AtomicLong(1_000_000_000L);
    private EdgeSources sources;

    @BeforeEach
    void begin() throws IOException {
        sources = open(1 << 24);
    }

    @AfterEach
    void close() {
        sources.close();
    }

    /// As a new process would, with a cache in memory.
    private EdgeSources start(long spoolBytes) throws IOException {
        sources.close();
        sources = open(spoolBytes);
        return sources;
    }

    private EdgeSources open(long spoolBytes) throws IOException {
        SegmentCache cache =
                SegmentCache.open(
                        new CacheSettings(Duration.ofHours(1), 1 << 24, Optional.empty()));
        Spool spool = Spool.open(folder.resolve("spool"), spoolBytes);
        Clock wall = Clock.fixed(Samples.START, ZoneOffset.UTC);
        return EdgeSources.open(folder, cache, spool, wall, nowNs::get);
    }

    private EdgeSources start() throws IOException {
        return start(1 << 24);
    }

    private static Piece.Place place(int number, boolean discontinuity) {
        return new Piece.Place(
                Samples.START.plusSeconds(2L * number),
                LENGTH_US,
                discontinuity,
                Optional.of(new Origin(number, number + ".ts")));
    }

    private static Piece piece(int number) {
        return new Piece(Samples.body(number), place(number, false));
    }

    private List<Long> outgoing(String source) {
        return sources.spool().list(source).stream().map(Outgoing::sequence).toList();
    }

    private static Desired desired(Wanted... wanted) {
        return new Desired(1, List.of(wanted));
    }

    @Test
    void numbersGoOnAfterARestart() throws Exception {
        EdgeSource source = start().join("door");
        assertThat(source.add(piece(0)).id().sequence()).isZero();
        assertThat(source.add(piece(1)).id().sequence()).isEqualTo(1);
        EdgeSource again = start().find("door").orElseThrow();
        assertThat(again.add(piece(2)).id().sequence()).isEqualTo(2);
        assertThat(again.last().orElseThrow().origin()).isEqualTo(new Origin(2, "2.ts"));
    }

    /// The file said 2 when the power failed, and the disk had not seen all of it.
    @Test
    void afterALossOfPowerNumbersAreSkippedAndNotUsedAgain() throws Exception {
        EdgeSource source = start().join("door");
        source.add(piece(0));
        source.add(piece(1));
        Path file = states().getFirst();
        String text = Files.readString(file).replaceFirst("\"boot\":\"[^\"]*\"", "\"boot\":\"x\"");
        Files.writeString(file, text);
        EdgeSource again = start().find("door").orElseThrow();
        long next = again.add(piece(2)).id().sequence();
        assertThat(next).isGreaterThan(1).isLessThanOrEqualTo(SourceState.BLOCK + 2);
    }

    private List<Path> states() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("sources"))) {
            return files.toList();
        }
    }

    @Test
    void aFileOfNumbersThatCannotBeReadIsNoReasonToBeginAtNought() throws Exception {
        start().join("door").add(piece(0));
        Files.writeString(states().getFirst(), "{\"name\": 7}");
        assertThatIOException().isThrownBy(this::start).withMessageContaining("name must be");
    }

    /// L16: what is marked is what is there. The process dies between the segment and its number.
    @Test
    void aSegmentWhoseNumberWasNotWrittenIsNotReadAgain() throws Exception {
        EdgeSource source = start().join("door");
        source.want(Optional.of(FakeControl.record("door", false, Samples.START)));
        source.add(piece(0));
        byte[] body = Samples.body(1);
        sources.spool()
                .store(
                        new SegmentHead(
                                "door",
                                Samples.segment(1, body),
                                Optional.of(new Origin(1, "1.ts")),
                                Optional.empty()),
                        body);
        EdgeSource again = start().find("door").orElseThrow();
        assertThat(again.nextSequence()).isEqualTo(2);
        assertThat(again.last().orElseThrow().origin()).isEqualTo(new Origin(1, "1.ts"));
        assertThat(outgoing("door")).containsExactly(0L, 1L);
    }

    @Test
    void theFirstSegmentOfASourceSurvivesItsNumber() throws Exception {
        byte[] body = Samples.body(0);
        start().spool().store(Samples.head("door", 0, body), body);
        assertThat(start().find("door").orElseThrow().nextSequence()).isEqualTo(1);
    }

    /// L17, L23: what was wanted is known without the control node.
    @Test
    void aRecordingGoesOnAfterARestartWithoutControl() throws Exception {
        start().join("door").add(piece(0));
        sources.want(desired(FakeControl.record("door", false, Samples.START)));
        Waiting.until("the past is kept", () -> outgoing("door").equals(List.of(0L)));
        EdgeSource again = start().find("door").orElseThrow();
        again.add(piece(1));
        assertThat(outgoing("door")).containsExactly(0L, 1L);
    }

    @Test
    void aRecordingMayBeginInThePastAndWantsNothingElse() throws Exception {
        EdgeSource source = start().join("door");
        for (int i = 0; i < 10; i++) {
            source.add(piece(i));
        }
        var some =
                new WantedRecording(
                        "r",
                        Samples.START.plusSeconds(5),
                        Optional.of(Samples.START.plusSeconds(10)));
        sources.want(desired(new Wanted("door", "id", false, 0, List.of(some))));
        Waiting.until("it is kept", () -> outgoing("door").equals(List.of(2L, 3L, 4L)));
        source.add(piece(10));
        assertThat(outgoing("door")).containsExactly(2L, 3L, 4L);
    }

    @Test
    void aRecordingIsSettledWhenItsEndWasSeenAndNothingIsLeft() throws Exception {
        EdgeSource source = start().join("door");
        source.add(piece(0));
        var ended =
                new WantedRecording("r", Samples.START, Optional.of(Samples.START.plusSeconds(3)));
        sources.want(desired(new Wanted("door", "id", false, 0, List.of(ended))));
        Waiting.until("it is kept", () -> outgoing("door").equals(List.of(0L)));
        source.stored(Samples.segment(0, Samples.body(0)).id());
        Instant now = Samples.START.plusSeconds(4);
        assertThat(source.settled(now)).as("its end is still to come").isEmpty();
        Segment last = source.add(piece(1));
        assertThat(source.settled(now)).as("it is not confirmed").isEmpty();
        source.stored(last.id());
        assertThat(source.settled(now)).containsExactly("r");
        // Dated before its predecessor: a playlist of a recording that is whole stays as it is.
        Piece.Place usual = place(2, false);
        Instant early = Samples.START.plusSeconds(1);
        source.add(
                new Piece(
                        Samples.body(2),
                        new Piece.Place(early, usual.durationUs(), false, usual.origin())));
        assertThat(outgoing("door")).isEmpty();
        assertThat(source.settled(now)).containsExactly("r");
    }

    /// The second came late and went on where the first had ended; the third came right behind it,
    /// and by its arrival it began before the second.
    @Test
    void noSegmentBeginsBeforeTheOneInFrontOfIt() throws Exception {
        EdgeSource source = start().join("door");
        Instant first = source.add(piece(0)).end();
        var ended = new WantedRecording("r", Samples.START, Optional.of(first));
        sources.want(desired(new Wanted("door", "id", false, 0, List.of(ended))));
        Waiting.until("it is kept", () -> outgoing("door").equals(List.of(0L)));
        Segment late = source.add(arriving(1, first.plusMillis(900)));
        assertThat(late.start()).isEqualTo(first);
        Segment soon = source.add(arriving(2, first.minusMillis(200)));
        assertThat(soon.start()).isEqualTo(first);
        assertThat(outgoing("door")).as("both are behind the end").containsExactly(0L);
        // That is a clock.
        Instant set = first.minus(Duration.ofHours(1));
        assertThat(source.add(arriving(3, set)).start()).isEqualTo(set);
    }

    private static Piece arriving(int number, Instant start) {
        Piece.Place usual = place(number, false);
        return new Piece(
                Samples.body(number),
                new Piece.Place(start, usual.durationUs(), false, usual.origin()));
    }

    @Test
    void aRecordingOfACameraThatDiedIsSettledAfterAWhile() throws Exception {
        EdgeSource source = start().join("door");
        var ended = new WantedRecording("r", Samples.START, Optional.of(Samples.START));
        sources.want(desired(new Wanted("door", "id", false, 0, List.of(ended))));
        Waiting.until(
                "there is nothing to wait for",
                () -> source.settled(Samples.START.plusSeconds(31)).equals(List.of("r")));
        assertThat(source.settled(Samples.START.plusSeconds(29))).isEmpty();
    }

    @Test
    void numbersThatControlHasHadAreNotUsed() throws Exception {
        EdgeSource source = start().join("door");
        sources.want(desired(new Wanted("door", "id", false, 700, List.of())));
        assertThat(source.add(piece(0)).id().sequence()).isEqualTo(700);
        assertThat(start().find("door").orElseThrow().nextSequence()).isEqualTo(701);
    }

    @Test
    void aFullSpoolLosesWhatIsNewAndSaysSo() throws Exception {
        EdgeSource source = start(2 * 4096).join("door");
        source.want(Optional.of(FakeControl.record("door", false, Samples.START)));
        for (int i = 0; i < 4; i++) {
            source.add(piece(i));
        }
        assertThat(source.lost()).isEqualTo(2);
        assertThat(sources.spool().list("door").stream().map(Outgoing::isLost))
                .containsExactly(false, false, true, true);
        assertThat(sources.cache().list("door")).hasSize(4);
        assertThat(start(2 * 4096).find("door").orElseThrow().lost()).isEqualTo(2);
    }

    /// L6: one that cannot be read is a gap with a number, and nothing else.
    @Test
    void whatCannotBeReadIsAGap() throws Exception {
        EdgeSource source = start().join("door");
        source.want(Optional.of(FakeControl.record("door", false, Samples.START)));
        source.add(piece(0));
        source.miss(place(1, false), "it was deleted");
        source.add(piece(2));
        assertThat(outgoing("door")).containsExactly(0L, 1L, 2L);
        assertThat(sources.spool().find("door", 1).orElseThrow().head().lost())
                .contains("it was deleted");
        assertThat(source.missed()).isEqualTo(1);
        assertThat(source.lost()).isEqualTo(1);
    }

    @Test
    void erasCountDiscontinuitiesOverRestarts() throws Exception {
        EdgeSource source = start().join("door");
        assertThat(source.add(piece(0)).era()).isZero();
        var broken = new Piece(Samples.body(1), place(1, true));
        assertThat(source.add(broken).era()).isEqualTo(1);
        assertThat(start().find("door").orElseThrow().add(piece(2)).era()).isEqualTo(1);
    }

    /// L7: the clock here does not matter.
    @Test
    void aClockThatIsTwoHoursWrongIsPutRight() throws Exception {
        EdgeSource source = start().join("door");
        source.want(Optional.of(FakeControl.record("door", false, Samples.START)));
        source.add(piece(0));
        Instant control = Samples.START.plus(Duration.ofHours(2));
        sources.correctClock(control, nowNs.get());
        assertThat(sources.clock().instant()).isEqualTo(control);
        assertThat(sources.cache().list("door").getFirst().segment().start()).isEqualTo(control);
        assertThat(sources.spool().list("door").getFirst().head().segment().start())
                .isEqualTo(control);
        // What was on its way has been dated by the same clock.
        assertThat(source.add(piece(1)).start()).isEqualTo(control.plusSeconds(2));
        assertThat(start().clock().instant()).as("after a restart").isEqualTo(control);
    }

    @Test
    void halfOfTheWayIsTheAnswers() throws Exception {
        EdgeClock clock = start().clock();
        long askedNs = nowNs.getAndAdd(Duration.ofSeconds(8).toNanos());
        clock.correct(Samples.START.plusSeconds(4), askedNs, nowNs.get());
        assertThat(clock.offset()).isEqualTo(Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(Samples.START.plusSeconds(8));
    }
}
