package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusPacketTest {
    /// RFC 6716, table 2: the configuration in the high five bits, the code in the low two.
    @ParameterizedTest
    @CsvSource({
        "00, 480", // SILK, 10 ms
        "18, 2880", // SILK, 60 ms
        "60, 480", // hybrid, 10 ms
        "6C, 960", // hybrid, 20 ms, stereo
        "80, 120", // CELT, 2.5 ms
        "FC, 960", // CELT, 20 ms, stereo
        "FD, 1920", // two of the same size
        "FE, 1920", // two of their own sizes
        "FF03, 2880", // three
        "FFC6, 5760", // six with padding and sizes: 120 ms
        "8330, 5760", // forty-eight of 2.5 ms
    })
    void saysHowLongItSounds(String packet, int samples) throws Exception {
        assertThat(OpusPacket.samples(new ByteReader(Hex.bytes(packet)))).isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FF", "FF00", "FF07", "8331"})
    void refusesNothingAndMoreThan120Milliseconds(String packet) {
        assertThatThrownBy(() -> OpusPacket.samples(new ByteReader(Hex.bytes(packet))))
                .isInstanceOf(Malformed.class);
    }
}
