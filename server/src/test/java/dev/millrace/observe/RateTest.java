package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final Rate rate = new Rate();

    @Test
    void oneSampleIsNoRate() {
        assertThat(rate.bitsPerSecond()).isZero();
        rate.sample(0, 1_000_000);
        assertThat(rate.bitsPerSecond()).isZero();
    }

    @Test
    void isTheSlopeOfWhatWasSampled() {
        rate.sample(-SECOND_NS, 500);
        rate.sample(SECOND_NS, 750);
        assertThat(rate.bitsPerSecond()).isEqualTo(1000);
    }

    @Test
    void forgetsWhatIsFiveSecondsAgo() {
        rate.sample(0, 0);
        for (int second = 1; second <= 5; second++) {
            rate.sample(second * SECOND_NS, 1000);
        }
        assertThat(rate.bitsPerSecond()).isEqualTo(8000 / 5);
        rate.sample(6 * SECOND_NS, 1000);
        assertThat(rate.bitsPerSecond()).isZero();
    }

    @Test
    void goesOnForEver() {
        for (int second = 0; second < 1000; second++) {
            rate.sample(second * SECOND_NS, second * 125L);
            assertThat(rate.bitsPerSecond()).isEqualTo(second == 0 ? 0 : 1000);
        }
    }
}
