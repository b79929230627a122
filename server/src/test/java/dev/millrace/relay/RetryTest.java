package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    @DisplayName("V2: back-off doubles, and is capped")
    void doublesUpToTheLongest() {
        var retry = new Retry(Duration.ofSeconds(2), Duration.ofSeconds(60), 10, 0);
        assertThat(IntStream.rangeClosed(1, 8).mapToObj(n -> retry.delay(n, 0.5).toSeconds()))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(retry.delay(Integer.MAX_VALUE, 0.5)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void jitterOnlyShortens() {
        var retry = new Retry(SECOND, SECOND, 0, 0.2);
        assertThat(retry.delay(1, 0)).isEqualTo(SECOND);
        assertThat(retry.delay(1, 1)).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void isExhaustedAfterSoManyAttempts() {
        assertThat(new Retry(SECOND, SECOND, 3, 0).isExhausted(3)).isFalse();
        assertThat(new Retry(SECOND, SECOND, 3, 0).isExhausted(4)).isTrue();
        assertThat(new Retry(SECOND, SECOND, 0, 0).isExhausted(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Retry(Duration.ofSeconds(2), SECOND, 0, 0));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Retry(SECOND, SECOND, 0, 1.1));
    }
}
