package dev.millrace.testcard;

import dev.millrace.bytes.BitWriter;
import java.util.regex.Pattern;

/// The code tables of context-adaptive variable-length coding, H.264 9.2, in the standard's own
/// layout so that they can be held against it.
final class CavlcTables {
    /// Table 9-5: a row for each count of coefficients and, within it, of trailing ones; a column
    /// for each range of `nC`: 0 and 1, 2 and 3, 4 to 7.
    private static final int[][] COEFF_TOKEN =
            rows(
                    """
                    1                11             1111
                    000101           001011         001111
                    01               10             1110
                    00000111         000111         001011
                    000100           00111          01111
                    001              011            1101
                    000000111        0000111        001000
                    00000110         001010         01100
                    0000101          001001         01110
                    00011            0101           1100
                    0000000111       00000111       0001111
                    000000110        000110         01010
                    00000101         000101         01011
                    000011           0100           1011
                    00000000111      00000100       0001011
                    0000000110       0000110        01000
                    000000101        0000101        01001
                    0000100          00110          1010
                    0000000001111    000000111      0001001
                    00000000110      00000110       001110
                    0000000101       00000101       001101
                    00000100         001000         1001
                    0000000001011    00000001111    0001000
                    0000000001110    000000110      001010
                    00000000101      000000101      001001
                    000000100        000100         1000
                    0000000001000    00000001011    00001111
                    0000000001010    00000001110    0001110
                    0000000001101    00000001101    0001101
                    0000000100       0000100        01101
                    00000000001111   000000001111   00001011
                    00000000001110   00000001010    00001110
                    0000000001001    00000001001    0001010
                    00000000100      000000100      001100
                    00000000001011   000000001011   000001111
                    00000000001010   000000001110   00001010
                    00000000001101   000000001101   00001101
                    0000000001100    00000001100    0001100
                    000000000001111  000000001000   000001011
                    000000000001110  000000001010   000001110
                    00000000001001   000000001001   00001001
                    00000000001100   00000001000    00001100
                    000000000001011  0000000001111  000001000
                    000000000001010  0000000001110  000001010
                    000000000001101  0000000001101  000001101
                    00000000001000   000000001100   00001000
                    0000000000001111 0000000001011  0000001101
                    000000000000001  0000000001010  000000111
                    000000000001001  0000000001001  000001001
                    000000000001100  0000000001100  000001100
                    0000000000001011 0000000000111  0000001001
                    0000000000001110 00000000001011 0000001100
                    0000000000001101 0000000000110  0000001011
                    000000000001000  0000000001000  0000001010
                    0000000000000111 00000000001001 0000000101
                    0000000000001010 00000000001000 0000001000
                    0000000000001001 00000000001010 0000000111
                    0000000000001100 0000000000001  0000000110
                    0000000000000100 00000000000111 0000000001
                    0000000000000110 00000000000110 0000000100
                    0000000000000101 00000000000101 0000000011
                    0000000000001000 00000000000100 0000000010
                    """);

    /// The last column of table 9-5: chroma DC, by coefficients, then trailing ones.
    private static final int[][] COEFF_TOKEN_CHROMA_DC =
            rows(
                    """
                    01
                    000111 1
                    000100 000110 001
                    000011 0000011 0000010 000101
                    000010 00000011 00000010 0000000
                    """);

    /// Tables 9-7 and 9-8: a row for each count of coefficients from 1, a column for each count of
    /// zeros.
    private static final int[][] TOTAL_ZEROS =
            rows(
                    """
                    1 011 010 0011 0010 00011 00010 000011 000010 0000011 0000010 00000011 \
                    00000010 000000011 000000010 000000001
                    111 110 101 100 011 0101 0100 0011 0010 00011 00010 000011 000010 000001 000000
                    0101 111 110 101 0100 0011 100 011 0010 00011 00010 000001 00001 000000
                    00011 111 0101 0100 110 101 100 0011 011 0010 00010 00001 00000
                    0101 0100 0011 111 110 101 100 011 0010 00001 0001 00000
                    000001 00001 111 110 101 100 011 010 0001 001 000000
                    000001 00001 101 100 011 11 010 0001 001 000000
                    000001 0001 00001 011 11 10 010 001 000000
                    000001 000000 0001 11 10 001 01 00001
                    00001 00000 001 11 10 01 0001
                    0000 0001 001 010 1 011
                    0000 0001 01 1 001
                    000 001 1 01
                    00 01 1
                    0 1
                    """);

    /// Table 9-9 (a): the same for chroma DC.
    private static final int[][] TOTAL_ZEROS_CHROMA_DC =
            rows(
                    """
                    1 01 001 000
                    1 01 00
                    1 0
                    """);

    /// Table 9-10: a row for each count of zeros left from 1 (the last is for 7 and more), a column
    /// for each run.
    private static final int[][] RUN_BEFORE =
            rows(
                    """
                    1 0
                    1 01 00
                    11 10 01 00
                    11 10 01 001 000
                    11 10 011 010 001 000
                    11 000 001 011 010 101 100
                    111 110 101 100 011 010 001 0001 00001 000001 0000001 \
                    00000001 000000001 0000000001 00000000001
                    """);

    private static final int FIXED_LENGTH_FROM = 8; // nC
    private static final int FIXED_LENGTH_BITS = 6;
    private static final int FIXED_LENGTH_NONE = 3;

    private CavlcTables() {}

    /// `coeff_token` where the neighbouring blocks have `neighbours` coefficients on average.
    static void coeffToken(BitWriter out, int neighbours, int total, int trailingOnes) {
        if (neighbours >= FIXED_LENGTH_FROM) {
            int code = total == 0 ? FIXED_LENGTH_NONE : ((total - 1) << 2) | trailingOnes;
            out.bits(code, FIXED_LENGTH_BITS);
            return;
        }
        // Totals of 0, 1, 2 have 1, 2, 3 rows, all others 4.
        int row = total < 3 ? total * (total + 1) / 2 : 4 * total - 6;
        int column = neighbours < 2 ? 0 : neighbours < 4 ? 1 : 2;
        put(out, COEFF_TOKEN[row + trailingOnes][column]);
    }

    static void coeffTokenChromaDc(BitWriter out, int total, int trailingOnes) {
        put(out, COEFF_TOKEN_CHROMA_DC[total][trailingOnes]);
    }

    static void totalZeros(BitWriter out, int total, int zeros) {
        put(out, TOTAL_ZEROS[total - 1][zeros]);
    }

    static void totalZerosChromaDc(BitWriter out, int total, int zeros) {
        put(out, TOTAL_ZEROS_CHROMA_DC[total - 1][zeros]);
    }

    static void runBefore(BitWriter out, int zerosLeft, int run) {
        put(out, RUN_BEFORE[Math.min(zerosLeft, RUN_BEFORE.length) - 1][run]);
    }

    private static void put(BitWriter out, int code) {
        out.bits(code, 31 - Integer.numberOfLeadingZeros(code));
    }

    /// The codes of each row, with a one in front that keeps their leading zeros.
    private static int[][] rows(String table) {
        return table.lines().map(CavlcTables::row).toArray(int[][]::new);
    }

    private static int[] row(String line) {
        return Pattern.compile(" +")
                .splitAsStream(line.strip())
                .mapToInt(code -> Integer.parseInt("1" + code, 2))
                .toArray();
    }
}
