package dev.millrace.ts;

/// Follows the continuity counter of one packet id. Section 2.4.3.3.
final class Continuity {
    private static final int UNKNOWN = -1;

    private int last = UNKNOWN;

    enum Verdict {
        NEXT,
        /// The packet was sent twice, which is allowed; the second is to be ignored.
        REPEATED,
        /// Packets are missing in front of this one.
        LOST,
        /// Packets are missing in front of this one, and the stream says so.
        BROKEN
    }

    Verdict check(byte[] bytes, int packet) {
        boolean payload = (bytes[packet + 3] & TsPacket.PAYLOAD) != 0;
        int counter = bytes[packet + 3] & TsPacket.CONTINUITY;
        int expected = payload ? (last + 1) & TsPacket.CONTINUITY : last;
        int before = last;
        last = counter;
        if ((TsPacket.adaptationFlags(bytes, packet) & TsPacket.DISCONTINUITY) != 0) {
            return Verdict.BROKEN;
        }
        if (before == UNKNOWN || counter == expected) {
            return Verdict.NEXT;
        }
        return counter == before ? Verdict.REPEATED : Verdict.LOST;
    }
}
