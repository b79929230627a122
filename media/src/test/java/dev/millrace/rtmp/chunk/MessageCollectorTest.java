package dev.millrace.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageCollectorTest {
    private final AsideBudget budget = new AsideBudget(RtmpLimit.ASIDE_BYTES);
    private final List<String> bodies = new ArrayList<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();

    private MessageCollector collector(int lengthBytes) {
        return new MessageCollector(
                new MessageHeader(20, 0, lengthBytes, 0),
                budget,
                (_, body) -> {
                    byte[] copy = new byte[body.remaining()];
                    body.get(body.position(), copy);
                    bodies.add(Hex.text(copy));
                    buffers.add(body);
                });
    }

    @Test
    void onePieceIsNotCopied() throws Exception {
        byte[] piece = Hex.bytes("010203");
        var collector = collector(3);
        collector.bytes(ByteBuffer.wrap(piece));
        collector.end();
        assertThat(bodies).containsExactly("010203");
        piece[0] = 9;
        assertThat(buffers.getFirst().get(0)).isEqualTo((byte) 9);
    }

    @Test
    void piecesAreJoined() throws Exception {
        var collector = collector(3);
        collector.bytes(ByteBuffer.wrap(Hex.bytes("0102")));
        collector.bytes(ByteBuffer.wrap(Hex.bytes("03")));
        collector.end();
        assertThat(bodies).containsExactly("010203");
    }

    @Test
    void anEmptyMessageIsHandedOn() throws Exception {
        collector(0).end();
        assertThat(bodies).containsExactly("");
    }

    @Test
    void allCollectorsOfAConnectionShareOneBudget() throws Exception {
        int half = RtmpLimit.ASIDE_BYTES.max() / 2;
        var first = collector(half + 1);
        var second = collector(half + 1);
        first.bytes(ByteBuffer.allocate(half));
        second.bytes(ByteBuffer.allocate(half));
        assertThatThrownBy(() -> second.bytes(ByteBuffer.allocate(1)))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining("bytes of interleaved messages");
        first.abandon();
        second.bytes(ByteBuffer.allocate(1));
        second.end();
        collector(RtmpLimit.ASIDE_BYTES.max() + 1)
                .bytes(ByteBuffer.allocate(RtmpLimit.ASIDE_BYTES.max()));
    }
}
