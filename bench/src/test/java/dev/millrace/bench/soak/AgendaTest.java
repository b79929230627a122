package dev.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda();
    private final List<String> done = new ArrayList<>();

    @Test
    void doesWhatIsDueInTheOrderOfTime() {
        agenda.at(30, () -> done.add("late"));
        agenda.at(20, () -> done.add("second"));
        agenda.at(10, () -> done.add("first"));
        agenda.runDue(20);
        assertThat(done).containsExactly("first", "second");
        agenda.runDue(30);
        assertThat(done).containsExactly("first", "second", "late");
    }

    @Test
    void whatIsDoneMayAskForMore() {
        agenda.at(10, () -> agenda.at(15, () -> done.add("more")));
        agenda.runDue(20);
        assertThat(done).containsExactly("more");
    }

    @Test
    void waitsForTheNextButNotTooLong() {
        assertThat(agenda.waitNs(0, 100)).isEqualTo(100);
        agenda.at(40, () -> {});
        assertThat(agenda.waitNs(0, 100)).isEqualTo(40);
        assertThat(agenda.waitNs(0, 5)).isEqualTo(5);
        assertThat(agenda.waitNs(50, 100)).isZero();
    }
}
