package dev.millrace.testcard;

/// One plane of one macroblock as it is written: quantised levels, with the DC of each block apart.
///
/// @param dc one level for each 4x4 block, row by row
/// @param ac 15 levels for each block, in scan order
@SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
record CodedPlane(int[] dc, int[][] ac) {
    boolean hasDc() {
        return !isZero(dc);
    }

    boolean hasAc() {
        for (int[] block : ac) {
            if (!isZero(block)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(int[] levels) {
        for (int level : levels) {
            if (level != 0) {
                return false;
            }
        }
        return true;
    }
}
