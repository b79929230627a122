package dev.millrace.testcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.codec.Nalus;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCardTest {
    private static final long NOON_US = 12 * 3_600_000_000L;
    private static final TestCardSettings SMALL =
            TestCardSettings.DEFAULT.withSize(320, 180).withFrameRate(25, 50);

    @TempDir Path directory;

    @Test
    void describesItself() {
        var card = new TestCard(TestCardSettings.DEFAULT, NOON_US);
        assertThat(card.videoConfig()).hasToString("H.264 Constrained Baseline 3.0, 640x360");
        assertThat(card.videoConfig().frameRate()).hasValue(25);
        assertThat(card.videoConfig().nalLengthSize()).isEqualTo(4);
        assertThat(card.audioConfig().orElseThrow()).hasToString("AAC LC, 48000 Hz, 1 channels");
    }

    @Test
    void framesComeInOrderOfTime() {
        var card = new TestCard(SMALL, NOON_US + 123_456);
        long lastUs = 0;
        int videoFrames = 0;
        int audioFrames = 0;
        for (int i = 0; i < 400; i++) {
            long announcedUs = card.nextDtsUs();
            Frame frame = card.next();
            assertThat(frame.header().dtsUs())
                    .isEqualTo(announcedUs)
                    .isGreaterThanOrEqualTo(lastUs);
            lastUs = announcedUs;
            if (frame.header().kind() == TrackKind.VIDEO) {
                assertThat(announcedUs).isEqualTo(videoFrames * 40_000L);
                assertThat(frame.header().key()).isEqualTo(videoFrames++ % 50 == 0);
            } else {
                audioFrames++;
            }
        }
        assertThat(videoFrames * 48000 / 25 / 1024).isCloseTo(audioFrames, within(1));
    }

    @Test
    void theSameTimeGivesTheSameBytes() {
        assertThat(digest(SMALL, NOON_US, 3)).isEqualTo(digest(SMALL, NOON_US, 3));
        assertThat(digest(SMALL, NOON_US, 1)).isNotEqualTo(digest(SMALL, NOON_US + 1_000_000, 1));
    }

    /// Pinned, so that no machine makes other bytes. After a change of the design, look at the
    /// picture, then put in what the test says.
    @Test
    void theBytesAreTheSameOnEveryMachine() {
        assertThat(digest(TestCardSettings.DEFAULT, NOON_US, 2)).isEqualTo("00e9f6ec00ef9bae");
    }

    @Test
    void isCompact() {
        assertThat(bitsPerSecond(TestCardSettings.DEFAULT, 4)).isLessThan(300_000);
    }

    @ParameterizedTest
    @CsvSource({"500000", "2000000", "8000000"})
    void isPaddedToABitRate(int bitsPerSecond) {
        var settings =
                TestCardSettings.DEFAULT.withAudio(false).withVideoBitsPerSecond(bitsPerSecond);
        assertThat(bitsPerSecond(settings, 4)).isCloseTo(bitsPerSecond, withinPercentage(1));
    }

    @Test
    void nalUnitsFillEachFrameExactly() throws Exception {
        var settings = SMALL.withAudio(false).withVideoBitsPerSecond(1_000_000);
        for (Frame frame : frames(settings, NOON_US, 3)) {
            var kinds = new ArrayList<Integer>();
            int end = 0;
            byte[] payload = frame.payload();
            for (Nalus nalus = Nalus.ofFrame(payload, 0, payload.length, 4); nalus.next(); ) {
                kinds.add(payload[nalus.offset()] & 0x1F);
                end = nalus.offset() + nalus.length();
            }
            assertThat(end).isEqualTo(payload.length);
            assertThat(kinds).startsWith(6).endsWith(frame.header().key() ? 5 : 1);
            assertThat(kinds.subList(0, kinds.size() - 1)).containsOnly(6);
            assertThat(ClockMarker.write(payload, 42)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"161,90", "160,91", "158,90", "1922,1080", "640,1090"})
    void refusesSizesItCannotDraw(int width, int height) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestCardSettings.DEFAULT.withSize(width, height));
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "640,360,25,0",
        "640,360,25,1500000",
        "480,272,30,0",
        "160,90,10,0",
        "1920,1080,5,0",
        "1280,720,60,0",
        "360,640,25,0",
        "322,182,24,0"
    })
    void aRealDecoderHasNothingToComplainAbout(int width, int height, int rate, int bitsPerSecond)
            throws Exception {
        var settings =
                TestCardSettings.DEFAULT
                        .withSize(width, height)
                        .withFrameRate(rate, rate / 2)
                        .withVideoBitsPerSecond(bitsPerSecond);
        byte[] decoded = decodeVideo(settings, NOON_US, 1, "yuv420p");
        assertThat(decoded.length).isEqualTo(rate * width * height * 3 / 2);
    }

    @Tag("slow")
    @Test
    void showsTheRightColoursInTheRightPlaces() throws Exception {
        byte[] rgb = decodeVideo(TestCardSettings.DEFAULT, NOON_US, 1, "rgb24");
        int[] bars = {
            0xBFBFBF, 0xBFBF00, 0x00BFBF, 0x00BF00, 0xBF00BF, 0xBF0000, 0x0000BF, 0x000000
        };
        for (int i = 0; i < bars.length; i++) {
            assertColour(rgb, 0, 40 + 80 * i, 200, bars[i]);
            assertColour(rgb, 0, 40 + 80 * i, 216, bars[7 - i]);
        }
        assertColour(rgb, 0, 620, 232, 0xFFFFFF); // the last step of grey
        assertColour(rgb, 0, 320, 104, 0xFFFFFF); // the hub flashes with the beep
        assertColour(rgb, 2, 320, 104, 0xFFFFFF);
        assertColour(rgb, 3, 320, 104, 0x2A3446);
        assertColour(rgb, 0, 320, 60, 0xFFB020); // the hand points up
        assertColour(rgb, 12, 320, 60, 0x141A24);
        assertColour(rgb, 12, 300, 356, 0xFFB020); // the bar is not yet half full
        assertColour(rgb, 12, 324, 356, 0x2A3446);
    }

    private static void assertColour(byte[] rgb, int picture, int x, int y, int expected) {
        int at = ((picture * 360 + y) * 640 + x) * 3;
        for (int i = 0; i < 3; i++) {
            int wanted = (expected >> (16 - 8 * i)) & 0xFF;
            assertThat(rgb[at + i] & 0xFF)
                    .as("channel %d at %d,%d of picture %d", i, x, y, picture)
                    .isCloseTo(wanted, within(6));
        }
    }

    private byte[] decodeVideo(TestCardSettings settings, long fromUs, int seconds, String format)
            throws Exception {
        byte[] startCode = {0, 0, 0, 1};
        var card = new TestCard(settings.withAudio(false), fromUs);
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(startCode);
        stream.writeBytes(card.videoConfig().sps().getFirst());
        stream.writeBytes(startCode);
        stream.writeBytes(card.videoConfig().pps().getFirst());
        while (card.nextDtsUs() < seconds * 1_000_000L) {
            byte[] payload = card.next().payload();
            for (Nalus nalus = Nalus.ofFrame(payload, 0, payload.length, 4); nalus.next(); ) {
                stream.writeBytes(startCode);
                stream.write(payload, nalus.offset(), nalus.length());
            }
        }
        return Ffmpeg.decode(
                directory,
                "h264",
                stream.toByteArray(),
                "-f",
                "rawvideo",
                "-vsync",
                "0",
                "-pix_fmt",
                format);
    }

    private static List<Frame> frames(TestCardSettings settings, long fromUs, int seconds) {
        var card = new TestCard(settings, fromUs);
        var frames = new ArrayList<Frame>();
        while (card.nextDtsUs() < seconds * 1_000_000L) {
            frames.add(card.next());
        }
        return frames;
    }

    private static long bitsPerSecond(TestCardSettings settings, int seconds) {
        long bytes = 0;
        for (Frame frame : frames(settings, NOON_US, seconds)) {
            bytes += frame.payload().length;
        }
        return bytes * 8 / seconds;
    }

    private static String digest(TestCardSettings settings, long fromUs, int seconds) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            frames(settings, fromUs, seconds).forEach(frame -> digest.update(frame.payload()));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
