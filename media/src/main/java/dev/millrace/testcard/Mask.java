package dev.millrace.testcard;

/// How much of each pixel a shape covers, in 255ths: anti-aliased once, painted in any colour.
@SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
record Mask(int width, int height, byte[] coverage) {
    /// A shape by its signed distance: negative inside, in pixels.
    @FunctionalInterface
    interface Shape {
        double distance(double x, double y);
    }

    /// Draws `shape` at pixel centres; its edge is one pixel soft. Both sizes are made even, so
    /// that a mask covers whole chroma samples.
    static Mask of(int width, int height, Shape shape) {
        int evenWidth = (width + 1) & ~1;
        int evenHeight = (height + 1) & ~1;
        byte[] coverage = new byte[evenWidth * evenHeight];
        for (int y = 0; y < evenHeight; y++) {
            for (int x = 0; x < evenWidth; x++) {
                double inside = 0.5 - shape.distance(x + 0.5, y + 0.5);
                coverage[y * evenWidth + x] = (byte) (255 * Math.clamp(inside, 0, 1) + 0.5);
            }
        }
        return new Mask(evenWidth, evenHeight, coverage);
    }

    int at(int x, int y) {
        return coverage[y * width + x] & 0xFF;
    }

    static Shape disc(double centreX, double centreY, double radius) {
        return (x, y) -> length(x - centreX, y - centreY) - radius;
    }

    /// A circle drawn with a pen `thickness` wide.
    static Shape ring(double centreX, double centreY, double radius, double thickness) {
        return (x, y) -> Math.abs(length(x - centreX, y - centreY) - radius) - thickness / 2;
    }

    /// A straight stroke with round ends.
    static Shape stroke(double fromX, double fromY, double toX, double toY, double thickness) {
        double alongX = toX - fromX;
        double alongY = toY - fromY;
        double square = alongX * alongX + alongY * alongY;
        return (x, y) -> {
            double dot = (x - fromX) * alongX + (y - fromY) * alongY;
            double share = square == 0 ? 0 : Math.clamp(dot / square, 0, 1);
            return length(x - fromX - share * alongX, y - fromY - share * alongY) - thickness / 2;
        };
    }

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }
}
