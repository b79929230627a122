package dev.millrace.testcard;

import dev.millrace.media.MediaTime;

/// What the test card looks like: colour bars and a staircase of greys, a dial whose hand turns
/// once a second, a clock, a frame counter, and a bar that fills every second. At the full second,
/// when [Beep] sounds, the middle of the dial lights up.
///
/// The bars end with whole macroblocks in the usual sizes, since those cost almost nothing. Lengths
/// are given for a picture of 640x360 and scaled to others.
final class CardDesign {
    /// White, yellow, cyan, green, magenta, red, blue, black at 75 %.
    private static final int[] BARS = {
        0xBFBFBF, 0xBFBF00, 0x00BFBF, 0x00BF00, 0xBF00BF, 0xBF0000, 0x0000BF, 0x000000
    };

    private static final int GREY_STEPS = 16;
    private static final Colour PANEL = Colour.ofRgb(0x141A24);
    private static final Colour TEXT = Colour.ofRgb(0xF2F4F8);
    private static final Colour QUIET_TEXT = Colour.ofRgb(0x8C99AE);
    private static final Colour TRACK = Colour.ofRgb(0x2A3446);
    private static final Colour ACCENT = Colour.ofRgb(0xFFB020);
    private static final long FLASH_US =
            MediaTime.samplesToUs(Beep.LENGTH_SAMPLES, Beep.SAMPLE_RATE);

    private final TestCardSettings settings;
    private final double scale;
    private final int barsBottom;
    private final int panelTop;
    private final Dial dial;
    private final StrokeFont large;
    private final StrokeFont small;
    private final Picture background;

    CardDesign(TestCardSettings settings) {
        this.settings = settings;
        scale = Math.min(settings.width() / 640.0, settings.height() / 360.0);
        barsBottom = (int) (settings.height() - 136 * scale) / 16 * 16;
        panelTop = barsBottom + scaled(16);
        int reach = Math.min(settings.width(), barsBottom - scaled(16));
        int middle = even((barsBottom - scaled(16)) / 2.0);
        dial = new Dial(even(settings.width() / 2.0), middle, even(0.42 * reach));
        large = new StrokeFont(44 * scale);
        small = new StrokeFont(15 * scale);
        background = new Picture(settings.width(), settings.height());
        drawBackground(new Canvas(background));
    }

    /// Draws the picture of one instant.
    void draw(Picture picture, long timeOfDayUs, long frameNumber) {
        picture.copyFrom(background);
        var canvas = new Canvas(picture);
        long inSecondUs = Math.floorMod(timeOfDayUs, MediaTime.US_PER_SECOND);
        double turn = (double) inSecondUs / MediaTime.US_PER_SECOND;
        dial.drawHand(canvas, turn, inSecondUs < FLASH_US);
        onTheRight(canvas, large, clock(timeOfDayUs), panelTop + scaled(20), TEXT);
        String counter = "FRAME %06d".formatted(frameNumber % 1_000_000);
        onTheRight(canvas, small, counter, panelTop + scaled(80), ACCENT);
        int filled = even(turn * settings.width());
        canvas.fill(0, settings.height() - scaled(8), filled, Integer.MAX_VALUE, ACCENT);
    }

    private void drawBackground(Canvas canvas) {
        canvas.fill(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, PANEL);
        int narrowTop = barsBottom - scaled(16);
        for (int i = 0; i < BARS.length; i++) {
            int left = share(i, BARS.length);
            int right = share(i + 1, BARS.length);
            canvas.fill(left, 0, right, narrowTop, Colour.ofRgb(BARS[i]));
            Colour opposite = Colour.ofRgb(BARS[BARS.length - 1 - i]);
            canvas.fill(left, narrowTop, right, barsBottom, opposite);
        }
        for (int i = 0; i < GREY_STEPS; i++) {
            Colour grey = Colour.ofRgb(0x010101 * (255 * i / (GREY_STEPS - 1)));
            int right = share(i + 1, GREY_STEPS);
            canvas.fill(share(i, GREY_STEPS), barsBottom, right, panelTop, grey);
        }
        dial.drawFace(canvas);
        large.paint(canvas, "MILLRACE", scaled(24), panelTop + scaled(20), TEXT);
        small.paint(canvas, description(), scaled(24), panelTop + scaled(80), QUIET_TEXT);
        int trackTop = settings.height() - scaled(8);
        canvas.fill(0, trackTop, Integer.MAX_VALUE, Integer.MAX_VALUE, TRACK);
    }

    private String description() {
        return "%d X %d  %d FPS"
                .formatted(settings.width(), settings.height(), settings.framesPerSecond());
    }

    private void onTheRight(Canvas canvas, StrokeFont font, String text, int top, Colour colour) {
        int left = even(settings.width() - scaled(24) - font.width(text));
        font.paint(canvas, text, left, top, colour);
    }

    private static String clock(long timeOfDayUs) {
        long seconds = Math.floorDiv(timeOfDayUs, MediaTime.US_PER_SECOND);
        return "%02d:%02d:%02d".formatted(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    }

    private int share(int part, int parts) {
        return even((double) settings.width() * part / parts);
    }

    private int scaled(int pixels) {
        return even(pixels * scale);
    }

    private static int even(double pixels) {
        return (int) Math.round(pixels / 2) * 2;
    }
}
