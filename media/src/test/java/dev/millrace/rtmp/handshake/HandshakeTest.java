package dev.millrace.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.rtmp.handshake.HandshakeDigest.Side;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final int PACKET = 1536;

    private final ServerHandshake server = new ServerHandshake(new Random(1));

    @ParameterizedTest
    @EnumSource(DigestSchema.class)
    void aSigningClientIsAnsweredInItsSchema(DigestSchema schema) throws Exception {
        var client = new ClientHandshake(new Random(2), schema);
        ByteBuffer start = client.start(1000);
        byte[] digest = HandshakeDigest.find(packet(start, 1), schema, Side.CLIENT).orElseThrow();

        ByteBuffer answer = server.receive(start, 2000).orElseThrow();
        assertThat(answer.remaining()).isEqualTo(1 + 2 * PACKET);
        assertThat(answer.get(0)).isEqualTo((byte) 3);
        byte[] s1 = packet(answer, 1);
        assertThat(HandshakeDigest.find(s1, schema, Side.SERVER)).isPresent();
        assertThat(ByteBuffer.wrap(s1).getInt()).isEqualTo(2000);
        assertThat(isAnswerTo(digest, packet(answer, 1 + PACKET), Side.SERVER)).isTrue();

        byte[] s1Digest = HandshakeDigest.find(s1, schema, Side.SERVER).orElseThrow();
        ByteBuffer c2 = client.receive(answer, 3000).orElseThrow();
        assertThat(isAnswerTo(s1Digest, packet(c2, 0), Side.CLIENT)).isTrue();
        assertThat(client.isDone()).isTrue();

        assertThat(server.receive(c2, 4000)).isEmpty();
        assertThat(server.isDone()).isTrue();
    }

    @Test
    void aSimpleClientIsEchoed() throws Exception {
        byte[] c1 = random(PACKET);
        Arrays.fill(c1, 4, 8, (byte) 0);
        ByteBuffer answer = server.receive(join((byte) 3, c1), 2000).orElseThrow();
        byte[] s1 = packet(answer, 1);
        assertThat(Arrays.copyOf(s1, 8)).containsExactly(0, 0, 7, 0xD0, 0, 0, 0, 0);
        assertThat(packet(answer, 1 + PACKET)).isEqualTo(c1);
        server.receive(ByteBuffer.wrap(random(PACKET)), 0); // whatever C2 is
        assertThat(server.isDone()).isTrue();
    }

    @Test
    void aSimpleServerIsEchoed() throws Exception {
        var client = new ClientHandshake(new Random(2), DigestSchema.DIGEST_FIRST);
        ByteBuffer start = client.start(0);
        byte[] s1 = random(PACKET);
        ByteBuffer answer = join((byte) 3, s1);
        assertThat(client.receive(answer, 0).orElseThrow()).isEqualTo(ByteBuffer.wrap(s1));
        assertThat(client.isDone()).isFalse();
        client.receive(ByteBuffer.wrap(packet(start, 1)), 0);
        assertThat(client.isDone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ffmpeg-publish, true",
        "ffmpeg-play, true",
        "rtmpdump-play, false" // sends zeros in place of a version, and no digest
    })
    void realClientsAreRecognised(String name, boolean signs) {
        byte[] bytes = Golden.sample(HandshakeTest.class, "/dev/millrace/rtmp/" + name + ".bin");
        byte[] c1 = Arrays.copyOfRange(bytes, 1, 1 + PACKET);
        boolean found =
                HandshakeDigest.find(c1, DigestSchema.KEY_FIRST, Side.CLIENT).isPresent()
                        || HandshakeDigest.find(c1, DigestSchema.DIGEST_FIRST, Side.CLIENT)
                                .isPresent();
        assertThat(found).isEqualTo(signs);
    }

    @Test
    void aDigestWithOneWrongBitIsNone() {
        byte[] packet = random(PACKET);
        HandshakeDigest.sign(packet, DigestSchema.KEY_FIRST, Side.CLIENT);
        packet[100] ^= 1;
        assertThat(HandshakeDigest.find(packet, DigestSchema.KEY_FIRST, Side.CLIENT)).isEmpty();
    }

    @Test
    void theDigestFitsWhereverItsOffsetPoints() {
        byte[] packet = new byte[PACKET];
        for (int offset = 0; offset <= 4 * 255; offset++) {
            for (DigestSchema schema : DigestSchema.values()) {
                int block = schema == DigestSchema.KEY_FIRST ? 772 : 8;
                for (int i = 0; i < 4; i++) {
                    packet[block + i] = (byte) Math.min(255, Math.max(0, offset - 255 * i));
                }
                assertThat(schema.digestAt(packet)).isBetween(block + 4, block + 764 - 32);
            }
        }
    }

    @Test
    void cutsDoNotMatterAndTheRestIsLeft() {
        byte[] bytes = Golden.sample(HandshakeTest.class, "/dev/millrace/rtmp/ffmpeg-publish.bin");
        Seeds.forEach(random -> {
            var cut = new ServerHandshake(new Random(1));
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int answers = 0;
            while (!cut.isDone()) {
                int limit = Math.min(bytes.length, in.position() + random.nextInt(1, 999));
                answers += cut.receive(in.limit(limit), 0).isPresent() ? 1 : 0;
            }
            assertThat(answers).isEqualTo(1);
            assertThat(in.position()).isEqualTo(1 + 2 * PACKET);
        });
    }

    @ParameterizedTest
    @CsvSource({"6, RTMPE", "22, TLS", "71, HTTP", "80, HTTP"})
    void otherProtocolsAreNamed(int first, String name) {
        assertThatThrownBy(() -> server.receive(ByteBuffer.wrap(new byte[] {(byte) first}), 0))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 255})
    void otherVersionsAreRefused(int version) {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) version});
        assertThatThrownBy(() -> server.receive(bytes.duplicate(), 0))
                .isInstanceOf(Malformed.class)
                .hasMessage("RTMP version is %d, must be 3".formatted(version));
        var client = new ClientHandshake(new Random(2), DigestSchema.DIGEST_FIRST);
        assertThatThrownBy(() -> client.receive(bytes, 0)).isInstanceOf(ProtocolException.class);
    }

    private static boolean isAnswerTo(byte[] digest, byte[] packet, Side by) {
        byte[] expected = packet.clone();
        HandshakeDigest.answer(expected, digest, by);
        return Arrays.equals(packet, expected);
    }

    private static byte[] packet(ByteBuffer bytes, int at) {
        byte[] packet = new byte[PACKET];
        bytes.get(bytes.position() + at, packet);
        return packet;
    }

    private static ByteBuffer join(byte version, byte[] packet) {
        return ByteBuffer.allocate(1 + packet.length).put(version).put(packet).flip();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @FuzzTest(maxDuration = "5s")
    void cutsDoNotMatterAndNothingElseIsThrown(byte[] wire) {
        var random = new Random(wire.length);
        IntSupplier small = () -> random.nextInt(1, 999);
        var asServer = new ServerHandshake(new Random(1));
        var asServerInCuts = new ServerHandshake(new Random(1));
        assertThat(answers(asServerInCuts::receive, wire, small))
                .isEqualTo(answers(asServer::receive, wire, () -> wire.length));
        var asClient = new ClientHandshake(new Random(1), DigestSchema.KEY_FIRST);
        var asClientInCuts = new ClientHandshake(new Random(1), DigestSchema.KEY_FIRST);
        assertThat(answers(asClientInCuts::receive, wire, small))
                .isEqualTo(answers(asClient::receive, wire, () -> wire.length));
    }

    /// Either half of the handshake.
    private interface Half {
        Optional<ByteBuffer> receive(ByteBuffer in, long nowMs) throws ProtocolException;
    }

    /// What the peer is sent, or told, for these bytes.
    private static List<Object> answers(Half half, byte[] wire, IntSupplier stepBytes) {
        List<Object> answers = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(wire);
        while (in.position() < wire.length) {
            int from = in.position();
            try {
                in.limit(Math.min(wire.length, from + stepBytes.getAsInt()));
                half.receive(in, 0).ifPresent(answers::add);
            } catch (ProtocolException e) {
                answers.add(String.valueOf(e.getMessage()));
                break;
            }
            if (in.position() == from) {
                break; // it is done, and leaves the rest
            }
        }
        return answers;
    }
}
