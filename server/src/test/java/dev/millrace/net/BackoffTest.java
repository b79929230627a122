package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Backoff backoff = new Backoff(FIRST, LONGEST, 0.5);

    @Test
    void itGrowsAndIsLeftToChanceInPart() {
        assertThat(backoff.delay(1, 0)).isEqualTo(FIRST);
        assertThat(backoff.delay(3, 0)).isEqualTo(FIRST.multipliedBy(4));
        assertThat(backoff.delay(1_000_000, 0)).isEqualTo(LONGEST);
        assertThat(backoff.delay(Integer.MAX_VALUE, 1)).isEqualTo(LONGEST.dividedBy(2));
    }
}
