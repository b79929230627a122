package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ac3HeaderTest {
    /// Written by FFmpeg; the frame length is the distance to the next sync word.
    @ParameterizedTest
    @CsvSource({
        "0B77999B88402F842BA1, AC-3, 32000, mono, 1, 384, 1536",
        "0B77FE95144043E106F4, AC-3, 48000, stereo, 2, 768, 1536",
        "0B77515A1A406BE103BF, AC-3, 48000, 3.0, 3, 1280, 1536",
        "0B770DCE5E40EBF8403E, AC-3, 44100, 5.1, 6, 1950, 1536",
        "0B77017F3487C0002084, E-AC-3, 48000, stereo, 2, 768, 1536",
        "0B77037F3F87C00020F8, E-AC-3, 48000, 5.1, 6, 1792, 1536",
        "0B77000000000000, AC-3, 48000, dual mono, 2, 128, 1536", // built: least of everything
        "0B770000004A4000, AC-3, 24000, stereo, 2, 128, 1536", // built: a version of half rates
        "0B77017FC4800000, E-AC-3, 24000, stereo, 2, 768, 1536", // built: half rate
        "0B77017F04800000, E-AC-3, 48000, stereo, 2, 768, 256", // built: one block
    })
    void reads(
            String wire,
            String codec,
            int rate,
            String layout,
            int channels,
            int frameBytes,
            int samples)
            throws Exception {
        Ac3Header header = Ac3Header.parse(new ByteReader(Hex.bytes(wire)));
        assertThat(header.frameBytes()).isEqualTo(frameBytes);
        assertThat(header.samples()).isEqualTo(samples);
        Ac3Config config = Ac3Config.parse(Hex.bytes(wire));
        assertThat(config).isEqualTo(header.config());
        assertThat(config.codecName()).isEqualTo(codec);
        assertThat(config.sampleRate()).isEqualTo(rate);
        assertThat(config.channels()).isEqualTo(channels);
        assertThat(config.channelLayout()).isEqualTo(layout);
        assertThat(config.rfc6381()).isEqualTo(codec.equals("AC-3") ? "ac-3" : "ec-3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0B770000000000", // cut
                "770B000000400000", // bytes swapped
                "0B770000C0400000", // reserved rate
                "0B77000026400000", // reserved size
                "0B77000000880000", // version 17
                "0B77C17F34800000", // reserved type
                "0B77017FF4800000", // reserved half rate
            })
    void refuses(String wire) {
        assertThatThrownBy(() -> Ac3Header.parse(new ByteReader(Hex.bytes(wire))))
                .isInstanceOf(Malformed.class);
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] frame) {
        try {
            Ac3Header header = Ac3Header.parse(new ByteReader(frame));
            assertThat(header.sampleRate()).isBetween(8_000, 48_000);
            assertThat(header.frameBytes()).isBetween(2, 4096);
            assertThat(header.samples()).isBetween(256, 1536);
            assertThat(header.config().channels()).isBetween(1, 6);
        } catch (Malformed e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
