package dev.millrace.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbsencesTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final Absences absences = new Absences();

    @Test
    void explainOnlyWhatFallsIntoThem() {
        assertThat(absences.explain(0, 100 * SECOND_NS)).isFalse();
        absences.begin(10 * SECOND_NS);
        absences.begin(11 * SECOND_NS); // no new one
        absences.end(14 * SECOND_NS);
        absences.end(20 * SECOND_NS); // nothing to end
        assertThat(absences.explain(9 * SECOND_NS, 15 * SECOND_NS)).isTrue();
        assertThat(absences.explain(12 * SECOND_NS, 13 * SECOND_NS)).isTrue();
        assertThat(absences.explain(14 * SECOND_NS, 16 * SECOND_NS)).isFalse();
        assertThat(absences.explain(5 * SECOND_NS, 9 * SECOND_NS)).isFalse();
    }

    @Test
    void whatWasOnItsWayWhenTheyBeganMayBeMissing() {
        absences.begin(10 * SECOND_NS);
        absences.end(14 * SECOND_NS);
        assertThat(absences.explain(9 * SECOND_NS, 10 * SECOND_NS)).isTrue();
    }
}
