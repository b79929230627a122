package dev.millrace.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    @Test
    void writesEveryField() {
        var out = new ByteWriter(1);
        out.u8(0x1FE).u16(0x1FEDC).u24(0x1FEDCBA).u32(0x1FEDCBA98L).i64(-3);
        out.u32LittleEndian(1).f64(160).utf8("ä").bytes(new byte[] {7});
        assertThat(Hex.text(out.toByteArray()))
                .isEqualTo(
                        "fe"
                                + "fedc"
                                + "fedcba"
                                + "fedcba98"
                                + "fffffffffffffffd"
                                + "01000000"
                                + "4064000000000000"
                                + "c3a4"
                                + "07");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Seeds.forEach(random -> {
            int u24 = random.nextInt(1 << 24);
            long i64 = random.nextLong();
            double f64 = random.nextGaussian();
            int le = random.nextInt();
            var out = new ByteWriter(random.nextInt(40));
            out.u24(u24).u32(i64).i64(i64).f64(f64).u32LittleEndian(le);
            var in = new ByteReader(out.toByteArray());
            assertThat(in.u24()).isEqualTo(u24);
            assertThat(in.u32()).isEqualTo(i64 & 0xFFFF_FFFFL);
            assertThat(in.i64()).isEqualTo(i64);
            assertThat(in.f64()).isEqualTo(f64);
            assertThat(in.i32LittleEndian()).isEqualTo(le);
        });
    }

    @Test
    void growsFromNothing() {
        var out = new ByteWriter(0);
        byte[] large = new byte[1000];
        large[999] = 5;
        out.put(large, 998, 2);
        out.put(large);
        assertThat(out.size()).isEqualTo(1002);
        assertThat(out.toByteArray()).startsWith(0, 5).endsWith(0, 5);
    }

    @Test
    void appendsABufferWithoutMovingIt() {
        ByteBuffer buffer = ByteBuffer.wrap(Hex.bytes("00AABB")).position(1);
        assertThat(new ByteWriter().bytes(buffer).toByteArray()).isEqualTo(Hex.bytes("AABB"));
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void clearingKeepsNothingThatWasWritten() {
        var out = new ByteWriter().u32(1).clear().u8(2);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("02"));
        assertThat(out.toBuffer()).isEqualTo(ByteBuffer.wrap(Hex.bytes("02")));
    }

    @Test
    void patchesOnlyWhatWasWritten() {
        var out = new ByteWriter().u16(0);
        out.patchU8(1, 9);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("0009"));
        assertThatThrownBy(() -> out.patchU8(2, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
