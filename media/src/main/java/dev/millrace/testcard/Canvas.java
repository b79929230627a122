package dev.millrace.testcard;

/// Paints on a [Picture]. Positions are even, so that every chroma sample belongs to one shape.
final class Canvas {
    private final Picture picture;

    Canvas(Picture picture) {
        this.picture = picture;
    }

    /// A rectangle, cut off at the edges of the picture.
    void fill(int left, int top, int right, int bottom, Colour colour) {
        for (int plane = Picture.LUMA; plane <= Picture.CR; plane++) {
            int shift = plane == Picture.LUMA ? 0 : 1;
            int stride = picture.stride(plane);
            int rows = picture.plane(plane).length / stride;
            for (int y = top >> shift; y < Math.min(bottom >> shift, rows); y++) {
                for (int x = left >> shift; x < Math.min(right >> shift, stride); x++) {
                    picture.plane(plane)[y * stride + x] = (byte) colour.sample(plane);
                }
            }
        }
    }

    /// A shape with its upper left corner at `left`, `top`, cut off at the edges of the picture.
    void paint(Mask mask, int left, int top, Colour colour) {
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                blend(Picture.LUMA, left + x, top + y, mask.at(x, y), colour);
            }
        }
        for (int y = 0; y < mask.height(); y += 2) {
            for (int x = 0; x < mask.width(); x += 2) {
                int covered =
                        mask.at(x, y)
                                + mask.at(x + 1, y)
                                + mask.at(x, y + 1)
                                + mask.at(x + 1, y + 1);
                blend(Picture.CB, (left + x) / 2, (top + y) / 2, covered / 4, colour);
                blend(Picture.CR, (left + x) / 2, (top + y) / 2, covered / 4, colour);
            }
        }
    }

    private void blend(int plane, int x, int y, int covered, Colour colour) {
        byte[] samples = picture.plane(plane);
        int at = y * picture.stride(plane) + x;
        if (covered == 0 || x >= picture.stride(plane) || at >= samples.length || x < 0 || at < 0) {
            return;
        }
        int before = samples[at] & 0xFF;
        samples[at] =
                (byte) (before + Math.round((colour.sample(plane) - before) * covered / 255f));
    }
}
