package dev.millrace.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// [ChunkWriter], [MessageWriter] and [ChunkSlices], which must agree.
class ChunkWriterTest {
    @Test
    void fmt0HasEverything() {
        var out = new ByteWriter();
        ChunkWriter.fmt0(out, 6, new MessageHeader(9, 0x0102_03, 0x0405_06, 0x0708_090A));
        assertThat(out.toByteArray())
                .isEqualTo(Hex.bytes("06 010203 040506 09 0A090807 // stream id: LE"));
    }

    @Test
    void timesOf24OnesAndMoreAreExtended() {
        assertThat(fmt0(0xFF_FFFE)).isEqualTo(Hex.bytes("04 FFFFFE 000001 08 01000000"));
        assertThat(fmt0(0xFF_FFFF)).isEqualTo(Hex.bytes("04 FFFFFF 000001 08 01000000 00FFFFFF"));
        assertThat(fmt0(0xFFFF_FFFE)).isEqualTo(Hex.bytes("04 FFFFFF 000001 08 01000000 FFFFFFFE"));
    }

    private static byte[] fmt0(int timestampMs) {
        var out = new ByteWriter();
        ChunkWriter.fmt0(out, 4, new MessageHeader(8, timestampMs, 1, 1));
        return out.toByteArray();
    }

    @Test
    void fmt1HasADeltaAndNoStream() {
        var out = new ByteWriter();
        ChunkWriter.fmt1(out, 4, 40, 7, 8);
        ChunkWriter.fmt1(out, 4, 0x0100_0000, 7, 8);
        assertThat(out.toByteArray())
                .isEqualTo(
                        Hex.bytes(
                                """
                                44 000028 000007 08
                                44 FFFFFF 000007 08 01000000
                                """));
    }

    @Test
    void fmt3RepeatsATimeThatWasExtended() {
        var out = new ByteWriter();
        ChunkWriter.fmt3(out, 4, 0xFF_FFFE);
        ChunkWriter.fmt3(out, 4, 0xFF_FFFF);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("C4 C4 00FFFFFF"));
    }

    @Test
    void idsNeedOneTwoOrThreeBytes() {
        var out = new ByteWriter();
        for (int id : new int[] {2, 63, 64, 319, 320, 65_599}) {
            ChunkWriter.fmt3(out, id, 0);
        }
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("C2 FF C000 C0FF C10001 C1FFFF"));
    }

    @Test
    void aMessageIsCutAtTheChunkSize() {
        var out = new ByteWriter();
        byte[] body = Hex.bytes("0102030405");
        ChunkWriter.message(out, 6, new MessageHeader(9, 0x0100_0000, 5, 1), body, 2);
        assertThat(out.toByteArray())
                .isEqualTo(
                        Hex.bytes(
                                """
                                06 FFFFFF 000005 09 01000000 01000000 0102
                                C6 01000000 0304
                                C6 01000000 05
                                """));
    }

    @Test
    void aMessageThatFillsItsChunksHasNoEmptyOne() {
        var out = new ByteWriter();
        ChunkWriter.message(out, 6, new MessageHeader(9, 0, 4, 1), new byte[4], 2);
        assertThat(out.size()).isEqualTo(12 + 2 + 1 + 2);
    }

    @Test
    void piecesAndSlicesMakeTheSameBytes() {
        Seeds.forEach(random -> {
            byte[] body = new byte[random.nextInt(2000)];
            random.nextBytes(body);
            int chunkBytes = random.nextInt(1, 1000);
            int timestampMs = random.nextInt();
            var header = new MessageHeader(9, timestampMs, body.length, 1);

            var whole = new ByteWriter();
            ChunkWriter.message(whole, 6, header, body, chunkBytes);
            assertThat(pieces(header, body, chunkBytes, random)).isEqualTo(whole.toByteArray());
            assertThat(slices(header, body, chunkBytes)).isEqualTo(whole.toByteArray());
        });
    }

    private static byte[] pieces(MessageHeader header, byte[] body, int chunkBytes, Random random) {
        var out = new ByteWriter();
        var writer = new MessageWriter(out, 6, chunkBytes);
        writer.begin(header);
        for (int at = 0; at < body.length; ) {
            int step = random.nextInt(1, body.length - at + 1);
            writer.body(body, at, step);
            at += step;
        }
        assertThat(writer.bodyLeft()).isZero();
        return out.toByteArray();
    }

    private static byte[] slices(MessageHeader header, byte[] body, int chunkBytes) {
        var out = new ByteWriter();
        ByteBuffer padded = ByteBuffer.allocate(body.length + 7).position(3);
        padded.put(body).flip().position(3);
        ChunkSlices.of(6, header, padded, chunkBytes).forEach(out::bytes);
        assertThat(padded.position()).isEqualTo(3);
        return out.toByteArray();
    }

    @Test
    void aWriterHoldsItsCallerToTheLength() {
        var writer = new MessageWriter(new ByteWriter(), 6, 128);
        writer.begin(new MessageHeader(9, 0, 2, 1));
        assertThatThrownBy(() -> writer.begin(new MessageHeader(9, 0, 2, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lacks 2 bytes");
        assertThatThrownBy(() -> writer.body(new byte[3], 0, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 bytes more");
    }
}
