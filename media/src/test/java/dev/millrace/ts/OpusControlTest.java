package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusControlTest {
    @ParameterizedTest
    @CsvSource({"1, 7FE001", "254, 7FE0FE", "255, 7FE0FF00", "256, 7FE0FF01", "510, 7FE0FFFF00"})
    void writesTheSizeAndReadsItBack(int packetBytes, String header) throws Exception {
        var out = new ByteWriter();
        OpusControl.write(out, packetBytes);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(header));
        assertThat(OpusControl.lengthBytes(packetBytes)).isEqualTo(out.size());
        assertThat(OpusControl.read(new ByteReader(out.toByteArray()))).isEqualTo(packetBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "7FF0 05 0138, 0", // start trim
        "7FE8 05 0138, 0", // end trim
        "7FE4 05 02 AABB, 0", // an extension of two bytes
        "7FFC 05 0138 0010 01 AA 99, 1", // all of them, and a byte of the packet
    })
    void passesOverTrimsAndExtensions(String header, int left) throws Exception {
        var in = new ByteReader(Hex.bytes(header));
        assertThat(OpusControl.read(in)).isEqualTo(5);
        assertThat(in.remaining()).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7F", "7FE0", "7FE0FF", "FFE005", "7FC005", "7FF00501", "7FE40502AA"})
    void refusesWhatIsNoHeader(String header) {
        assertThatThrownBy(() -> OpusControl.read(new ByteReader(Hex.bytes(header))))
                .isInstanceOf(Malformed.class);
    }
}
