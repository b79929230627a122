package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Demand.Prospect;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Schedule;
import dev.millrace.relay.RelaySettings.Start;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a relay does with its runs. The runs do nothing; the test says what becomes of them.
class RelayTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String CAM = "cam";

    private final List<FakeRun> runs = new CopyOnWriteArrayList<>();

    private static final class FakeRun implements Run {
        private final Listener relay;
        private volatile boolean started;
        private volatile boolean isOver;
        private final AtomicInteger stops = new AtomicInteger();

        FakeRun(Listener relay) {
            this.relay = relay;
        }

        @Override
        public void start() {
            started = true;
        }

        @Override
        public void stop() {
            stops.incrementAndGet();
        }

        @Override
        public long processBytes() {
            return 0;
        }

        @Override
        public void dismiss(String reason) {
            end(new Ending.Fault(reason));
        }

        /// A run ends once.
        void end(Ending ending) {
            if (!isOver) {
                isOver = true;
                relay.over(ending);
            }
        }

        @Override
        public long frameAtNs() {
            return System.nanoTime();
        }
    }

    private @Nullable String noRoom;

    private static RelaySettings settings(Start start, String stream) {
        return new RelaySettings(
                new ChannelName(ChannelName.DEFAULT_VHOST, "live", stream),
                new Source("rtmp://user:secret@host/live/cam"),
                start,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                new Retry(Duration.ofHours(1), Duration.ofHours(1), 1, 0),
                RelaySettings.Ffmpeg.PLAIN,
                RelaySettings.Limits.NONE);
    }

    private Run run(RelaySettings settings, Run.Listener to) {
        var run = new FakeRun(to);
        runs.add(run);
        return run;
    }

    private Relay relay(Start start) {
        return new Relay(settings(start, CAM), this::run, _ -> Optional.ofNullable(noRoom), CLOCK);
    }

    @Test
    @DisplayName("V14: where there is no room, nothing starts, and programs are told why")
    void noRoom() {
        noRoom = "not enough memory";
        Relay relay = relay(Start.ON_DEMAND);
        assertThat(relay.want())
                .isInstanceOfSatisfying(
                        Prospect.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("not-enough-memory");
                            assertThat(refused.reason()).contains("not enough memory");
                            assertThat(refused.retryAfter()).isPositive();
                        });
        assertThat(runs).isEmpty();
        assertThat(relay.status().crashes()).isZero();
        noRoom = null;
        relay.start("a person");
        assertThat(runs).hasSize(1);
    }

    @Test
    @DisplayName("V6: a hundred first viewers start one run")
    void isSingleFlight() throws InterruptedException {
        Relay relay = relay(Start.ON_DEMAND);
        List<Thread> viewers =
                IntStream.range(0, 100)
                        .mapToObj(_ -> Thread.ofVirtual().start(relay::want))
                        .toList();
        for (Thread viewer : viewers) {
            viewer.join();
        }
        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst().started).isTrue();
        assertThat(relay.want()).isEqualTo(new Prospect.Coming(Duration.ofSeconds(5)));
    }

    @Test
    void aSuccessorWaitsForItsPredecessor() {
        Relay relay = relay(Start.ALWAYS);
        relay.begin();
        runs.getFirst().relay.playing();
        relay.stop("a person");
        relay.start("a person");
        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst().stops).hasValue(1);
        runs.getFirst().relay.over(new Ending.Fault("told to end"));
        assertThat(runs).hasSize(2);
        assertThat(relay.status().state()).isEqualTo(RelayState.STARTING);
        assertThat(relay.status().crashes()).isZero();
    }

    @Test
    void whatFailedIsNotBegunAgainBeforeItsTime() {
        Relay relay = relay(Start.ON_DEMAND);
        relay.want();
        runs.getFirst().relay.over(new Ending.Fault("connection refused"));
        assertThat(relay.want())
                .isInstanceOfSatisfying(
                        Prospect.Refused.class,
                        refused -> {
                            assertThat(refused.reason())
                                    .isEqualTo(
                                            "live/cam cannot be watched now, its source failed:"
                                                    + " connection refused");
                            assertThat(refused.retryAfter())
                                    .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
                        });
        assertThat(runs).hasSize(1);
    }

    @Test
    @DisplayName("V5: viewers do not start what a person stopped, if it is not on demand")
    void viewersDoNotStartWhatAPersonStopped() {
        Relay relay = relay(Start.ALWAYS);
        relay.begin();
        relay.stop("stopped by the API");
        runs.getFirst().relay.over(new Ending.Fault("told to end"));
        assertThat(relay.want()).isInstanceOf(Prospect.Refused.class);
        assertThat(runs).hasSize(1);
    }

    @Test
    void remembersWhatHappened() {
        Relay relay = relay(Start.ALWAYS);
        relay.begin();
        runs.getFirst().relay.playing();
        runs.getFirst().relay.over(new Ending.Left("the publisher left"));
        assertThat(relay.status().history().stream().map(Transition::to))
                .containsExactly(RelayState.STARTING, RelayState.RUNNING, RelayState.ENDED);
        assertThat(relay.status().history().getLast().reason()).isEqualTo("the publisher left");
        assertThat(relay.status().retryIn()).isPositive();
    }

    /// 2026-11-23 is a Monday.
    private static RelaySettings scheduled(Start start) {
        RelaySettings of = settings(start, CAM);
        return new RelaySettings(
                of.name(),
                of.source(),
                of.start(),
                of.idleTimeout(),
                of.stallTimeout(),
                of.startWait(),
                of.retry(),
                of.ffmpeg(),
                of.limits(),
                Schedule.parse("Mon-Fri 08:00-18:00 Europe/Berlin"));
    }

    @Test
    void oneThatAlwaysRunsKeepsToItsSchedule() {
        var wall = new AtomicReference<>(Instant.parse("2026-11-23T06:59:59Z"));
        var relay = new Relay(scheduled(Start.ALWAYS), this::run, _ -> Optional.empty(), wall::get);
        relay.begin();
        relay.tick(System.nanoTime(), false);
        assertThat(runs).isEmpty();
        assertThat(relay.status().reason()).isEqualTo("out of its schedule");
        assertThat(relay.scheduleChangesAt()).contains(Instant.parse("2026-11-23T07:00:00Z"));
        wall.set(Instant.parse("2026-11-23T07:00:00Z"));
        relay.tick(System.nanoTime(), false);
        assertThat(runs).hasSize(1);
        assertThat(relay.status().state()).isEqualTo(RelayState.STARTING);
        assertThat(relay.scheduleChangesAt()).contains(Instant.parse("2026-11-23T17:00:00Z"));
        wall.set(Instant.parse("2026-11-23T17:00:00Z"));
        relay.tick(System.nanoTime(), true);
        assertThat(runs.getFirst().stops).hasValue(1);
        assertThat(relay.status().state()).isEqualTo(RelayState.STOPPED);
        assertThat(relay.status().reason()).isEqualTo("out of its schedule");
        runs.getFirst().end(new Ending.Fault("told to end"));
        assertThat(runs).hasSize(1);
    }

    @Test
    void viewersAreToldWhenAScheduleBegins() {
        var wall = new AtomicReference<>(Instant.parse("2026-11-23T06:30:00Z"));
        var relay =
                new Relay(scheduled(Start.ON_DEMAND), this::run, _ -> Optional.empty(), wall::get);
        relay.begin();
        assertThat(relay.want())
                .isEqualTo(
                        new Prospect.Refused(
                                "live/cam cannot be watched now, it is out of its schedule",
                                "not-scheduled",
                                Duration.ofMinutes(30)));
        assertThat(runs).isEmpty();
        wall.set(Instant.parse("2026-11-23T12:00:00Z"));
        relay.tick(System.nanoTime(), false);
        assertThat(runs).isEmpty();
        assertThat(relay.want()).isInstanceOf(Prospect.Coming.class);
        assertThat(runs).hasSize(1);
    }

    /// Whom a schedule stops may still be started by a person, until it stops it again.
    @Test
    void aPersonMayStartWhatIsOutOfItsSchedule() {
        var wall = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
        var relay = new Relay(scheduled(Start.ALWAYS), this::run, _ -> Optional.empty(), wall::get);
        relay.begin();
        relay.start("a person");
        relay.tick(System.nanoTime(), false);
        assertThat(relay.status().state()).isEqualTo(RelayState.STARTING);
        assertThat(relay.status().reason()).isEqualTo("a person");
        wall.set(Instant.parse("2026-11-23T12:00:00Z"));
        relay.tick(System.nanoTime(), false);
        assertThat(runs).hasSize(1);
        wall.set(Instant.parse("2026-11-23T20:00:00Z"));
        relay.tick(System.nanoTime(), false);
        assertThat(relay.status().state()).isEqualTo(RelayState.STOPPED);
    }

    @Test
    @DisplayName("the wall clock is for people: its jumps start, stop and hasten nothing")
    void jumpsOfTheWallClockChangeNothing() {
        var wall = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
        var relay =
                new Relay(
                        settings(Start.ON_DEMAND, CAM),
                        this::run,
                        _ -> Optional.empty(),
                        wall::get);
        relay.want();
        runs.getFirst().relay.playing();
        for (String jump : List.of("2070-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
            wall.set(Instant.parse(jump));
            relay.tick(System.nanoTime(), false);
            assertThat(relay.status().state()).isEqualTo(RelayState.RUNNING);
            assertThat(relay.status().age()).isLessThan(Duration.ofMinutes(1));
        }
        runs.getFirst().relay.over(new Ending.Left("the publisher left"));
        wall.set(Instant.parse("2200-01-01T00:00:00Z"));
        relay.tick(System.nanoTime(), true);
        assertThat(relay.status().retryIn()).isGreaterThan(Duration.ofMinutes(59));
        assertThat(runs).hasSize(1);
        assertThat(relay.status().history().getLast().at())
                .isEqualTo(Instant.parse("1970-01-01T00:00:00Z"));
    }

    @Test
    @DisplayName("50 relays, started and stopped again and again: nothing is left, nothing grows")
    void fiftyUnderAnUnsteadyHand() {
        var random = new Random(11);
        List<Relay> fifty =
                IntStream.range(0, 50)
                        .mapToObj(i ->
                                settings(i % 2 == 0 ? Start.ALWAYS : Start.ON_DEMAND, "cam" + i))
                        .map(it -> new Relay(it, this::run, _ -> Optional.empty(), CLOCK))
                        .toList();
        fifty.forEach(Relay::begin);
        for (int step = 0; step < 100_000; step++) {
            disturb(fifty.get(random.nextInt(50)), random);
            if (step % 100 == 0) {
                forgetOver();
                assertThat(runs).hasSizeLessThanOrEqualTo(50);
            }
        }
        fifty.forEach(relay -> relay.stop("the server is stopping"));
        assertThat(runs).allMatch(run -> run.isOver || run.stops.get() == 1);
        runs.forEach(run -> run.end(new Ending.Fault("told to end")));
        assertThat(fifty).allMatch(Relay::isGone);
        assertThat(fifty)
                .allMatch(relay -> relay.status().state() == RelayState.STOPPED)
                .allMatch(relay -> relay.status().history().size() <= 50)
                .allMatch(relay -> relay.log().size() <= 300);
    }

    /// What viewers, people, sources and time do.
    private void disturb(Relay relay, Random random) {
        switch (random.nextInt(9)) {
            case 0 -> relay.want();
            case 1 -> relay.start("a person");
            case 2 -> relay.stop("a person");
            case 3 -> relay.reset("a person");
            case 4 -> relay.dismiss("too much");
            case 5 -> relay.tick(System.nanoTime(), random.nextBoolean());
            default -> {
                if (!runs.isEmpty()) {
                    happen(runs.get(random.nextInt(runs.size())), random);
                }
            }
        }
    }

    private static void happen(FakeRun run, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> run.relay.playing();
            case 1 -> run.relay.said("a word");
            case 2 -> run.end(new Ending.Left("the publisher left"));
            default -> run.end(new Ending.Fault("connection refused"));
        }
    }

    private void forgetOver() {
        runs.removeIf(run -> run.isOver);
    }

    @Test
    void aLateWordOfAStoppedRunIsNotProgress() {
        Relay relay = relay(Start.ALWAYS);
        relay.begin();
        relay.stop("a person");
        runs.getFirst().relay.playing();
        assertThat(relay.status().state()).isEqualTo(RelayState.STOPPED);
    }
}
