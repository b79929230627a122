package dev.millrace.rtmp.handshake;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The client's half of the handshake: sends C0 and C1 with a digest, and answers S1 in the way the
/// server shows itself to want. RTMP 1.0, section 5.2.
///
/// ```
/// S0 --version 3--> S1 --answered--> S2 --whole--> DONE
/// ```
public final class ClientHandshake {
    private enum State {
        S0,
        S1,
        S2,
        DONE
    }

    /// A Flash Player that signs its packets.
    private static final int PLAYER_VERSION = 0x80_00_07_02;

    private final RandomGenerator random;
    private final DigestSchema schema;
    private final byte[] packet = new byte[HandshakePacket.BYTES];
    private State state = State.S0;
    private int have;

    public ClientHandshake(RandomGenerator random, DigestSchema schema) {
        this.random = random;
        this.schema = schema;
    }

    /// C0 and C1. A server that knows no digests sees random bytes.
    public ByteBuffer start(long nowMs) {
        byte[] c1 = HandshakePacket.fresh(random, nowMs, PLAYER_VERSION);
        HandshakeDigest.sign(c1, schema, HandshakeDigest.Side.CLIENT);
        return ByteBuffer.allocate(1 + HandshakePacket.BYTES)
                .put((byte) HandshakePacket.VERSION)
                .put(c1)
                .flip();
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /// Takes from `in` what belongs to the handshake and leaves the rest.
    ///
    /// @return what to send, once there is something
    public Optional<ByteBuffer> receive(ByteBuffer in, long nowMs) throws ProtocolException {
        if (state == State.S0 && in.hasRemaining()) {
            int version = in.get() & 0xFF;
            if (version != HandshakePacket.VERSION) {
                throw new Malformed(
                        "RTMP version is %d, must be %d"
                                .formatted(version, HandshakePacket.VERSION));
            }
            state = State.S1;
        }
        Optional<ByteBuffer> answer = Optional.empty();
        if (state == State.S1 && isWhole(in)) {
            answer = Optional.of(ByteBuffer.wrap(answer(nowMs)));
            state = State.S2;
        }
        if (state == State.S2 && isWhole(in)) {
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

    /// C2: signed for a server that signed its S1, in either schema, else the plain echo.
    private byte[] answer(long nowMs) {
        for (DigestSchema theirs : DigestSchema.values()) {
            Optional<byte[]> digest =
                    HandshakeDigest.find(packet, theirs, HandshakeDigest.Side.SERVER);
            if (digest.isPresent()) {
                byte[] c2 = HandshakePacket.fresh(random, nowMs, 0);
                HandshakeDigest.answer(c2, digest.get(), HandshakeDigest.Side.CLIENT);
                return c2;
            }
        }
        return packet.clone();
    }
}
