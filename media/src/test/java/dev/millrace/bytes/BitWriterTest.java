package dev.millrace.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import org.junit.jupiter.api.Test;

class BitWriterTest {
    @Test
    void packsBitsIntoBytes() {
        var out = new ByteWriter();
        var bits = new BitWriter(out);
        bits.bits(0xFFF, 12).bits(0, 3).flag(true); // the begin of an ADTS header
        assertThat(bits.isAligned()).isTrue();
        bits.bits(5, 3);
        assertThat(bits.isAligned()).isFalse();
        bits.align().align();
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("FFF1 A0"));
    }

    @Test
    void writesExpGolombCodesAtTheirLimits() throws Exception {
        var out = new ByteWriter();
        int largest = Integer.MAX_VALUE - 1;
        new BitWriter(out).ue(0).ue(largest).se(1 - (1 << 30)).se(1 << 30).align();
        var in = new BitReader(out.toByteArray());
        assertThat(in.ue()).isZero();
        assertThat(in.ue()).isEqualTo(largest);
        assertThat(in.se()).isEqualTo(1 - (1 << 30));
        assertThat(in.se()).isEqualTo(1 << 30);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Seeds.forEach(random -> {
            int count = random.nextInt(33);
            int value = count == 0 ? 0 : random.nextInt() >>> (32 - count);
            int unsigned = random.nextInt(Integer.MAX_VALUE) >> random.nextInt(31);
            int signed = (random.nextInt(1 << 30) - (1 << 29)) >> random.nextInt(29);
            var out = new ByteWriter();
            new BitWriter(out).bits(value, count).ue(unsigned).se(signed).flag(true).align();
            var in = new BitReader(out.toByteArray());
            assertThat(in.bits(count)).isEqualTo(value);
            assertThat(in.ue()).isEqualTo(unsigned);
            assertThat(in.se()).isEqualTo(signed);
            assertThat(in.flag()).isTrue();
        });
    }
}
