package dev.millrace.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The encoder knows what a decoder will see, to the last bit, and a real decoder sees it.
class PictureEncoderTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;
    private static final TestCardSettings SETTINGS =
            TestCardSettings.DEFAULT.withSize(WIDTH, HEIGHT);
    private static final byte[] START_CODE = {0, 0, 0, 1};

    @TempDir Path directory;

    /// Noise of growing strength fills blocks with few to all coefficients, and with small to
    /// escaped levels: every code table is used.
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {4, 16, 40, 90, 160, 255})
    void aRealDecoderSeesWhatTheEncoderExpects(int strength) throws Exception {
        var random = new Random(strength);
        var picture = new Picture(WIDTH, HEIGHT);
        var encoder = new PictureEncoder(picture);
        var stream = new ByteArrayOutputStream();
        var expected = new ByteArrayOutputStream();
        putParameterSets(stream);
        for (int i = 0; i < 8; i++) {
            addNoise(picture, random, strength, i % 4 == 0 ? 1 : 5);
            put(stream, encoder.encode(i % 4 == 0));
            for (int plane = Picture.LUMA; plane <= Picture.CR; plane++) {
                expected.writeBytes(encoder.decoded().plane(plane));
            }
        }
        byte[] decoded =
                Ffmpeg.decode(
                        directory, "h264", stream.toByteArray(), "-f", "rawvideo", "-vsync", "0");
        assertThat(Arrays.mismatch(decoded, expected.toByteArray())).isEqualTo(-1);
    }

    @Test
    void aPictureThatDoesNotChangeCostsNothing() {
        var picture = new Picture(WIDTH, HEIGHT);
        addNoise(picture, new Random(1), 255, 1);
        var encoder = new PictureEncoder(picture);
        encoder.encode(true);
        assertThat(encoder.encode(false)).hasSizeLessThan(10);
    }

    @Test
    void aFlatPictureCostsAboutOneByteForEachMacroblock() {
        var picture = new Picture(WIDTH, HEIGHT);
        new Canvas(picture).fill(0, 0, WIDTH, HEIGHT, Colour.ofRgb(0x336699));
        int macroblocks = WIDTH / 16 * HEIGHT / 16;
        assertThat(new PictureEncoder(picture).encode(true)).hasSizeLessThan(macroblocks + 20);
    }

    @Test
    void whatIsDecodedIsCloseToTheSource() {
        var picture = new Picture(WIDTH, HEIGHT);
        addNoise(picture, new Random(7), 80, 1);
        var encoder = new PictureEncoder(picture);
        encoder.encode(true);
        byte[] source = picture.plane(Picture.LUMA);
        byte[] decoded = encoder.decoded().plane(Picture.LUMA);
        double squares = 0;
        for (int i = 0; i < source.length; i++) {
            squares += Math.pow((source[i] & 0xFF) - (decoded[i] & 0xFF), 2);
        }
        assertThat(Math.sqrt(squares / source.length)).isLessThan(5);
    }

    /// Adds noise to one macroblock in `step`; the rest stays as it is and can be skipped.
    private static void addNoise(Picture picture, Random random, int strength, int step) {
        for (int mbY = 0; mbY < picture.macroblocksHigh(); mbY++) {
            for (int mbX = 0; mbX < picture.macroblocksWide(); mbX++) {
                if (random.nextInt(step) == 0) {
                    noise(picture, random, strength, mbX, mbY);
                }
            }
        }
    }

    private static void noise(Picture picture, Random random, int strength, int mbX, int mbY) {
        for (int plane = Picture.LUMA; plane <= Picture.CR; plane++) {
            int size = Picture.macroblockSize(plane);
            for (int i = 0; i < size * size; i++) {
                int at = (mbY * size + i / size) * picture.stride(plane) + mbX * size + i % size;
                int sample = 128 - strength / 2 + random.nextInt(strength + 1);
                picture.plane(plane)[at] = (byte) Math.clamp(sample, 0, 255);
            }
        }
    }

    private static void putParameterSets(ByteArrayOutputStream stream) {
        var config = new ParameterSets(SETTINGS).config();
        put(stream, config.sps().getFirst());
        put(stream, config.pps().getFirst());
    }

    private static void put(ByteArrayOutputStream stream, byte[] nal) {
        stream.writeBytes(START_CODE);
        stream.writeBytes(nal);
    }
}
