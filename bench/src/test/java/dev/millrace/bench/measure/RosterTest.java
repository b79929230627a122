package dev.millrace.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Roster roster = new Roster();

    @Test
    void countsEveryoneOnce() {
        Roster.Member refused = roster.ask();
        Roster.Member dropped = roster.ask();
        Roster.Member lasting = roster.ask();
        roster.ask(); // and never hears
        refused.lost("connection refused");
        refused.lost("closed");
        refused.established();
        dropped.established();
        dropped.established();
        dropped.lost("connection reset");
        dropped.lost("connection reset");
        lasting.established();

        assertThat(roster.present()).isEqualTo(1);
        assertThat(roster.left()).isEqualTo(2);
        assertThat(roster.progress()).isEqualTo("1 there, 1 failed, 1 dropped");
        assertThat(roster.connections())
                .isEqualTo(
                        new Connections(
                                4,
                                2,
                                2,
                                1,
                                Map.of(
                                        "connection refused",
                                        1,
                                        "no answer before the end of the run",
                                        1),
                                Map.of("connection reset", 1)));
        assertThat(lasting.isPresent()).isTrue();
        assertThat(dropped.isPresent()).isFalse();
        assertThat(dropped.isGone()).isTrue();
    }

    @Test
    void whoLeavesIsNotMissed() {
        Roster.Member guest = roster.ask();
        guest.established();
        guest.left();
        guest.lost("closed");
        assertThat(roster.present()).isZero();
        assertThat(roster.left()).isZero();
        assertThat(roster.connections().allWell()).isTrue();
    }

    @Test
    void allIsWellOnlyWhenNobodyIsMissing() {
        roster.ask().established();
        assertThat(roster.connections().allWell()).isTrue();
        Roster.Member late = roster.ask();
        assertThat(roster.connections().allWell()).isFalse();
        late.established();
        assertThat(roster.connections().allWell()).isTrue();
        late.lost("closed by the server");
        assertThat(roster.connections().allWell()).isFalse();
    }
}
