package dev.millrace.rtsp.payload;

/// Supplemental enhancement information of H.264, as far as one message of it matters. H.264,
/// 7.3.2.3.1.
final class Sei {
    private static final int RECOVERY_POINT = 6;

    private Sei() {}

    /// Whether a message says that decoding may begin here. H.264, D.1.8.
    static boolean isRecoveryPoint(byte[] nal) {
        int at = 1;
        while (at + 1 < nal.length) {
            int typeEnd = numberEnd(nal, at);
            int type = number(nal, at, typeEnd);
            int sizeEnd = numberEnd(nal, typeEnd);
            if (type == RECOVERY_POINT) {
                return true;
            }
            int size = number(nal, typeEnd, sizeEnd);
            if (size > nal.length - sizeEnd) {
                return false;
            }
            at = sizeEnd + size;
        }
        return false;
    }

    /// Behind a number, which is any count of 255 and a byte that is less.
    private static int numberEnd(byte[] nal, int from) {
        int at = from;
        while (at < nal.length && nal[at] == (byte) 0xFF) {
            at++;
        }
        return Math.min(nal.length, at + 1);
    }

    private static int number(byte[] nal, int from, int end) {
        return end <= from ? 0 : 255 * (end - from - 1) + (nal[end - 1] & 0xFF);
    }
}
