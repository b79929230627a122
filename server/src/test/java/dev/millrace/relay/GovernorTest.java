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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("V14: a relay starts where there is memory for it")
class GovernorTest {
    private static final long MIB = 1 << 20;
    private static final RelaySettings CAM = relay(Ffmpeg.PLAIN);

    private static RelaySettings relay(Ffmpeg ffmpeg) {
        return new RelaySettings(
                new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam"),
                new Source("rtmp://host/live/cam"),
                Start.ON_DEMAND,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                new Retry(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 0),
                ffmpeg,
                RelaySettings.Limits.NONE);
    }

    private static Governor governor(long freeBytes, long reserveBytes) {
        return new Governor(
                () -> new Memory(64 * MIB, freeBytes, "cgroup"),
                new MemoryBudget(32 * MIB),
                reserveBytes);
    }

    @Test
    void whatFitsAboveTheReserveStarts() {
        assertThat(governor(20 * MIB, 10 * MIB).refusal(10 * MIB)).isEmpty();
        assertThat(governor(20 * MIB, 10 * MIB).refusal(10 * MIB + 1))
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
        governor.learn(CAM.name(), 3 * MIB);
        assertThat(governor.needBytes(CAM)).isEqualTo(3 * MIB);
        governor.learn(CAM.name(), 9 * MIB);
        governor.learn(CAM.name(), 4 * MIB);
        assertThat(governor.needBytes(CAM)).isEqualTo(9 * MIB);
    }
}
