package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdtsHeaderTest {
    record Case(String wire, AdtsHeader header) {}

    static final List<Case> CASES =
            List.of(
                    new Case("FFF14C80025FFC", new AdtsHeader(2, 48_000, 2, 7, 18)), // FFmpeg
                    new Case("FFF15043FFFFFC", new AdtsHeader(2, 44_100, 1, 7, 8191)),
                    new Case("FFF1F1C000FFFC", new AdtsHeader(4, 7_350, 7, 7, 7)));

    @ParameterizedTest
    @FieldSource("CASES")
    void decodes(Case c) throws Exception {
        assertThat(AdtsHeader.decode(new ByteReader(Hex.bytes(c.wire)))).isEqualTo(c.header);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void encodes(Case c) {
        assertThat(c.header.encode()).isEqualTo(Hex.bytes(c.wire));
    }

    @Test
    void aChecksumBelongsToTheHeader() throws Exception {
        var header = AdtsHeader.decode(new ByteReader(Hex.bytes("FFF84C80025FFC")));
        assertThat(header.headerBytes()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFE14C80025FFC", // no sync word
                "FFF34C80025FFC", // layer 2: MPEG audio
                "FFF17C80025FFC", // rate index 15
                "FFF14C8000DFFC", // 6 bytes, less than the header
                "FFF14C80025FFD", // two blocks
                "FFF14C80025F", // cut
            })
    void refuses(String wire) {
        assertThatThrownBy(() -> AdtsHeader.decode(new ByteReader(Hex.bytes(wire))))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void isAConfiguration() throws Exception {
        AacConfig config = CASES.getFirst().header.config();
        assertThat(config).isEqualTo(AacConfig.parse(Hex.bytes("1190")));
        assertThat(config.adtsHeader(18 - 7)).isEqualTo(Hex.bytes("FFF14C80025FFC"));
    }

    @FuzzTest(maxDuration = "5s")
    void whatIsReadCanBeWritten(byte[] wire) throws Malformed {
        AdtsHeader header;
        try {
            header = AdtsHeader.decode(new ByteReader(wire));
        } catch (Malformed refused) {
            return;
        }
        assertThat(header.config().sampleRate()).isEqualTo(header.sampleRate());
        AdtsHeader again = AdtsHeader.decode(new ByteReader(header.encode()));
        assertThat(again.frameBytes()).isEqualTo(header.frameBytes());
        assertThat(again.config()).isEqualTo(header.config());
    }
}
