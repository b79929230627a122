package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortfallTest {
    @Test
    void saysWhatWasLostAndWhy() {
        assertThat(new Shortfall(3, 2_140_000, 4_000_000).words())
                .isEqualTo("skipped 3 groups: 2.1 Mbit/s link for a 4.0 Mbit/s channel");
        assertThat(new Shortfall(1, 64_400, 999_000).words())
                .isEqualTo("skipped 1 group: 64 kbit/s link for a 999 kbit/s channel");
        assertThat(new Shortfall(2, 0, 999_000).words())
                .isEqualTo("skipped 2 groups: they came all at once");
    }
}
