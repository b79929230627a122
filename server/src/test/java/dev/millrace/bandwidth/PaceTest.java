package dev.millrace.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND_NS = 1_000_000_000;

    @Test
    void waitsUntilWhatHasPassedWasDue() {
        var pace = new Pace(8_000_000, 7); // a megabyte a second
        assertThat(pace.passed(1_000_000, 7)).isEqualTo(SECOND_NS);
        assertThat(pace.passed(500_000, 7 + SECOND_NS)).isEqualTo(SECOND_NS / 2);
        assertThat(pace.bytes()).isEqualTo(1_500_000);
        assertThat(pace.elapsedNs(7 + SECOND_NS)).isEqualTo(SECOND_NS);
    }

    @Test
    void whoIsSlowerNeverWaits() {
        var pace = new Pace(8_000_000, 0);
        assertThat(pace.passed(1_000_000, 2 * SECOND_NS)).isZero();
    }

    @Test
    void whatPassesForDaysIsCounted() {
        var pace = new Pace(1_000, 0);
        long days = 30 * 86_400 * SECOND_NS;
        for (int i = 0; i < 10; i++) {
            pace.passed(Integer.MAX_VALUE, days);
        }
        assertThat(pace.passed(0, days)).isBetween(days, 10_000L * 86_400 * SECOND_NS);
    }
}
