package dev.millrace.relay;

import static dev.millrace.relay.RelayState.BACKOFF;
import static dev.millrace.relay.RelayState.ENDED;
import static dev.millrace.relay.RelayState.FAILED;
import static dev.millrace.relay.RelayState.RUNNING;
import static dev.millrace.relay.RelayState.STALLED;
import static dev.millrace.relay.RelayState.STARTING;
import static dev.millrace.relay.RelayState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.ChannelName;
import dev.millrace.relay.RelaySettings.Start;
import dev.millrace.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of [RelayMachine], cell by cell, and what time does to it.
class RelayMachineTest {
    private static final Duration STALL = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration START_WAIT = Duration.ofSeconds(5);
    private static final Duration INITIAL = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final Ending FAULT = new Ending.Fault("connection refused");
    private static final Ending LEFT = new Ending.Left("the publisher left");
    private static final Ending FINISHED = new Ending.Finished("the playlist ended");

    /// A machine with a clock and a memory.
    private static final class Rig {
        private final List<String> story = new ArrayList<>();
        private final RelayMachine machine;
        private long nowNs = 1_000_000_000_000L;

        Rig(Start start) {
            this(start, IDLE);
        }

        Rig(Start start, Duration idle) {
            var settings =
                    new RelaySettings(
                            new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam"),
                            new Source("rtmp://host/live/cam"),
                            start,
                            idle,
                            STALL,
                            START_WAIT,
                            new Retry(INITIAL, LONGEST, ATTEMPTS, 0),
                            RelaySettings.Ffmpeg.PLAIN,
                            RelaySettings.Limits.NONE);
            machine =
                    new RelayMachine(
                            settings,
                            () -> 0.5,
                            (from, to, why) -> story.add("%s %s".formatted(from, to)),
                            nowNs);
        }

        void pass(Duration time) {
            nowNs += time.toNanos();
            machine.tick(nowNs);
        }

        /// Time passes while somebody watches and, if it runs, frames come.
        void passWell(Duration time) {
            long untilNs = nowNs + time.toNanos();
            while (nowNs < untilNs) {
                machine.watched(nowNs);
                if (machine.state() == RUNNING) {
                    machine.progress(nowNs);
                }
                pass(Duration.ofMillis(250));
            }
        }

        void want() {
            machine.want(nowNs, "a viewer came");
        }

        void run() {
            want();
            machine.playing(nowNs);
        }

        void over(Ending ending) {
            machine.over(nowNs, ending);
        }

        /// Whatever the world does, now and then.
        void mayHappen(Random random) {
            switch (random.nextInt(200)) {
                case 0 -> want();
                case 1 -> machine.stop(nowNs, "a person");
                case 2 -> machine.reset(nowNs, "a person");
                case 3 -> endsIfThereIsOne(FAULT);
                case 4 -> endsIfThereIsOne(LEFT);
                case 5, 6, 7, 8 -> machine.playing(nowNs);
                default -> machine.progress(nowNs);
            }
            if (machine.state() == STALLED) {
                over(FAULT);
            }
        }

        private void endsIfThereIsOne(Ending ending) {
            if (machine.isActive()) {
                over(ending);
            }
        }

        void failForGood() {
            want();
            while (machine.state() != FAILED) {
                over(FAULT);
                machine.watched(nowNs);
                pass(machine.retryIn(nowNs));
            }
        }
    }

    private static Rig rigThatIs(RelayState state) {
        var rig = new Rig(Start.ON_DEMAND);
        switch (state) {
            case STOPPED -> {}
            case STARTING -> rig.want();
            case RUNNING -> rig.run();
            case STALLED -> {
                rig.run();
                rig.pass(STALL.plusNanos(1));
            }
            case BACKOFF -> {
                rig.run();
                rig.over(FAULT);
            }
            case FAILED -> rig.failForGood();
            case ENDED -> {
                rig.run();
                rig.over(LEFT);
            }
        }
        return rig;
    }

    enum Event {
        WANTED,
        STARTED,
        STOP,
        RESET,
        PLAYING,
        LEFT,
        FINISHED,
        FAULT,
        SILENCE,
        DUE
    }

    private static void happens(Event event, Rig rig) {
        switch (event) {
            case WANTED -> rig.want();
            case STARTED -> rig.machine.start(rig.nowNs, "a person");
            case STOP -> rig.machine.stop(rig.nowNs, "a person");
            case RESET -> rig.machine.reset(rig.nowNs, "a person");
            case PLAYING -> rig.machine.playing(rig.nowNs);
            case LEFT -> rig.over(LEFT);
            case FINISHED -> rig.over(FINISHED);
            case FAULT -> rig.over(FAULT);
            case SILENCE -> rig.pass(STALL.plusNanos(1));
            case DUE -> rig.pass(INITIAL);
        }
    }

    record Cell(RelayState from, Event event, RelayState to) {}

    /// A row for each state; a column for each event, `-` for nothing. After so long without
    /// progress a wait of two seconds is over as well.
    private static Stream<Cell> cells() {
        String table =
"""
         WANTED   STARTED  STOP    RESET    LEFT    FINISHED FAULT   PLAYING SILENCE  DUE
STOPPED  STARTING STARTING -       -        -       -        -       -        -        -
STARTING -        -        STOPPED -        ENDED   ENDED    BACKOFF RUNNING  STALLED  -
RUNNING  -        -        STOPPED -        ENDED   ENDED    BACKOFF -        STALLED  -
STALLED  -        -        STOPPED -        BACKOFF BACKOFF  BACKOFF -        -        -
BACKOFF  -        STARTING STOPPED STARTING -       -        -       -        STARTING STARTING
FAILED   -        STARTING -       STOPPED  -       -        -       -        -        -
ENDED    -        STARTING STOPPED STOPPED  -       -        -       -        STARTING STARTING
""";
        List<String[]> rows = table.lines().map(line -> line.strip().split(" +")).toList();
        String[] head = rows.getFirst();
        return rows.stream()
                .skip(1)
                .flatMap(row ->
                        Stream.iterate(0, i -> i < head.length, i -> i + 1)
                                .map(i -> {
                                    RelayState from = RelayState.valueOf(row[0]);
                                    boolean same = row[i + 1].equals("-");
                                    return new Cell(
                                            from,
                                            Event.valueOf(head[i]),
                                            same ? from : RelayState.valueOf(row[i + 1]));
                                }));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void followsTheTable(Cell cell) {
        Rig rig = rigThatIs(cell.from);
        assertThat(rig.machine.state()).isEqualTo(cell.from);
        happens(cell.event, rig);
        assertThat(rig.machine.state()).isEqualTo(cell.to);
    }

    @Test
    @DisplayName("V2: back-off grows although each start succeeds, and then gives up")
    void aStartIsNotHealth() {
        var rig = new Rig(Start.ALWAYS);
        rig.want();
        var waits = new ArrayList<Long>();
        while (rig.machine.state() != FAILED) {
            rig.machine.playing(rig.nowNs);
            rig.passWell(Duration.ofSeconds(5));
            rig.over(FAULT);
            waits.add(rig.machine.retryIn(rig.nowNs).toSeconds());
            rig.pass(rig.machine.retryIn(rig.nowNs));
        }
        assertThat(waits).containsExactly(2L, 4L, 8L, 0L);
        rig.pass(Duration.ofDays(365));
        assertThat(rig.machine.state()).isEqualTo(FAILED);
        rig.machine.reset(rig.nowNs, "a person");
        assertThat(rig.machine.state()).isEqualTo(STARTING);
        assertThat(rig.machine.crashes()).isZero();
    }

    @Test
    @DisplayName("V2: a healthy period forgets failures")
    void healthForgives() {
        var rig = new Rig(Start.ALWAYS);
        rig.run();
        rig.over(FAULT);
        rig.pass(INITIAL);
        rig.machine.playing(rig.nowNs);
        rig.passWell(RelayMachine.HEALTHY);
        assertThat(rig.machine.crashes()).isZero();
        rig.over(FAULT);
        assertThat(rig.machine.retryIn(rig.nowNs)).isEqualTo(INITIAL);
    }

    @Test
    @DisplayName("V4: a relay that always runs is not stopped for being idle")
    void alwaysIsNeverIdle() {
        var rig = new Rig(Start.ALWAYS);
        rig.run();
        for (int i = 0; i < 100; i++) {
            rig.machine.progress(rig.nowNs);
            rig.pass(Duration.ofSeconds(5));
        }
        assertThat(rig.machine.state()).isEqualTo(RUNNING);
        assertThat(rig.story).containsExactly("STOPPED STARTING", "STARTING RUNNING");
    }

    @Test
    @DisplayName("V5: what a person stopped stays stopped")
    void stoppedStaysStopped() {
        var rig = new Rig(Start.ALWAYS);
        rig.run();
        rig.machine.stop(rig.nowNs, "a person");
        rig.pass(Duration.ofDays(1));
        assertThat(rig.machine.state()).isEqualTo(STOPPED);
    }

    @Test
    void idleStopsWhateverItDoes() {
        for (RelayState state : List.of(STARTING, RUNNING, BACKOFF, ENDED)) {
            Rig rig = rigThatIs(state);
            rig.pass(IDLE.plusNanos(1));
            assertThat(rig.machine.state()).as(state.name()).isEqualTo(STOPPED);
        }
    }

    @Test
    void framesBeforeTheFirstPictureAreProgress() {
        var rig = new Rig(Start.ALWAYS);
        rig.want();
        for (int i = 0; i < 10; i++) {
            rig.pass(STALL);
            rig.machine.progress(rig.nowNs);
        }
        assertThat(rig.machine.state()).isEqualTo(STARTING);
    }

    @Test
    void whoWaitsForTheFirstPictureIsNotNobody() {
        var rig = new Rig(Start.ON_DEMAND, Duration.ofSeconds(1));
        rig.want();
        rig.pass(START_WAIT);
        assertThat(rig.machine.state()).isEqualTo(STARTING);
        rig.machine.playing(rig.nowNs);
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.machine.state()).isEqualTo(RUNNING);
        rig.pass(Duration.ofNanos(1));
        assertThat(rig.machine.state()).isEqualTo(STOPPED);
    }

    @Test
    void nobodyWaitsLongerThanTheWait() {
        var rig = new Rig(Start.ON_DEMAND, Duration.ofSeconds(1));
        rig.want();
        rig.pass(START_WAIT.plusNanos(1));
        assertThat(rig.machine.state()).isEqualTo(STOPPED);
    }

    @Test
    void aViewerKeepsItRunning() {
        var rig = new Rig(Start.ON_DEMAND);
        rig.run();
        rig.passWell(IDLE.multipliedBy(3));
        assertThat(rig.machine.state()).isEqualTo(RUNNING);
        assertThat(rig.machine.idle(rig.nowNs)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("V12: a viewer does not shorten the back-off, even after an idle stop")
    void viewersHonourTheBackOff() {
        var rig = new Rig(Start.ON_DEMAND);
        rig.want();
        for (int i = 0; i < ATTEMPTS; i++) {
            rig.over(FAULT);
            rig.machine.stop(rig.nowNs, "idle");
            rig.want();
            assertThat(rig.machine.state()).isEqualTo(BACKOFF);
            assertThat(rig.machine.reason()).isEqualTo("connection refused");
            rig.pass(rig.machine.retryIn(rig.nowNs));
            assertThat(rig.machine.state()).isEqualTo(STARTING);
        }
        rig.over(FAULT);
        assertThat(rig.machine.state()).isEqualTo(FAILED);
        rig.want();
        assertThat(rig.machine.state()).isEqualTo(FAILED);
    }

    @Test
    @DisplayName("V13: an end is no crash, and what is over is not begun anew while it is watched")
    void anEndIsNoCrash() {
        var rig = new Rig(Start.ON_DEMAND);
        rig.run();
        rig.over(FINISHED);
        assertThat(rig.machine.crashes()).isZero();
        rig.passWell(Duration.ofDays(1).dividedBy(100));
        rig.want();
        assertThat(rig.machine.state()).isEqualTo(ENDED);
        assertThat(rig.machine.retryIn(rig.nowNs)).isZero();
        rig.pass(IDLE.plusNanos(1));
        rig.pass(LONGEST);
        rig.want();
        assertThat(rig.machine.state()).as("a new viewer sees it anew").isEqualTo(STARTING);
    }

    @Test
    void aPublisherThatComesAndGoesNeverFailsForGood() {
        var rig = new Rig(Start.ALWAYS);
        rig.want();
        for (int i = 0; i < 10 * ATTEMPTS; i++) {
            rig.machine.playing(rig.nowNs);
            rig.over(LEFT);
            assertThat(rig.machine.state()).isEqualTo(ENDED);
            Duration wait = rig.machine.retryIn(rig.nowNs);
            assertThat(wait).isBetween(INITIAL, LONGEST);
            rig.pass(wait);
            assertThat(rig.machine.state()).isEqualTo(STARTING);
        }
    }

    @Test
    @DisplayName("V1: no frame is a stall, however alive the source is")
    void noFirstFrameIsAStall() {
        var rig = new Rig(Start.ALWAYS);
        rig.want();
        rig.pass(STALL);
        assertThat(rig.machine.state()).isEqualTo(STARTING);
        rig.pass(Duration.ofNanos(1));
        assertThat(rig.machine.state()).isEqualTo(STALLED);
        assertThat(rig.machine.isActive()).isFalse();
        assertThat(rig.machine.reason()).isEqualTo("no frame for 10 s");
        rig.over(new Ending.Fault("told to end"));
        assertThat(rig.machine.state()).isEqualTo(BACKOFF);
        assertThat(rig.machine.reason()).isEqualTo("no frame for 10 s");
    }

    @Test
    @DisplayName("50 relays, started and stopped for an hour: none hammers its source or is stuck")
    void anHourOfFifty() {
        Seeds.forEach(
                50,
                random -> {
                    var rig = new Rig(random.nextBoolean() ? Start.ALWAYS : Start.ON_DEMAND);
                    rig.want();
                    for (int step = 0; step < 3600 * 4; step++) {
                        rig.pass(Duration.ofMillis(250));
                        rig.mayHappen(random);
                    }
                    long starts = rig.story.stream().filter(it -> it.endsWith(" STARTING")).count();
                    assertThat(starts).isBetween(1L, 1500L);
                    if (rig.machine.state() == STALLED) {
                        rig.over(FAULT);
                    }
                    rig.machine.start(rig.nowNs, "a person");
                    assertThat(rig.machine.isActive()).isTrue();
                });
    }
}
