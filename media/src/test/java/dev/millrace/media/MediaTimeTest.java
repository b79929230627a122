package dev.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTimeTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "499, 0", "500, 1", "1499, 1", "-500, 0", "-501, -1", "-1500, -1"})
    void roundsToTheNearestMillisecond(long us, long ms) {
        assertThat(MediaTime.usToMs(us)).isEqualTo(ms);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 11", "9, 100", "90000, 1000000", "-1, -11", "8589934592, 95443717689"})
    void knowsThe90kHzClock(long ticks, long us) {
        assertThat(MediaTime.ticks90kToUs(ticks)).isEqualTo(us);
        assertThat(MediaTime.usToTicks90k(us)).isEqualTo(ticks);
    }

    @Test
    void millisecondsAndTicksSurviveTheWayInAndOut() {
        Seeds.forEach(random -> {
            long time = random.nextLong(-(1L << 40), 1L << 40);
            assertThat(MediaTime.usToMs(MediaTime.msToUs(time))).isEqualTo(time);
            assertThat(MediaTime.usToTicks90k(MediaTime.ticks90kToUs(time))).isEqualTo(time);
        });
    }

    @ParameterizedTest
    @CsvSource({"1024, 48000, 21333", "1024, 44100, 23220", "44100, 44100, 1000000", "0, 8000, 0"})
    void samplesTakeTime(long samples, int rate, long us) {
        assertThat(MediaTime.samplesToUs(samples, rate)).isEqualTo(us);
    }

    @Test
    void aDayOfAudioFramesDoesNotDrift() {
        long frames = 24 * 3600 * 44_100L / 1024;
        assertThat(MediaTime.samplesToUs(frames * 1024, 44_100))
                .isBetween(86_399_900_000L, 86_400_000_000L);
    }
}
