package dev.millrace.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
    private static ByteReader reader(String hex) {
        return new ByteReader(Hex.bytes(hex));
    }

    @Test
    void readsUnsignedFieldsMostSignificantByteFirst() throws Exception {
        var in = reader("FE FEDC FEDCBA FEDCBA98");
        assertThat(in.u8()).isEqualTo(0xFE);
        assertThat(in.u16()).isEqualTo(0xFEDC);
        assertThat(in.u24()).isEqualTo(0xFEDCBA);
        assertThat(in.u32()).isEqualTo(0xFEDCBA98L);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void readsSignedFields() throws Exception {
        var in = reader("7FFFFF 800000 FFFFD8 FFFFFFFE FFFFFFFFFFFFFFFD 0000000100000000");
        assertThat(in.s24()).isEqualTo((1 << 23) - 1);
        assertThat(in.s24()).isEqualTo(-(1 << 23));
        assertThat(in.s24()).isEqualTo(-40);
        assertThat(in.i32()).isEqualTo(-2);
        assertThat(in.i64()).isEqualTo(-3);
        assertThat(in.i64()).isEqualTo(1L << 32);
    }

    @Test
    void readsLittleEndianDoubleAndText() throws Exception {
        var in = reader("01000080 4064000000000000 C3A4 FF");
        assertThat(in.i32LittleEndian()).isEqualTo(0x80000001);
        assertThat(in.f64()).isEqualTo(160.0);
        assertThat(in.utf8(2)).isEqualTo("ä");
        assertThat(in.utf8(1)).isEqualTo("\uFFFD");
    }

    @Test
    void peekingDoesNotMove() throws Exception {
        var in = reader("17 01");
        assertThat(in.peekU8()).isEqualTo(0x17);
        assertThat(in.remaining()).isEqualTo(2);
        assertThat(in.u8()).isEqualTo(0x17);
    }

    @Test
    void everyReadPastTheEndIsMalformedAndDoesNotMove() {
        var in = reader("");
        assertThatThrownBy(in::peekU8).isInstanceOf(Malformed.class);
        assertThatThrownBy(in::u8).isInstanceOf(Malformed.class);
        assertThatThrownBy(in::u16).isInstanceOf(Malformed.class);
        assertThatThrownBy(in::u24).isInstanceOf(Malformed.class);
        assertThatThrownBy(in::f64).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> in.bytes(1)).hasMessage("needs 1 more bytes, has 0");
        assertThatThrownBy(() -> in.utf8(1)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> in.slice(1)).isInstanceOf(Malformed.class);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void negativeLengthsAreMalformed() {
        var in = reader("0102");
        assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> in.bytes(-1)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> in.slice(Integer.MIN_VALUE)).isInstanceOf(Malformed.class);
        assertThat(in.remaining()).isEqualTo(2);
    }

    @Test
    void aSliceEndsWhereItWasCutAndTheReaderContinuesBehindIt() throws Exception {
        var in = reader("01 02 03");
        ByteReader slice = in.slice(2);
        assertThat(slice.u16()).isEqualTo(0x0102);
        assertThatThrownBy(slice::u8).isInstanceOf(Malformed.class);
        assertThat(in.u8()).isEqualTo(3);
    }

    @Test
    void aRangeOfAnArrayEndsWhereItEnds() throws Exception {
        var in = new ByteReader(Hex.bytes("00 AA BB 00"), 1, 2);
        assertThat(in.bytes(2)).isEqualTo(Hex.bytes("AABB"));
        assertThatThrownBy(() -> in.skip(1)).isInstanceOf(Malformed.class);
    }

    @Test
    void readsBuffersOfBothKindsWithoutMovingThem() throws Exception {
        ByteBuffer heap = ByteBuffer.wrap(Hex.bytes("00 AA BB 00")).position(1).limit(3).slice();
        ByteBuffer direct = ByteBuffer.allocateDirect(2).put(Hex.bytes("AABB")).flip();
        for (ByteBuffer buffer : new ByteBuffer[] {heap, direct, heap.asReadOnlyBuffer()}) {
            assertThat(ByteReader.of(buffer).bytes(2)).isEqualTo(Hex.bytes("AABB"));
            assertThat(buffer.remaining()).isEqualTo(2);
        }
    }
}
