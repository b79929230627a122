package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.MemoryBudget;
import dev.millrace.machine.Memory;
import dev.millrace.media.ChannelName;
import dev.millrace.relay.RelaySettings.Ffmpeg;
import dev.millrace.relay.RelaySettings.Start;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("V14: a relay starts where there is memory for it")
class GovernorTest {
    private static final long MIB = 1 << 20;
    private static final RelaySettings CAM = relay(Ffmpeg.PLAIN);

    private static RelaySettings relay(Ffmpeg ffmpeg) {
        return relay("cam", ffmpeg);
    }

    private static RelaySettings named(String name) {
        return relay(name, Ffmpeg.PLAIN);
    }

    private static RelaySettings relay(String name, Ffmpeg ffmpeg) {
        return new RelaySettings(
                new ChannelName(ChannelName.DEFAULT_VHOST, "live", name),
                new Source("rtmp://host/live/cam"),
                Start.ON_DEMAND,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                new Retry(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 0),
                ffmpeg,
                RelaySettings.Limits.NONE);
    }

    private final AtomicLong nowNs = new AtomicLong();

    private Governor governor(long freeBytes, long reserveBytes) {
        var room = new Relays.Room(() -> new Memory(64 * MIB, freeBytes, "cgroup"), reserveBytes);
        return new Governor(room, new MemoryBudget(32 * MIB), nowNs::get);
    }

    @Test
    void whatFitsAboveTheReserveStarts() {
        assertThat(governor(20 * MIB, 10 * MIB).refusal(CAM, 10 * MIB)).isEmpty();
        assertThat(governor(20 * MIB, 10 * MIB).refusal(CAM, 10 * MIB + 1))
                .contains(
                        "not enough memory: it needs 11 MiB, and of 64 MiB (cgroup) 20 are free,"
                                + " 10 of them in reserve (memory.reserve)");
    }

    @Test
    void theMostThatItUsedIsWhatItNeeds() {
        Governor governor = governor(0, 0);
        assertThat(governor.needBytes(CAM)).isEqualTo(6 * MIB);
        assertThat(governor.needBytes(relay(new Ffmpeg(List.of("-re"), List.of(), Map.of(), MIB))))
                .isEqualTo(22 * MIB);
        governor.learn(CAM, 3 * MIB, true);
        assertThat(governor.needBytes(CAM)).as("its window fills").isEqualTo(6 * MIB);
        nowNs.addAndGet(Duration.ofSeconds(21).toNanos());
        assertThat(governor.needBytes(CAM)).isEqualTo(3 * MIB);
        governor.learn(CAM, 9 * MIB, true);
        governor.learn(CAM, 4 * MIB, true);
        assertThat(governor.needBytes(CAM)).isEqualTo(9 * MIB);
    }

    @Test
    void whatNobodyWatchesWillNeedMoreWhenSomebodyDoes() {
        Governor governor = governor(0, 0);
        governor.learn(CAM, MIB, false);
        nowNs.addAndGet(Duration.ofSeconds(21).toNanos());
        assertThat(governor.needBytes(CAM)).isEqualTo(4 * MIB);
        governor.learn(CAM, 2 * MIB, true);
        assertThat(governor.needBytes(CAM)).as("its renderings begin").isEqualTo(6 * MIB);
        nowNs.addAndGet(Duration.ofSeconds(21).toNanos());
        assertThat(governor.needBytes(CAM)).isEqualTo(2 * MIB);
    }

    @Test
    void thoseThatStartTogetherDoNotCountOnTheSameMemory() {
        Governor governor = governor(30 * MIB, 10 * MIB);
        assertThat(governor.grant(named("one"))).isEmpty();
        assertThat(governor.grant(named("one"))).as("its own").isEmpty();
        assertThat(governor.grant(named("two"))).isEmpty();
        assertThat(governor.grant(named("three"))).isEmpty();
        assertThat(governor.grant(named("four")).orElseThrow())
                .startsWith(
                        "not enough memory: it needs 6 MiB, and of 64 MiB (cgroup) 12 are free");
        governor.learn(named("one"), 6 * MIB, true);
        assertThat(governor.grant(named("four"))).as("what is used is not to come").isEmpty();
        governor.release(named("two").name());
        assertThat(governor.grant(named("five"))).isEmpty();
    }

    @Test
    void whatChannelsMayKeepIsPromisedOnce() {
        Governor governor = governor(900 * MIB, 0);
        for (String name : List.of("one", "two", "three", "four", "five")) {
            assertThat(governor.grant(named(name))).isEmpty();
        }
        assertThat(governor.grant(named("six")).orElseThrow()).endsWith("(channel.memory_total)");
    }
}
