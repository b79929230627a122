package dev.millrace.testcard;

import java.util.Arrays;

/// The samples of one picture in whole macroblocks: a plane of luma and two of chroma at half the
/// width and height (4:2:0). What lies beyond the shown size is cropped by the decoder.
final class Picture {
    static final int LUMA = 0;
    static final int CB = 1;
    static final int CR = 2;

    private final int macroblocksWide;
    private final int macroblocksHigh;
    private final byte[][] planes;

    Picture(int width, int height) {
        macroblocksWide = (width + 15) / 16;
        macroblocksHigh = (height + 15) / 16;
        int macroblocks = macroblocksWide * macroblocksHigh;
        planes =
                new byte[][] {
                    new byte[macroblocks * 256],
                    new byte[macroblocks * 64],
                    new byte[macroblocks * 64]
                };
    }

    int macroblocksWide() {
        return macroblocksWide;
    }

    int macroblocksHigh() {
        return macroblocksHigh;
    }

    /// The samples of one plane, row by row, [#stride] to a row; not a copy.
    byte[] plane(int plane) {
        return planes[plane];
    }

    int stride(int plane) {
        return macroblocksWide * macroblockSize(plane);
    }

    /// The side of a macroblock in samples of this plane.
    static int macroblockSize(int plane) {
        return plane == LUMA ? 16 : 8;
    }

    void copyFrom(Picture other) {
        for (int plane = LUMA; plane <= CR; plane++) {
            System.arraycopy(other.planes[plane], 0, planes[plane], 0, planes[plane].length);
        }
    }

    boolean sameMacroblock(Picture other, int mbX, int mbY) {
        for (int plane = LUMA; plane <= CR; plane++) {
            int size = macroblockSize(plane);
            for (int row = 0; row < size; row++) {
                int from = (mbY * size + row) * stride(plane) + mbX * size;
                if (!Arrays.equals(
                        planes[plane], from, from + size, other.planes[plane], from, from + size)) {
                    return false;
                }
            }
        }
        return true;
    }
}
