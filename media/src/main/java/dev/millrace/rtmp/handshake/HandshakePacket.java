package dev.millrace.rtmp.handshake;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// C1, S1, C2 and S2: four bytes of time, four of version or a second time, the rest random or an
/// echo. RTMP 1.0, section 5.2.3.
final class HandshakePacket {
    static final int BYTES = 1536;

    /// C0 and S0: the version of RTMP that every peer speaks.
    static final int VERSION = 3;

    private HandshakePacket() {}

    /// @param peerVersion four bytes that say which player or server this is; 0 promises no digest
    static byte[] fresh(RandomGenerator random, long nowMs, int peerVersion) {
        byte[] packet = new byte[BYTES];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putInt((int) nowMs).putInt(peerVersion);
        return packet;
    }

    /// Moves what is missing of `packet`, of which `have` bytes are there, out of `in`; returns how
    /// many are there now.
    static int fill(byte[] packet, int have, ByteBuffer in) {
        int step = Math.min(packet.length - have, in.remaining());
        in.get(packet, have, step);
        return have + step;
    }
}
