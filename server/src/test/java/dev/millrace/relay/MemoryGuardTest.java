package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Arrival.Absent;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.e2e.Clip;
import dev.millrace.machine.Memory;
import dev.millrace.machine.Vitals;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.observe.Sessions;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryGuardTest {
    private static final long MIB = 1 << 20;
    private static final ChannelName CAM =
            new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam");

    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(64 * MIB), System::nanoTime);
    private final Relays relays =
            new Relays(
                    channels,
                    new Sessions(),
                    new FfmpegSettings("ffmpeg", Path.of("unused"), 0),
                    new Relays.Room(() -> Memory.UNKNOWN, 0),
                    Clock.systemUTC());
    private final MemoryGuard guard = new MemoryGuard(this::vitals, 10 * MIB, channels, relays);
    private long freeBytes = 20 * MIB;
    private double waiting;
    private long nowNs = System.nanoTime();

    private Vitals vitals() {
        return new Vitals(
                0,
                1,
                OptionalDouble.empty(),
                new Memory(64 * MIB, freeBytes, "cgroup"),
                OptionalLong.empty(),
                OptionalDouble.of(waiting));
    }

    private String after(Duration time) {
        nowNs += time.toNanos();
        guard.tick(nowNs);
        return guard.step();
    }

    @AfterEach
    void close() {
        relays.close();
    }

    @Test
    void theWindowIsGivenUpFirst() {
        try (var publisher = new TestPublisher(channels, "live/cam")) {
            publisher.write(Duration.ofSeconds(8));
            var channel = channels.find(CAM).orElseThrow();
            assertThat(channel.kept().count()).isEqualTo(8);
            freeBytes = 9 * MIB;
            assertThat(after(Duration.ofSeconds(2))).isEqualTo("windows-shrunk");
            publisher.write(Duration.ofSeconds(2));
            assertThat(channel.kept().count()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void thenRelaysThatNobodyWatchesThenNewViewers() throws Exception {
        relays.add(
                new RelaySettings(
                        CAM,
                        new Source(testFile()),
                        RelaySettings.Start.ON_DEMAND,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        new Retry(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 0),
                        RelaySettings.Ffmpeg.PLAIN,
                        RelaySettings.Limits.NONE));
        relays.want(CAM, Route.DIRECT);
        Waiting.until("it runs", () -> channels.findLive(CAM).isPresent());
        waiting = 0.5;
        assertThat(after(Duration.ofSeconds(2))).as("others wait").isEqualTo("none");
        freeBytes = 15 * MIB; // more than the reserve
        after(Duration.ofSeconds(2));
        assertThat(relays.find(CAM).orElseThrow().isWanted()).isTrue();
        Waiting.until(
                "it is given up",
                () -> {
                    after(Duration.ofSeconds(2));
                    return !relays.find(CAM).orElseThrow().isWanted();
                });
        assertThat(relays.find(CAM).orElseThrow().status().reason())
                .isEqualTo("nobody watches it, and its memory is needed");
        after(Duration.ofSeconds(2));
        assertThat(after(Duration.ofSeconds(2))).isEqualTo("viewers-refused");
        assertThat(channels.await(CAM, Route.DIRECT, Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Absent.class,
                        absent -> {
                            assertThat(absent.code()).isEqualTo("not-enough-memory");
                            assertThat(absent.retryAfter()).isPresent();
                        });
        waiting = 0;
        after(Duration.ofSeconds(10));
        assertThat(guard.step()).isEqualTo("relays-stopped");
        after(Duration.ofSeconds(10));
        assertThat(after(Duration.ofSeconds(10))).isEqualTo("none");
        assertThat(channels.budget().isTight()).isFalse();
    }

    private static String testFile() throws IOException {
        return Clip.MINUTE.file().toString();
    }
}
