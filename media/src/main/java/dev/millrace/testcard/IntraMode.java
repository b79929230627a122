package dev.millrace.testcard;

import java.util.Arrays;

/// How a plane of a macroblock is predicted from its neighbours, H.264 8.3.3 and 8.3.4.
enum IntraMode {
    /// Each column repeats the sample above it.
    VERTICAL(0, 2),
    /// Each row repeats the sample to its left.
    HORIZONTAL(1, 1),
    /// All samples are the mean of the neighbours, as far as there are any.
    DC(2, 0);

    private static final int UNKNOWN = 128;

    private final int lumaCode;
    private final int chromaCode;

    IntraMode(int lumaCode, int chromaCode) {
        this.lumaCode = lumaCode;
        this.chromaCode = chromaCode;
    }

    int lumaCode() {
        return lumaCode;
    }

    int chromaCode() {
        return chromaCode;
    }

    boolean possible(int mbX, int mbY) {
        return switch (this) {
            case VERTICAL -> mbY > 0;
            case HORIZONTAL -> mbX > 0;
            case DC -> true;
        };
    }

    /// What this mode makes of the neighbours, row by row.
    int[] predict(Neighbours neighbours, int plane) {
        int size = Picture.macroblockSize(plane);
        int[] prediction = new int[size * size];
        int square = plane == Picture.LUMA ? size : size / 2;
        for (int row = 0; row < size; row++) {
            int at = row * size;
            switch (this) {
                case VERTICAL -> System.arraycopy(neighbours.above(), 0, prediction, at, size);
                case HORIZONTAL -> Arrays.fill(prediction, at, at + size, neighbours.left()[row]);
                case DC -> fillMeans(neighbours, prediction, row, size, square);
            }
        }
        return prediction;
    }

    /// A row of means: one for luma, one for each half of a row of chroma.
    private static void fillMeans(
            Neighbours neighbours, int[] prediction, int row, int size, int square) {
        for (int x = 0; x < size; x += square) {
            int at = row * size + x;
            Arrays.fill(
                    prediction,
                    at,
                    at + square,
                    mean(neighbours, x, row / square * square, square));
        }
    }

    /// The mean of the neighbours of the square at `x`, `y`: those above and to the left, but only
    /// the nearer ones where a square of chroma touches one side of the macroblock.
    private static int mean(Neighbours neighbours, int x, int y, int square) {
        boolean above = neighbours.above().length > 0;
        boolean left = neighbours.left().length > 0;
        boolean useAbove = above && (x > 0 || y == 0 || !left);
        boolean useLeft = left && (y > 0 || x == 0 || !above);
        int sum = 0;
        for (int i = 0; i < square; i++) {
            sum += useAbove ? neighbours.above()[x + i] : 0;
            sum += useLeft ? neighbours.left()[y + i] : 0;
        }
        int count = (useAbove ? square : 0) + (useLeft ? square : 0);
        return count == 0 ? UNKNOWN : (sum + count / 2) / count;
    }
}
