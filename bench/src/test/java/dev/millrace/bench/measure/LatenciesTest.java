package dev.millrace.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MS_NS = 1_000_000;

    private final Latencies latencies = new Latencies();

    @Test
    void tellsPercentilesToThreeDigits() {
        for (int ms = 1; ms <= 1_000; ms++) {
            latencies.record(ms * MS_NS);
        }
        Percentiles percentiles = latencies.percentiles();
        assertThat(percentiles.count()).isEqualTo(1_000);
        assertThat(percentiles.p50()).isCloseTo(500, withinPercentage(0.1));
        assertThat(percentiles.p95()).isCloseTo(950, withinPercentage(0.1));
        assertThat(percentiles.p99()).isCloseTo(990, withinPercentage(0.1));
        assertThat(percentiles.max()).isCloseTo(1_000, withinPercentage(0.1));
    }

    @Test
    void countsWhatIsAboveALimit() {
        latencies.record(19 * MS_NS);
        latencies.record(20 * MS_NS);
        latencies.record(21 * MS_NS);
        assertThat(latencies.above(20 * MS_NS)).isEqualTo(1);
    }

    @Test
    void setsAsideWhatCannotBe() {
        latencies.record(-1);
        latencies.record(3_600_000 * MS_NS);
        latencies.record(0);
        assertThat(latencies.implausible()).isEqualTo(2);
        assertThat(latencies.percentiles()).isEqualTo(new Percentiles(1, 0, 0, 0, 0));
    }

    @Test
    void forgetsWhenTheWindowBegins() {
        latencies.record(MS_NS);
        latencies.record(-1);
        latencies.reset();
        assertThat(latencies.percentiles().count()).isZero();
        assertThat(latencies.implausible()).isZero();
    }
}
