package dev.millrace.rtmp.handshake;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The server's half of the handshake: reads C0 and C1, answers with S0, S1 and S2 in one piece,
/// and lets C2 pass, whatever is in it. RTMP 1.0, section 5.2.
///
/// ```
/// C0 --version 3--> C1 --answered--> C2 --whole--> DONE
/// ```
public final class ServerHandshake {
    private enum State {
        C0,
        C1,
        C2,
        DONE
    }

    /// What Flash Media Server 4.5 calls itself; any number above 3 promises digests.
    private static final int SERVER_VERSION = 0x04_05_00_01;

    private final RandomGenerator random;
    private final byte[] packet = new byte[HandshakePacket.BYTES];
    private State state = State.C0;
    private int have;

    public ServerHandshake(RandomGenerator random) {
        this.random = random;
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /// Takes from `in` what belongs to the handshake and leaves the rest.
    ///
    /// @return what to send, once there is something
    public Optional<ByteBuffer> receive(ByteBuffer in, long nowMs) throws ProtocolException {
        if (state == State.C0 && in.hasRemaining()) {
            checkVersion(in.get() & 0xFF);
            state = State.C1;
        }
        Optional<ByteBuffer> answer = Optional.empty();
        if (state == State.C1 && isWhole(in)) {
            answer = Optional.of(answer(nowMs));
            state = State.C2;
        }
        if (state == State.C2 && isWhole(in)) {
            state = State.DONE;
        }
        return answer;
    }

    private boolean isWhole(ByteBuffer in) {
        have = HandshakePacket.fill(packet, have, in);
        if (have < packet.length) {
            return false;
        }
        have = 0;
        return true;
    }

    private static void checkVersion(int version) throws ProtocolException {
        switch (version) {
            case HandshakePacket.VERSION -> {}
            case 6, 8, 9 -> throw new Unsupported("encrypted RTMP (RTMPE); use RTMPS");
            case 0x16 -> throw new Unsupported("TLS on the port of plain RTMP");
            case 'G', 'P', 'H', 'O', 'D', 'C' -> throw new Unsupported("HTTP on the port of RTMP");
            default ->
                    throw new Malformed(
                            "RTMP version is %d, must be %d"
                                    .formatted(version, HandshakePacket.VERSION));
        }
    }

    /// S0, S1 and S2: signed for a client that signed its C1, else the plain echo.
    private ByteBuffer answer(long nowMs) {
        for (DigestSchema schema : DigestSchema.values()) {
            Optional<byte[]> digest =
                    HandshakeDigest.find(packet, schema, HandshakeDigest.Side.CLIENT);
            if (digest.isPresent()) {
                return signedAnswer(schema, digest.get(), nowMs);
            }
        }
        return join(HandshakePacket.fresh(random, nowMs, 0), packet);
    }

    private ByteBuffer signedAnswer(DigestSchema schema, byte[] theirDigest, long nowMs) {
        byte[] s1 = HandshakePacket.fresh(random, nowMs, SERVER_VERSION);
        HandshakeDigest.sign(s1, schema, HandshakeDigest.Side.SERVER);
        byte[] s2 = HandshakePacket.fresh(random, nowMs, SERVER_VERSION);
        HandshakeDigest.answer(s2, theirDigest, HandshakeDigest.Side.SERVER);
        return join(s1, s2);
    }

    private static ByteBuffer join(byte[] s1, byte[] s2) {
        return ByteBuffer.allocate(1 + 2 * HandshakePacket.BYTES)
                .put((byte) HandshakePacket.VERSION)
                .put(s1)
                .put(s2)
                .flip();
    }
}
