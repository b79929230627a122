package dev.millrace.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgerTest {
    private final Acknowledger acknowledger = new Acknowledger(1000);

    @Test
    void isDueOnceAWindow() {
        acknowledger.received(999);
        assertThat(acknowledger.isDue()).isFalse();
        acknowledger.received(501);
        assertThat(acknowledger.isDue()).isTrue();
        assertThat(acknowledger.isDue()).isFalse();
        acknowledger.received(999);
        assertThat(acknowledger.isDue()).isFalse();
        acknowledger.received(1);
        assertThat(acknowledger.isDue()).isTrue();
    }

    @Test
    void countsEverythingSinceTheBeginning() {
        acknowledger.received(1500);
        assertThat(acknowledger.isDue()).isTrue();
        acknowledger.received(1500);
        assertThat(acknowledger.receivedBytes()).isEqualTo(3000);
    }

    @Test
    void thePeerSetsTheWindow() {
        acknowledger.window(10);
        acknowledger.received(10);
        assertThat(acknowledger.isDue()).isTrue();
    }

    @Test
    void aWindowThatMakesNoSenseIsForgotten() {
        acknowledger.window(0);
        acknowledger.received(10);
        assertThat(acknowledger.isDue()).isFalse();
        acknowledger.window(-1);
        assertThat(acknowledger.isDue()).isFalse();
        acknowledger.received(990);
        assertThat(acknowledger.isDue()).isTrue();
    }
}
