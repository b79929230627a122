package dev.millrace.testcard;

import java.util.Arrays;

/// How many coefficients each 4x4 block of the picture has, which chooses the code table of the
/// blocks to its right and below; H.264 9.2.1.
final class CoefficientCounts {
    private final int macroblocksWide;
    private final int[][] counts;

    CoefficientCounts(int macroblocksWide, int macroblocksHigh) {
        this.macroblocksWide = macroblocksWide;
        int macroblocks = macroblocksWide * macroblocksHigh;
        counts =
                new int[][] {
                    new int[macroblocks * 16], new int[macroblocks * 4], new int[macroblocks * 4]
                };
    }

    /// Forgets what the blocks of a macroblock had.
    void clear(int mbX, int mbY) {
        for (int plane = Picture.LUMA; plane <= Picture.CR; plane++) {
            int size = Picture.macroblockSize(plane) / 4;
            for (int row = 0; row < size; row++) {
                int from = (mbY * size + row) * blocksWide(plane) + mbX * size;
                Arrays.fill(counts[plane], from, from + size, 0);
            }
        }
    }

    void set(int plane, int blockX, int blockY, int count) {
        counts[plane][blockY * blocksWide(plane) + blockX] = count;
    }

    /// `nC`: the mean of the blocks to the left and above, as far as there are any.
    int around(int plane, int blockX, int blockY) {
        int at = blockY * blocksWide(plane) + blockX;
        int left = blockX > 0 ? counts[plane][at - 1] : 0;
        int above = blockY > 0 ? counts[plane][at - blocksWide(plane)] : 0;
        return blockX > 0 && blockY > 0 ? (left + above + 1) / 2 : left + above;
    }

    private int blocksWide(int plane) {
        return macroblocksWide * Picture.macroblockSize(plane) / 4;
    }
}
