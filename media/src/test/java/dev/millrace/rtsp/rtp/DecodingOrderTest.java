package dev.millrace.rtsp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodingOrderTest {
    private static final long MS = 1_000;

    private final DecodingOrder order = new DecodingOrder();

    private List<Long> dtsMs(long... ptsMs) {
        return Arrays.stream(ptsMs).map(pts -> order.dtsUs(pts * MS) / MS).boxed().toList();
    }

    @Test
    void withoutReorderingBothAreTheSame() {
        assertThat(dtsMs(1000, 1040, 1080, 1130)).containsExactly(1000L, 1040L, 1080L, 1130L);
    }

    /// I P B B P B B: a frame is shown at most two frames before one that is decoded earlier.
    @Test
    void framesAreDecodedAsFarAheadAsTheConfigurationSays() {
        order.configure(1, 25);
        assertThat(dtsMs(1000, 1120, 1040, 1080, 1240, 1160, 1200))
                .containsExactly(960L, 1000L, 1040L, 1080L, 1120L, 1160L, 1200L);
    }

    @Test
    void whatTheConfigurationDoesNotSayIsLearned() {
        dtsMs(1000, 1120, 1040, 1080);
        assertThat(dtsMs(1240, 1160, 1200, 1360, 1280, 1320, 1480))
                .containsExactly(1123L, 1160L, 1200L, 1240L, 1280L, 1320L, 1360L);
    }

    @Test
    void lossBeginsAnew() {
        order.configure(1, 25);
        dtsMs(1000, 1120, 1040);
        order.restart();
        assertThat(dtsMs(3000, 3120, 3040)).containsExactly(2960L, 3000L, 3040L);
    }

    @Test
    void noTimeIsBelowZero() {
        order.configure(16, 1);
        assertThat(dtsMs(0, 40)).containsExactly(0L, 1L);
    }

    @Test
    void timesAlwaysGrow() {
        Seeds.forEach(random -> {
            var any = new DecodingOrder();
            any.configure(random.nextInt(20), random.nextInt(100));
            long lastUs = -1;
            for (int i = 0; i < 100; i++) {
                long us = any.dtsUs(random.nextInt(1_000_000));
                assertThat(us).isGreaterThan(lastUs);
                lastUs = us;
            }
        });
    }
}
