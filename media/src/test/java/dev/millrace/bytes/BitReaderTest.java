package dev.millrace.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitReaderTest {
    @Test
    void readsBitsMostSignificantFirst() throws Exception {
        var in = new BitReader(Hex.bytes("A5 0F"));
        assertThat(in.flag()).isTrue();
        assertThat(in.bits(0)).isZero();
        assertThat(in.bits(3)).isEqualTo(0b010);
        assertThat(in.bits(8)).isEqualTo(0x50);
        assertThat(in.remainingBits()).isEqualTo(4);
    }

    @Test
    void thirtyTwoBitsAreAnIntsPattern() throws Exception {
        assertThat(new BitReader(Hex.bytes("FFFFFFFE")).bits(32)).isEqualTo(-2);
    }

    /// H.264, table 9-2 and 9-3.
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0",
        "010, 1, 1",
        "011, 2, -1",
        "00100, 3, 2",
        "00101, 4, -2",
        "00110, 5, 3",
        "00111, 6, -3",
        "0001000, 7, 4",
        "0001001, 8, -4",
    })
    void readsExpGolombCodes(String code, int unsigned, int signed) throws Exception {
        byte[] wire = {(byte) Integer.parseInt((code + "0000000").substring(0, 8), 2)};
        assertThat(new BitReader(wire).ue()).isEqualTo(unsigned);
        assertThat(new BitReader(wire).se()).isEqualTo(signed);
    }

    @Test
    void theLargestExpGolombCodeIsAnUnsignedIntsPattern() throws Exception {
        byte[] wire = Hex.bytes("00000001 FFFFFFFE"); // 31 zeros, then 32 ones
        assertThat(Integer.toUnsignedLong(new BitReader(wire).ue())).isEqualTo((1L << 32) - 2);
        assertThat(new BitReader(wire).se()).isEqualTo(-Integer.MAX_VALUE);
    }

    @Test
    void endlessZerosAreMalformed() {
        assertThatThrownBy(() -> new BitReader(new byte[8]).ue())
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("31 leading zeros");
    }

    @Test
    void readingPastTheEndIsMalformed() throws Exception {
        var in = new BitReader(Hex.bytes("FF"));
        in.skip(8);
        assertThatThrownBy(in::flag).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> in.bits(32)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> in.skip(1)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(Malformed.class);
        assertThatThrownBy(in::ue).isInstanceOf(Malformed.class);
    }
}
