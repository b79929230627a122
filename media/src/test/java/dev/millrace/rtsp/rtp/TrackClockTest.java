package dev.millrace.rtsp.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrackClockTest {
    private static final long SECOND_US = 1_000_000;

    private final WallClock wall = new WallClock();
    private final TrackClock video = new TrackClock(90_000, wall);
    private final TrackClock audio = new TrackClock(48_000, wall);

    /// A report of this second since 1900.
    private static RtcpItem.SenderReport report(long ntpSeconds, int rtpTimestamp) {
        return new RtcpItem.SenderReport(1, ntpSeconds << 32, rtpTimestamp);
    }

    @Test
    void beginsWhereTheFirstPacketArrives() {
        assertThat(video.timeUs(-5, 3 * SECOND_US)).isEqualTo(3 * SECOND_US);
        assertThat(video.timeUs(89_995, 0)).isEqualTo(4 * SECOND_US); // over the end of 32 bits
        assertThat(video.timeUs(89_995 - 3_600, 0)).isEqualTo(4 * SECOND_US - 40_000);
    }

    @Test
    void beginsWhereTheServerSays() {
        video.beginAt(1_000, 7);
        assertThat(video.timeUs(91_000, SECOND_US)).isEqualTo(SECOND_US + 7);
        video.beginAt(5, 9); // too late
        assertThat(video.timeUs(91_000, SECOND_US)).isEqualTo(SECOND_US + 7);
    }

    @Test
    void aBeginningThatCannotBeIsNotBelieved() {
        video.beginAt(0, 0);
        assertThat(video.timeUs(1 << 30, 2 * SECOND_US)).isEqualTo(2 * SECOND_US);
    }

    /// Both tracks begin to arrive at once, but the first sound is a second older.
    @Test
    void earlyReportsPutTracksTogether() {
        video.report(report(100, 90_000));
        audio.report(report(101, 48_000));
        assertThat(video.timeUs(90_000, 5 * SECOND_US)).isEqualTo(5 * SECOND_US);
        assertThat(audio.timeUs(0, 5 * SECOND_US)).isEqualTo(5 * SECOND_US);
        assertThat(audio.timeUs(48_000, 5 * SECOND_US)).isEqualTo(6 * SECOND_US);
    }

    @Test
    void lateReportsPutTracksTogetherSlowly() {
        video.timeUs(0, 0);
        audio.timeUs(0, 0);
        video.report(report(100, 0));
        audio.report(report(100, 9_600)); // sound is 200 ms behind its place
        long lastUs = 0;
        for (int second = 1; second <= 10; second++) {
            long us = audio.timeUs(48_000 * second, second * SECOND_US);
            assertThat(us).isGreaterThan(lastUs);
            lastUs = us;
        }
        assertThat(lastUs).isCloseTo(10 * SECOND_US - 200_000, within(1_000L));
    }

    @Test
    void aServerWhoseClockIsSetIsNotFollowed() {
        video.timeUs(0, 0);
        video.report(report(100, 0));
        video.report(report(5_000, 90_000));
        assertThat(video.timeUs(90_000, SECOND_US)).isEqualTo(SECOND_US);
    }

    @Test
    void aJumpIsAnotherClock() {
        video.timeUs(0, 0);
        assertThat(video.timeUs(90_000 * 60, SECOND_US)).isEqualTo(SECOND_US);
        assertThat(video.timeUs(90_000 * 61, 2 * SECOND_US)).isEqualTo(2 * SECOND_US);
        assertThat(video.timeUs(90_000 * 58, 3 * SECOND_US)).isEqualTo(3 * SECOND_US);
    }

    @Test
    void anotherSenderGoesOnWhereTheFirstLeftOff() {
        video.timeUs(0, 0);
        video.timeUs(90_000, SECOND_US);
        video.restart();
        assertThat(video.timeUs(12_345, SECOND_US + 40_000)).isEqualTo(SECOND_US + 40_000);
    }

    /// 13.3 hours of 90 kHz are 32 bits.
    @Test
    void goesOnForDays() {
        long us = 0;
        for (int second = 0; second < 200_000; second++) {
            us = video.timeUs((int) (90_000L * second), second * SECOND_US);
        }
        assertThat(us).isEqualTo(199_999 * SECOND_US);
    }
}
