package dev.millrace.bench.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.bench.measure.Absences;
import dev.millrace.bench.measure.Latencies;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testcard.ClockMarker;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class WatchTest {
    private static final long MS_NS = 1_000_000;

    private final Latencies firstPicture = new Latencies();
    private final Latencies latency = new Latencies();
    private final Absences absences = new Absences();
    private final Watch watch = new Watch(firstPicture, latency, absences, 100 * MS_NS);

    /// The first two bytes of a video message, and whether it is a picture. FLV 10.1, E.4.3.1.
    static final List<Arguments> VIDEO =
            List.of(
                    arguments(0x17, 1, true), // H.264, key frame
                    arguments(0x27, 1, true), // H.264, inter frame
                    arguments(0x17, 0, false), // H.264, sequence header
                    arguments(0x17, 2, false), // H.264, end of sequence
                    arguments(0x57, 1, false), // a word to the player
                    arguments(0x12, 0, true), // Sorenson, which has no packet type
                    arguments(0x90, 'h', false), // enhanced, sequence start
                    arguments(0x91, 'h', true), // enhanced, frame with a composition time
                    arguments(0x93, 'h', true), // enhanced, frame without one
                    arguments(0x94, 'h', false)); // enhanced, metadata

    @ParameterizedTest
    @FieldSource("VIDEO")
    void knowsPictures(int first, int second, boolean isPicture) {
        watch.message(head(MessageType.VIDEO, 0, new byte[] {(byte) first, (byte) second}), 0);
        assertThat(watch.hasPicture()).isEqualTo(isPicture);
        assertThat(watch.windowPictures()).isEqualTo(isPicture ? 1 : 0);
    }

    @Test
    void soundIsNoPicture() {
        watch.message(head(MessageType.AUDIO, 0, new byte[] {0x17, 1}), 0);
        watch.message(head(MessageType.VIDEO, 0, new byte[0]), 0);
        assertThat(watch.hasPicture()).isFalse();
    }

    @Test
    void timesTheFirstPicture() {
        picture(0, 107 * MS_NS);
        picture(40, 500 * MS_NS);
        assertThat(firstPicture.percentiles().count()).isEqualTo(1);
        assertThat(firstPicture.percentiles().max()).isCloseTo(7, offset(0.05));
    }

    @Test
    void findsWhatIsMissing() {
        picture(-100, 0); // the clock wraps between this one and the next
        picture(0, 0);
        picture(Watch.GAP_MS, 0);
        assertThat(watch.gaps()).isZero();
        picture(2 * Watch.GAP_MS + 1, 0);
        assertThat(watch.gaps()).isEqualTo(1);
        picture(2 * Watch.GAP_MS, 0);
        assertThat(watch.backwardSteps()).isEqualTo(1);
        watch.beginWindow();
        assertThat(watch.gaps() + watch.backwardSteps() + watch.windowPictures()).isZero();
    }

    @Test
    void whatWasNeverSentIsNotMissing() {
        absences.begin(5_000 * MS_NS);
        absences.end(8_000 * MS_NS);
        picture(0, 4_900 * MS_NS);
        picture(3_000, 8_001 * MS_NS);
        assertThat(watch.gaps()).isZero();
        picture(6_000, 11_000 * MS_NS);
        assertThat(watch.gaps()).isEqualTo(1);
    }

    @Test
    void theFirstPictureIsToBeAKeyFrame() {
        assertThat(watch.beganWrong()).isFalse();
        picture(0, 0);
        assertThat(watch.beganWrong()).isTrue();
    }

    @Test
    void measuresTheAgeOfMarkedPictures() {
        byte[] marker = ClockMarker.blank();
        ClockMarker.write(marker, 200 * MS_NS);
        byte[] body = new byte[5 + marker.length];
        body[0] = 0x27;
        body[1] = 1;
        System.arraycopy(marker, 0, body, 5, marker.length);
        watch.message(head(MessageType.VIDEO, 0, body), 231 * MS_NS);
        assertThat(latency.percentiles().count()).isEqualTo(1);
        assertThat(latency.percentiles().max()).isCloseTo(31, offset(0.05));
        watch.message(head(MessageType.VIDEO, 40, body), 100 * MS_NS); // from another machine
        assertThat(latency.percentiles().count()).isEqualTo(1);
        assertThat(latency.implausible()).isEqualTo(1);
    }

    @Test
    void countsBytesOfTheWindow() {
        watch.received(10);
        watch.beginWindow();
        watch.received(5);
        assertThat(watch.windowBytes()).isEqualTo(5);
        assertThat(watch.receivedBytes()).isEqualTo(15);
    }

    private void picture(int timestampMs, long nowNs) {
        watch.message(head(MessageType.VIDEO, timestampMs, new byte[] {0x27, 1, 0, 0, 0}), nowNs);
    }

    private static MessageHead head(int type, int timestampMs, byte[] body) {
        var head = new MessageHead();
        head.begin(type, timestampMs, body.length);
        head.take(ByteBuffer.wrap(body), body.length);
        return head;
    }
}
