package dev.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Seeds;
import org.junit.jupiter.api.Test;

class TimestampUnwrapperTest {
    private static final long SPAN_32 = 1L << 32;

    @Test
    void theFirstValueIsTakenAsItIs() {
        assertThat(new TimestampUnwrapper(32).unwrap(0xFFFF_FFFEL)).isEqualTo(0xFFFF_FFFEL);
    }

    @Test
    void continuesPastTheEndOfTheCounter() {
        var time = new TimestampUnwrapper(32);
        assertThat(time.unwrap(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L);
        assertThat(time.unwrap(0x10)).isEqualTo(SPAN_32 + 0x10);
        assertThat(time.unwrap(0x20)).isEqualTo(SPAN_32 + 0x20);
    }

    @Test
    void comesBackOverTheEndWhenTracksInterleave() {
        var time = new TimestampUnwrapper(32);
        assertThat(time.unwrap(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L); // audio
        assertThat(time.unwrap(0x5)).isEqualTo(SPAN_32 + 5); // video, a little ahead
        assertThat(time.unwrap(0xFFFF_FFFFL)).isEqualTo(0xFFFF_FFFFL); // audio
        assertThat(time.unwrap(0x9)).isEqualTo(SPAN_32 + 9);
    }

    @Test
    void aStepBackStaysAStepBack() {
        var time = new TimestampUnwrapper(32);
        assertThat(time.unwrap(5_000)).isEqualTo(5_000);
        assertThat(time.unwrap(4_000)).isEqualTo(4_000);
    }

    @Test
    void higherBitsDoNotCount() {
        var time = new TimestampUnwrapper(33);
        assertThat(time.unwrap(5L << 33 | 7)).isEqualTo(7);
        assertThat(time.unwrap(-1)).isEqualTo(-1);
    }

    @Test
    void followsAnyClockThatNeverJumpsHalfWay() {
        Seeds.forEach(random -> {
            int bits = random.nextInt(8, 34);
            long span = 1L << bits;
            var time = new TimestampUnwrapper(bits);
            long clock = random.nextLong(span);
            for (int i = 0; i < 100; i++) {
                assertThat(time.unwrap(clock & (span - 1))).isEqualTo(clock);
                clock += random.nextLong(1 - span / 2, span / 2);
            }
        });
    }
}
