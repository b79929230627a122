package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlacConfigTest {
    private static final String STEREO =
            "664C6143 00000022 1200 1200 000015 000517 0BB802F0 00005DC0"
                    + " A2FC3617BC0E6C99E035CBE06FB4E52A";
    private static final String SURROUND =
            "664C6143 00000022 2000 2000 000791 0008A9 17700B70 0000BB80"
                    + " E4E315591A5C87F5E6A547C2CEA35D6B";

    @ParameterizedTest
    @CsvSource({STEREO + ", 48000, 2, stereo, 16", SURROUND + ", 96000, 6, 5.1, 24"})
    void readsWhatFfmpegWrites(String wire, int rate, int channels, String layout, int bits)
            throws Exception {
        byte[] header = Hex.bytes(wire);
        FlacConfig config = FlacConfig.parse(header);
        assertThat(config.sampleRate()).isEqualTo(rate);
        assertThat(config.channels()).isEqualTo(channels);
        assertThat(config.channelLayout()).isEqualTo(layout);
        assertThat(config.bitDepth()).isEqualTo(bits);
        assertThat(config.rfc6381()).isEqualTo("fLaC");
        assertThat(config.record()).isEqualTo(header).isNotSameAs(header);
        assertThat(config).isEqualTo(FlacConfig.parse(header)).hasSameHashCodeAs(config);
    }

    @Test
    void everyCutIsMalformed() {
        byte[] header = Hex.bytes(STEREO);
        for (int length = 0; length < header.length; length++) {
            byte[] cut = Arrays.copyOf(header, length);
            assertThatThrownBy(() -> FlacConfig.parse(cut)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void refusesAnotherBlockAndARateOfNothing() {
        assertThatThrownBy(() -> FlacConfig.parse(Hex.bytes("664C6143 04000022")))
                .hasMessage("FLAC metadata block 4 of 34 bytes is not STREAMINFO");
        byte[] header = Hex.bytes(STEREO);
        Arrays.fill(header, 18, 21, (byte) 0);
        assertThatThrownBy(() -> FlacConfig.parse(header)).hasMessageContaining("rate is 0");
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] header) {
        try {
            FlacConfig config = FlacConfig.parse(header);
            assertThat(config.channels()).isBetween(1, 8);
            assertThat(config.sampleRate()).isBetween(1, (1 << 20) - 1);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
