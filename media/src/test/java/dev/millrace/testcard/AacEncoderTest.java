package dev.millrace.testcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AacEncoderTest {
    private static final int SECONDS = 4;
    private static final int FRAMES = SECONDS * Beep.SAMPLE_RATE / AacEncoder.FRAME_SAMPLES;

    @TempDir Path directory;

    @Test
    void silenceIsAFrameOfFourBytes() {
        // id 0, tag 0, gain 136, long block, no bands, no tools, end
        byte[] silent = HexFormat.of().parseHex("0110 0007".replace(" ", ""));
        assertThat(AacEncoder.frame(Beep.SAMPLE_RATE / 2)).isEqualTo(silent);
    }

    @Test
    void framesRepeatEveryEightSeconds() {
        long eightSeconds = 8L * Beep.SAMPLE_RATE;
        assertThat(AacEncoder.frame(eightSeconds)).isEqualTo(AacEncoder.frame(0));
    }

    @Tag("slow")
    @Test
    void aRealDecoderHearsTheBeepWhereItBelongs() throws Exception {
        double[] heard = decode();
        assertThat(heard.length).isEqualTo(FRAMES * AacEncoder.FRAME_SAMPLES);
        double errorSquares = 0;
        // The first half frame has nothing to overlap with.
        for (int i = AacEncoder.FRAME_SAMPLES; i < heard.length; i++) {
            errorSquares += Math.pow(heard[i] - Beep.sample(i), 2);
        }
        assertThat(Math.sqrt(errorSquares / heard.length)).isLessThan(30); // of 32767
    }

    @Tag("slow")
    @Test
    void theToneIsPureAndTheRestIsSilent() throws Exception {
        double[] heard = decode();
        for (int second = 1; second < SECONDS; second++) {
            int start = second * Beep.SAMPLE_RATE;
            int tone = start + Beep.SAMPLE_RATE / 100 + 12; // on a crest
            assertThat(crossings(heard, tone, Beep.SAMPLE_RATE / 20)).isEqualTo(100);
            double power = power(heard, tone, 2400, Beep.TONE_HZ);
            assertThat(power).isCloseTo(0.25 * Short.MAX_VALUE, within(100.0));
            assertThat(power(heard, tone, 2400, 2 * Beep.TONE_HZ)).isLessThan(power / 100);
            int quiet = start + Beep.LENGTH_SAMPLES + AacEncoder.FRAME_SAMPLES;
            assertThat(loudest(heard, quiet, Beep.SAMPLE_RATE / 2)).isLessThan(40);
            assertThat(loudest(heard, start - 480, 470)).isLessThan(60);
        }
    }

    private double[] decode() throws Exception {
        var stream = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = AacEncoder.frame((long) i * AacEncoder.FRAME_SAMPLES);
            stream.writeBytes(AacEncoder.config().adtsHeader(frame.length));
            stream.writeBytes(frame);
        }
        byte[] decoded = Ffmpeg.decode(directory, "aac", stream.toByteArray(), "-f", "s16le");
        var samples = ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        double[] heard = new double[samples.remaining()];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = samples.get(i);
        }
        return heard;
    }

    /// How often the sign changes.
    private static int crossings(double[] heard, int from, int length) {
        int crossings = 0;
        for (int i = from; i < from + length; i++) {
            crossings += heard[i] < 0 != heard[i + 1] < 0 ? 1 : 0;
        }
        return crossings;
    }

    /// The amplitude of one frequency, by correlation with a sine and a cosine.
    private static double power(double[] heard, int from, int length, int hertz) {
        double sine = 0;
        double cosine = 0;
        for (int i = 0; i < length; i++) {
            double angle = 2 * Math.PI * hertz * i / Beep.SAMPLE_RATE;
            sine += heard[from + i] * Math.sin(angle);
            cosine += heard[from + i] * Math.cos(angle);
        }
        return 2 * Math.hypot(sine, cosine) / length;
    }

    private static double loudest(double[] heard, int from, int length) {
        double loudest = 0;
        for (int i = from; i < from + length; i++) {
            loudest = Math.max(loudest, Math.abs(heard[i]));
        }
        return loudest;
    }
}
