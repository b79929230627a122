package dev.millrace.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Hex;
import org.junit.jupiter.api.Test;

class Crc32MpegTest {
    /// The check value that catalogues of checksums give for CRC-32/MPEG-2.
    @Test
    void isTheOneOfMpeg() {
        assertThat(Crc32Mpeg.of("123456789".getBytes(US_ASCII), 0, 9)).isEqualTo(0x0376_E6E7);
    }

    @Test
    void isZeroOverBytesWithTheirOwnChecksum() {
        byte[] section = Hex.bytes("FF 00B00D 0001 C10000 0001F000 2AB104B2");
        assertThat(Crc32Mpeg.of(section, 1, section.length - 1)).isZero();
        section[3] ^= 1;
        assertThat(Crc32Mpeg.of(section, 1, section.length - 1)).isNotZero();
    }
}
