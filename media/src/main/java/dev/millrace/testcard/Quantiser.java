package dev.millrace.testcard;

/// Coefficients to levels and back at one fixed quantisation parameter, H.264 8.5.
///
/// A parameter divisible by six needs only the first row of the standard's tables, and one below 30
/// is the same for luma and chroma.
final class Quantiser {
    /// Fine enough that hard edges stay clean; the picture is flat, so bits are not the problem.
    static final int QP = 24;

    private static final int SHIFT = QP / 6;
    private static final int FORWARD_BITS = 15 + SHIFT;

    /// Factors by where a coefficient stands: row and column both even, both odd, or mixed.
    private static final int[] FORWARD = {13107, 5243, 8066};

    private static final int[] BACKWARD = {10, 16, 13};

    private Quantiser() {}

    /// The level of the coefficient at `position` (row by row) of a 4x4 block.
    static int level(int coefficient, int position) {
        return scaled(coefficient, FORWARD[kind(position)], FORWARD_BITS);
    }

    /// The coefficient that a decoder makes of `level`, 8.5.12.1.
    static int coefficient(int level, int position) {
        return level * (BACKWARD[kind(position)] << SHIFT);
    }

    /// The level of a luma DC coefficient after its own transform.
    static int lumaDcLevel(int coefficient) {
        return scaled(coefficient, FORWARD[0], FORWARD_BITS + 2);
    }

    /// What a decoder makes of a luma DC level after the inverse transform, 8.5.10.
    static int lumaDc(int transformed) {
        return (transformed * (BACKWARD[0] << SHIFT)) >> 2;
    }

    static int chromaDcLevel(int coefficient) {
        return scaled(coefficient, FORWARD[0], FORWARD_BITS + 1);
    }

    /// What a decoder makes of a chroma DC level after the inverse transform, 8.5.11.2.
    static int chromaDc(int transformed) {
        return (transformed * (BACKWARD[0] << SHIFT)) >> 1;
    }

    /// Rounds up from two thirds: intra blocks look best so.
    private static int scaled(int coefficient, int factor, int bits) {
        long third = (1L << bits) / 3;
        int level = (int) ((Math.abs((long) coefficient) * factor + third) >> bits);
        return coefficient < 0 ? -level : level;
    }

    private static int kind(int position) {
        int odd = (position & 1) + ((position >> 2) & 1);
        return odd == 0 ? 0 : odd == 2 ? 1 : 2;
    }
}
