package dev.millrace.testcard;

/// A colour as a decoder sees it: luma and two chroma samples, ITU-R BT.709, limited range.
record Colour(int y, int cb, int cr) {
    /// From `0xRRGGBB`.
    static Colour ofRgb(int rgb) {
        double r = ((rgb >> 16) & 0xFF) / 255.0;
        double g = ((rgb >> 8) & 0xFF) / 255.0;
        double b = (rgb & 0xFF) / 255.0;
        double luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        return new Colour(
                (int) Math.round(16 + 219 * luma),
                (int) Math.round(128 + 224 * (b - luma) / 1.8556),
                (int) Math.round(128 + 224 * (r - luma) / 1.5748));
    }

    int sample(int plane) {
        return switch (plane) {
            case 0 -> y;
            case 1 -> cb;
            default -> cr;
        };
    }
}
