package dev.millrace.testcard;

/// What a [TestCard] looks and sounds like.
///
/// @param width of the picture in pixels: even, 160 to 1920
/// @param height of the picture in pixels: even, 90 to 1088
/// @param framesPerSecond 1 to 60
/// @param framesPerGroup pictures from one key frame to the next, at least 1
/// @param audio whether there is a track of sound
/// @param videoBitsPerSecond what the video is padded to, for load tests; 0 leaves it as it is
public record TestCardSettings(
        int width,
        int height,
        int framesPerSecond,
        int framesPerGroup,
        boolean audio,
        int videoBitsPerSecond) {
    public static final int WIDTH_MAX = 1920;
    public static final int HEIGHT_MAX = 1088;
    public static final int FRAMES_PER_SECOND_MAX = 60;
    public static final int VIDEO_BITS_PER_SECOND_MAX = 50_000_000;

    private static final int WIDTH_MIN = 160;
    private static final int HEIGHT_MIN = 90;

    /// 640x360 at 25 pictures per second, a key frame every two seconds, with sound.
    public static final TestCardSettings DEFAULT = new TestCardSettings(640, 360, 25, 50, true, 0);

    public TestCardSettings {
        requireRange("width", width, WIDTH_MIN, WIDTH_MAX);
        requireRange("height", height, HEIGHT_MIN, HEIGHT_MAX);
        requireRange("framesPerSecond", framesPerSecond, 1, FRAMES_PER_SECOND_MAX);
        requireRange("framesPerGroup", framesPerGroup, 1, Integer.MAX_VALUE);
        requireRange("videoBitsPerSecond", videoBitsPerSecond, 0, VIDEO_BITS_PER_SECOND_MAX);
        if (width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException(
                    "%dx%d is not even both ways".formatted(width, height));
        }
    }

    public TestCardSettings withSize(int otherWidth, int otherHeight) {
        return new TestCardSettings(
                otherWidth,
                otherHeight,
                framesPerSecond,
                framesPerGroup,
                audio,
                videoBitsPerSecond);
    }

    public TestCardSettings withFrameRate(int perSecond, int perGroup) {
        return new TestCardSettings(width, height, perSecond, perGroup, audio, videoBitsPerSecond);
    }

    public TestCardSettings withAudio(boolean wanted) {
        return new TestCardSettings(
                width, height, framesPerSecond, framesPerGroup, wanted, videoBitsPerSecond);
    }

    public TestCardSettings withVideoBitsPerSecond(int bits) {
        return new TestCardSettings(width, height, framesPerSecond, framesPerGroup, audio, bits);
    }

    private static void requireRange(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is %d, not %d to %d".formatted(what, value, min, max));
        }
    }
}
