package dev.millrace.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final Schedule schedule =
            new Schedule(10, 4, Duration.ofSeconds(3), Duration.ofSeconds(20));

    @Test
    void opensAtASteadyRate() {
        assertThat(schedule.dueAt(0)).isEqualTo(1);
        assertThat(schedule.dueAt(SECOND_NS / 4 - 1)).isEqualTo(1);
        assertThat(schedule.dueAt(SECOND_NS / 4)).isEqualTo(2);
        assertThat(schedule.dueAt(SECOND_NS)).isEqualTo(5);
        assertThat(schedule.dueAt(3_600 * SECOND_NS)).isEqualTo(10);
    }

    @Test
    void saysWhenTheNextIsDue() {
        for (int index = 0; index < 10; index++) {
            assertThat(schedule.dueAt(schedule.openNs(index))).isEqualTo(index + 1);
        }
    }

    @Test
    void warmsUpOnceAllAreOpened() {
        assertThat(schedule.windowNs()).isEqualTo(SECOND_NS * 11 / 2); // 10 / 4 + 3
    }

    @Test
    void refusesWhatNeverEnds() {
        assertRefused(0, 400, Duration.ZERO, Duration.ofSeconds(1));
        assertRefused(1, 0, Duration.ZERO, Duration.ofSeconds(1));
        assertRefused(1, Double.NaN, Duration.ZERO, Duration.ofSeconds(1));
        assertRefused(1, 400, Duration.ofSeconds(-1), Duration.ofSeconds(1));
        assertRefused(1, 400, Duration.ZERO, Duration.ZERO);
    }

    private static void assertRefused(int count, double rate, Duration warmup, Duration window) {
        assertThatThrownBy(() -> new Schedule(count, rate, warmup, window))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
