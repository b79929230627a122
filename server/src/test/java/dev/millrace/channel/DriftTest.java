package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.FrameHeader;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Pain 15: audio and video clocks that drift apart")
class DriftTest {
    private static final long SECOND_US = 1_000_000;
    private static final long HOUR_US = 3600 * SECOND_US;

    private final Timeline timeline = new Timeline();
    private final Random random = new Random(1);
    private long greatestOffUs;
    private long greatestStepUs;
    private long smallestStepUs = Long.MAX_VALUE;

    @Test
    void aVideoClockThatRunsFastIsHeldBackBeforeAnyoneMinds() {
        // 50 parts in a million, as two cheap crystals may differ: 720 ms in four hours.
        run(4 * HOUR_US, 50, 0);
        assertThat(timeline.driftUs()).isBetween(700_000L, 722_000L);
        assertThat(greatestOffUs).isLessThan(110_000);
        assertThat(repairs()).isEqualTo(7);
        assertThat(smallestStepUs).isGreaterThanOrEqualTo(39_700);
        assertThat(greatestStepUs).isLessThanOrEqualTo(40_300);
    }

    @Test
    void aVideoClockThatRunsSlowIsMovedOn() {
        run(4 * HOUR_US, -50, 0);
        assertThat(timeline.driftUs()).isBetween(-722_000L, -700_000L);
        assertThat(greatestOffUs).isLessThan(110_000);
        assertThat(repairs()).isEqualTo(7);
    }

    @Test
    void clocksThatAgreeAreLeftAlone() {
        run(4 * HOUR_US, 0, 200_000);
        assertThat(timeline.driftUs()).isBetween(-20_000L, 20_000L);
        assertThat(timeline.repairs().total()).isZero();
    }

    @Test
    void videoThatComesLaterFromNowOnIsNotDrift() {
        run(600 * SECOND_US, 0, 0);
        delayUs = 500_000; // an encoder that begins to look ahead
        quietUntilUs = nowUs + delayUs;
        run(600 * SECOND_US, 0, 0);
        assertThat(timeline.driftUs()).isBetween(-1_000L, 1_000L);
        assertThat(timeline.repairs().total()).isZero();
    }

    private long nowUs;
    private long delayUs;
    private long quietUntilUs;
    private long sentUs;

    /// Video and audio in real time; the video clock is wrong by so many parts in a million, and
    /// every frame is late by up to `jitterUs`.
    private void run(long durationUs, long ppm, int jitterUs) {
        long endUs = nowUs + durationUs;
        long lastUs = timeline.lastUs(dev.millrace.media.TrackKind.VIDEO);
        for (; nowUs < endUs; nowUs += 40_000) {
            arrive(FrameHeader.audio(nowUs, 1), jitterUs);
            long trueUs = nowUs - delayUs;
            if (nowUs < quietUntilUs) {
                continue;
            }
            long ownUs = trueUs + trueUs / 1000 * ppm / 1000;
            long placedUs = arrive(FrameHeader.video(ownUs, 0, true, 1), jitterUs).dtsUs();
            if (lastUs > 0 && delayUs == 0) {
                greatestStepUs = Math.max(greatestStepUs, placedUs - lastUs);
                smallestStepUs = Math.min(smallestStepUs, placedUs - lastUs);
            }
            greatestOffUs = Math.max(greatestOffUs, Math.abs(placedUs - trueUs));
            lastUs = placedUs;
        }
    }

    private FrameHeader arrive(FrameHeader header, int jitterUs) {
        sentUs = Math.max(sentUs, nowUs + (jitterUs == 0 ? 0 : random.nextInt(jitterUs)));
        return timeline.place(header, sentUs);
    }

    private long repairs() {
        return timeline.repairs().of(TimelineRepair.DRIFT);
    }
}
