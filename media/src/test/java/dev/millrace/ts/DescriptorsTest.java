package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.bytes.ByteReader;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class DescriptorsTest {
    static final List<Arguments> OURS =
            List.of(
                    arguments("", Descriptors.NONE),
                    arguments("05 04 48455643", Descriptors.registration("HEVC")),
                    arguments("05 04 41432D33", Descriptors.registration("AC-3")),
                    arguments("05 04 4F707573 7F 02 80 06", Descriptors.opus(6)));

    @ParameterizedTest
    @FieldSource("OURS")
    void writesAndReads(String wire, Descriptors descriptors) {
        assertThat(descriptors.encode()).isEqualTo(Hex.bytes(wire));
        assertThat(Descriptors.decode(new ByteReader(Hex.bytes(wire)))).isEqualTo(descriptors);
    }

    /// The stream type of what others write with private data or types of their own.
    @ParameterizedTest
    @CsvSource({
        "06, 0A04656E6700 6A 01 00, AC3", // DVB, with a language in front
        "06, 7A 01 00, EAC3",
        "06, 05 04 41432D33, AC3",
        "06, 05 04 4F707573, OPUS", // and no word about channels
        "06, 05 04 42535344, ''", // S302M
        "06, '', ''",
        "06, 05 02 4142, ''", // too short for a format
        "06, 05 09 4F707573, ''", // longer than there is
        "24, '', HEVC",
        "81, 7F 01, AC3", // broken, but the type is enough
    })
    void whatOthersWriteIsUnderstood(String type, String wire, String expected) {
        Descriptors said = Descriptors.decode(new ByteReader(Hex.bytes(wire)));
        var stream = new Pmt.Stream(0x101, Integer.parseInt(type, 16), said);
        assertThat(StreamType.of(stream).map(Enum::name).orElse("")).isEqualTo(expected);
    }
}
