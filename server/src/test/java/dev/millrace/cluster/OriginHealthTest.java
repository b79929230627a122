package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.ChannelName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginHealthTest {
    private static final Place A = new Place("rtmp://a");
    private static final Place B = new Place("http://b");
    private static final Place C = new Place("rtmp://c");
    private static final ChannelName CAM = new ChannelName("__defaultVhost__", "live", "cam");
    private static final ChannelName OTHER = new ChannelName("__defaultVhost__", "live", "other");

    private long nowNs = Long.MAX_VALUE - 5; // clocks may turn over
    private final OriginHealth health = new OriginHealth(() -> nowNs);

    private List<Place> order(ChannelName channel) {
        return health.inOrder(List.of(A, B, C), channel);
    }

    @Test
    void whatFailedIsTriedLastForAWhile() {
        assertThat(order(CAM)).containsExactly(A, B, C);
        health.failed(A);
        assertThat(order(CAM)).containsExactly(B, C, A);
        assertThat(order(OTHER)).containsExactly(B, C, A);
        pass(Duration.ofSeconds(31));
        assertThat(order(CAM)).containsExactly(A, B, C);
    }

    @Test
    void whatDoesNotHaveAChannelIsTriedLaterForThatOne() {
        health.missed(A, CAM);
        assertThat(order(CAM)).containsExactly(B, C, A);
        assertThat(order(OTHER)).containsExactly(A, B, C);
        health.failed(B);
        assertThat(order(CAM)).containsExactly(C, A, B);
        health.fine(A, CAM);
        assertThat(order(CAM)).containsExactly(A, C, B);
        pass(Duration.ofSeconds(31));
        assertThat(order(CAM)).containsExactly(A, B, C);
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
        health.tick(nowNs);
    }
}
