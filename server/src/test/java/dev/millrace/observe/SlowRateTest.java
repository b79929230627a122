package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowRateTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final SlowRate rate = new SlowRate();

    @Test
    void atFirstItIsWhatThereIsSoFar() {
        rate.sample(SECOND_NS, 100);
        assertThat(rate.bitsPerSecond()).isZero();
        rate.sample(3 * SECOND_NS, 350);
        assertThat(rate.bitsPerSecond()).isEqualTo(1000);
    }

    @Test
    void thenItIsTheLastThirtySecondsThatAreOver() {
        for (int second = 0; second <= 30; second++) {
            rate.sample(second * SECOND_NS, second * 125L);
        }
        assertThat(rate.bitsPerSecond()).isEqualTo(1000);
        for (int second = 31; second < 60; second++) {
            rate.sample(second * SECOND_NS, 30 * 125L);
        }
        assertThat(rate.bitsPerSecond()).isEqualTo(1000);
        rate.sample(60 * SECOND_NS, 30 * 125L);
        assertThat(rate.bitsPerSecond()).isZero();
    }
}
