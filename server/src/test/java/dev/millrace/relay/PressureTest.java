package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.relay.Pressure.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PressureTest {
    private long nowNs = 5;
    private final Pressure pressure = new Pressure(nowNs);

    private Step after(Duration time, boolean isTight) {
        nowNs += time.toNanos();
        return pressure.tick(nowNs, isTight);
    }

    @Test
    void oneStepAfterAnotherIsGivenUpInOrder() {
        assertThat(after(Duration.ofSeconds(1), false)).isEqualTo(Step.NONE);
        assertThat(after(Duration.ofSeconds(1), true)).isEqualTo(Step.WINDOWS_SHRUNK);
        assertThat(after(Duration.ofSeconds(1), true)).isEqualTo(Step.WINDOWS_SHRUNK);
        assertThat(after(Duration.ofSeconds(1), true)).isEqualTo(Step.RELAYS_STOPPED);
        assertThat(after(Pressure.STEP, true)).isEqualTo(Step.VIEWERS_REFUSED);
        assertThat(after(Pressure.STEP, true)).isEqualTo(Step.VIEWERS_REFUSED);
    }

    @Test
    void oneStepAfterAnotherIsTakenBackWhenThereIsEnough() {
        after(Pressure.STEP, true);
        after(Pressure.STEP, true);
        assertThat(after(Duration.ofSeconds(9), false)).isEqualTo(Step.RELAYS_STOPPED);
        assertThat(after(Duration.ofSeconds(1), false)).isEqualTo(Step.WINDOWS_SHRUNK);
        assertThat(after(Duration.ofSeconds(1), false)).isEqualTo(Step.WINDOWS_SHRUNK);
        assertThat(after(Pressure.CALM, false)).isEqualTo(Step.NONE);
        assertThat(after(Pressure.CALM, false)).isEqualTo(Step.NONE);
    }

    @Test
    void aBriefReliefChangesNothing() {
        after(Pressure.STEP, true);
        after(Duration.ofSeconds(9), false);
        after(Duration.ofMillis(500), true);
        assertThat(after(Duration.ofSeconds(9), false)).isEqualTo(Step.RELAYS_STOPPED);
    }
}
