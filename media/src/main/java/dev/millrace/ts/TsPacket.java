package dev.millrace.ts;

/// The packet that a transport stream is made of. Section 2.4.3.2.
///
/// ```
///  0    8       9      10         11    24          26                  28          32       188 B
///  +----+-------+------+----------+-----+-----------+-------------------+-----------+----~~----+
///  | 47 | error | unit | priority | PID | scrambled | adaptation, paylo | continuity| …        |
///  |    |       | start|          |     |           | ad present        |           |          |
///  +----+-------+------+----------+-----+-----------+-------------------+-----------+----~~----+
/// ```
///
/// The adaptation field (section 2.4.3.4), where there is one, begins with its length and its
/// flags.
final class TsPacket {
    static final int BYTES = 188;
    static final int HEADER_BYTES = 4;

    /// The room for an adaptation field and payload.
    static final int BODY_BYTES = BYTES - HEADER_BYTES;

    static final int SYNC = 0x47;
    static final int STUFFING = 0xFF;

    static final int PID_PAT = 0;

    /// No packets have it: a program without a clock names it as its clock's.
    static final int PID_NONE = 0x1FFF;

    // Of the second byte.
    static final int ERROR = 0x80;
    static final int UNIT_START = 0x40;

    // Of the fourth byte.
    static final int SCRAMBLED = 0xC0;
    static final int ADAPTATION = 0x20;
    static final int PAYLOAD = 0x10;
    static final int CONTINUITY = 0x0F;

    // Of the adaptation field's flags.
    static final int DISCONTINUITY = 0x80;
    static final int RANDOM_ACCESS = 0x40;
    static final int PCR = 0x10;

    static final int PCR_BYTES = 6;

    private TsPacket() {}

    static int pid(byte[] bytes, int packet) {
        return (bytes[packet + 1] & 0x1F) << 8 | (bytes[packet + 2] & 0xFF);
    }

    /// Where the payload begins, or the packet's end when it has none.
    static int payload(byte[] bytes, int packet) {
        int end = packet + BYTES;
        if ((bytes[packet + 3] & PAYLOAD) == 0) {
            return end;
        }
        int adaptationBytes = hasAdaptation(bytes, packet) ? 1 + (bytes[packet + 4] & 0xFF) : 0;
        return Math.min(end, packet + HEADER_BYTES + adaptationBytes);
    }

    /// The flags of the adaptation field; 0 without one.
    static int adaptationFlags(byte[] bytes, int packet) {
        boolean has = hasAdaptation(bytes, packet) && bytes[packet + 4] != 0;
        return has ? bytes[packet + 5] & 0xFF : 0;
    }

    static boolean hasAdaptation(byte[] bytes, int packet) {
        return (bytes[packet + 3] & ADAPTATION) != 0;
    }
}
