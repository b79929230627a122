package dev.millrace.bench.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaybackTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long SECOND_US = 1_000_000;

    private final Playback playback = new Playback();

    @Test
    void nobodyWaitsBeforeTheFirstSegment() {
        assertThat(playback.stalls(100 * SECOND_NS)).isZero();
        playback.fetched(2 * SECOND_US, 100 * SECOND_NS);
        assertThat(playback.stalls(102 * SECOND_NS)).isZero();
        assertThat(playback.stalledNs(102 * SECOND_NS)).isZero();
    }

    @Test
    void segmentsAddUp() {
        playback.fetched(2 * SECOND_US, 0);
        playback.fetched(2 * SECOND_US, 0);
        playback.fetched(2 * SECOND_US, 5 * SECOND_NS);
        playback.fetched(2 * SECOND_US, 7 * SECOND_NS); // with a second to spare
        assertThat(playback.stalls(8 * SECOND_NS)).isEqualTo(1);
    }

    @Test
    void countsStallsAndTheirLength() {
        playback.fetched(2 * SECOND_US, 0);
        playback.fetched(2 * SECOND_US, 3 * SECOND_NS); // one second too late
        playback.fetched(2 * SECOND_US, 5 * SECOND_NS); // at the last moment
        assertThat(playback.stalls(7 * SECOND_NS)).isEqualTo(1);
        assertThat(playback.stalledNs(7 * SECOND_NS)).isEqualTo(SECOND_NS);
        assertThat(playback.stalls(9 * SECOND_NS)).isEqualTo(2); // and it goes on
        assertThat(playback.stalledNs(9 * SECOND_NS)).isEqualTo(3 * SECOND_NS);
    }

    @Test
    void onlyTheWindowCounts() {
        playback.fetched(2 * SECOND_US, 0);
        playback.fetched(2 * SECOND_US, 3 * SECOND_NS);
        playback.beginWindow(4 * SECOND_NS);
        assertThat(playback.stalls(5 * SECOND_NS)).isZero();
        playback.beginWindow(10 * SECOND_NS); // in the middle of a stall
        assertThat(playback.stalledNs(11 * SECOND_NS)).isEqualTo(SECOND_NS);
    }
}
