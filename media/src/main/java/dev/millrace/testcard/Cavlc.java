package dev.millrace.testcard;

import dev.millrace.bytes.BitWriter;

/// Writes the levels of one block by context-adaptive variable-length coding, H.264 7.3.5.3.2 and
/// 9.2: how many there are, their values from the last to the first, and the zeros between them.
final class Cavlc {
    private static final int TRAILING_ONES_MAX = 3;
    private static final int PREFIX_ESCAPE = 15;
    private static final int ESCAPE_BITS = 12;
    private static final int SUFFIX_BITS_MAX = 6;

    private final BitWriter out;

    Cavlc(BitWriter out) {
        this.out = out;
    }

    /// A block of luma, or of chroma without its DC: `levels` in scan order, where the blocks to
    /// the left and above have `neighbours` coefficients on average. Answers how many this one has.
    int block(int[] levels, int neighbours) {
        int total = count(levels);
        int ones = trailingOnes(levels);
        CavlcTables.coeffToken(out, neighbours, total, ones);
        values(levels, total, ones);
        int zeros = last(levels) + 1 - total;
        if (total > 0 && total < levels.length) {
            CavlcTables.totalZeros(out, total, zeros);
        }
        runs(levels, total, zeros);
        return total;
    }

    /// The four DC levels of a plane of chroma.
    void chromaDc(int[] levels) {
        int total = count(levels);
        int ones = trailingOnes(levels);
        CavlcTables.coeffTokenChromaDc(out, total, ones);
        values(levels, total, ones);
        int zeros = last(levels) + 1 - total;
        if (total > 0 && total < levels.length) {
            CavlcTables.totalZerosChromaDc(out, total, zeros);
        }
        runs(levels, total, zeros);
    }

    private static int count(int[] levels) {
        int total = 0;
        for (int level : levels) {
            total += level == 0 ? 0 : 1;
        }
        return total;
    }

    private static int last(int[] levels) {
        int last = levels.length - 1;
        while (last >= 0 && levels[last] == 0) {
            last--;
        }
        return last;
    }

    /// How many of the last values, at most three, are plus or minus one.
    private static int trailingOnes(int[] levels) {
        int ones = 0;
        for (int i = levels.length - 1; i >= 0 && ones < TRAILING_ONES_MAX; i--) {
            if (Math.abs(levels[i]) > 1) {
                break;
            }
            ones += levels[i] == 0 ? 0 : 1;
        }
        return ones;
    }

    /// The signs of the trailing ones, then the other values, each with as many suffix bits as the
    /// size of those before it suggests.
    private void values(int[] levels, int total, int ones) {
        int suffixBits = total > 10 && ones < TRAILING_ONES_MAX ? 1 : 0;
        int seen = 0;
        for (int i = levels.length - 1; i >= 0; i--) {
            if (levels[i] == 0) {
                continue;
            }
            if (seen < ones) {
                out.flag(levels[i] < 0);
            } else {
                // Had the first of them been a one, it would have been a trailing one.
                boolean aboveOne = seen == ones && ones < TRAILING_ONES_MAX;
                value(levels[i], suffixBits, aboveOne);
                suffixBits = suffixBitsAfter(levels[i], suffixBits);
            }
            seen++;
        }
    }

    private void value(int level, int suffixBits, boolean aboveOne) {
        int code = (level > 0 ? 2 * level - 2 : -2 * level - 1) - (aboveOne ? 2 : 0);
        if (suffixBits == 0 && code >= 14 && code < 30) {
            prefix(14);
            out.bits(code - 14, 4);
            return;
        }
        int escapeFrom = suffixBits == 0 ? 30 : PREFIX_ESCAPE << suffixBits;
        if (code < escapeFrom) {
            prefix(code >> suffixBits);
            out.bits(code, suffixBits);
        } else {
            assert code - escapeFrom < 1 << ESCAPE_BITS : "level " + level + " has no code";
            prefix(PREFIX_ESCAPE);
            out.bits(code - escapeFrom, ESCAPE_BITS);
        }
    }

    private static int suffixBitsAfter(int level, int suffixBits) {
        int bits = Math.max(suffixBits, 1);
        boolean large = Math.abs(level) > 3 << (bits - 1);
        return large && bits < SUFFIX_BITS_MAX ? bits + 1 : bits;
    }

    private void prefix(int zeros) {
        out.bits(1, zeros + 1);
    }

    /// For each value but the first in scan order: the zeros directly in front of it.
    private void runs(int[] levels, int total, int zeros) {
        int zerosLeft = zeros;
        int at = last(levels);
        for (int coded = 1; coded < total && zerosLeft > 0; coded++) {
            int run = 0;
            while (levels[at - 1 - run] == 0) {
                run++;
            }
            CavlcTables.runBefore(out, zerosLeft, run);
            zerosLeft -= run;
            at -= run + 1;
        }
    }
}
