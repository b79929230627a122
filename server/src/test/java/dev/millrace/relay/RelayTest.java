package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Demand.Prospect;
import dev.millrace.media.ChannelName;
import dev.millrace.relay.RelaySettings.Start;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a relay does with its runs. The runs do nothing; the test says what becomes of them.
class RelayTest {
    private final List<FakeRun> runs = new CopyOnWriteArrayList<>();

    private static final class FakeRun implements Run {
        private final Listener relay;
        private volatile boolean started;
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
            relay.over(new Ending.Fault(reason));
        }

        @Override
        public long frameAtNs() {
            return System.nanoTime();
        }
    }

    private @Nullable String noRoom;

    private Relay relay(Start start) {
        var settings =
                new RelaySettings(
                        new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam"),
                        new Source("rtmp://user:secret@host/live/cam"),
                        start,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        new Retry(Duration.ofHours(1), Duration.ofHours(1), 1, 0),
                        RelaySettings.Ffmpeg.PLAIN,
                        RelaySettings.Limits.NONE);
        return new Relay(
                settings,
                (_, to) -> {
                    var run = new FakeRun(to);
                    runs.add(run);
                    return run;
                },
                _ -> Optional.ofNullable(noRoom),
                InstantSource.system());
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

    @Test
    void aLateWordOfAStoppedRunIsNotProgress() {
        Relay relay = relay(Start.ALWAYS);
        relay.begin();
        relay.stop("a person");
        runs.getFirst().relay.playing();
        assertThat(relay.status().state()).isEqualTo(RelayState.STOPPED);
    }
}
