package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp3HeaderTest {
    /// First frames written by LAME, twolame and FFmpeg; sizes as ffprobe counts them.
    @ParameterizedTest
    @CsvSource({
        "FFFB50C4, 3, 44100, 1, 1152, 208",
        "FFFB9064, 3, 44100, 2, 1152, 417",
        "FFFB9264, 3, 44100, 2, 1152, 418", // padded
        "FFFB54C4, 3, 48000, 1, 1152, 192",
        "FFFB9464, 3, 48000, 2, 1152, 384",
        "FFF340C4, 3, 22050, 1, 576, 104",
        "FFF38464, 3, 24000, 2, 576, 192",
        "FFF338C4, 3, 16000, 1, 576, 108",
        "FFE320C4, 3, 11025, 1, 576, 104",
        "FFE34464, 3, 12000, 2, 576, 192",
        "FFE318C4, 3, 8000, 1, 576, 72",
        "FFFDA4C4, 2, 48000, 1, 1152, 576",
        "FFFF14C4, 1, 48000, 1, 384, 32",
        "FFF714C4, 1, 24000, 1, 384, 64",
        "FFFB0064, 3, 44100, 2, 1152, 0", // free format
    })
    void reads(String wire, int layer, int rate, int channels, int samples, int frameBytes)
            throws Exception {
        Mp3Header header = Mp3Header.parse(new ByteReader(Hex.bytes(wire)));
        assertThat(header).isEqualTo(new Mp3Header(layer, rate, channels, samples, frameBytes));
        assertThat(header.config()).isEqualTo(new Mp3Config(rate, channels));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFDB9064", // no sync
                "FFEB9064", // reserved version
                "FFF99064", // reserved layer
                "FFFBF064", // forbidden bit rate
                "FFFB9C64", // reserved sample rate
                "49443303", // an ID3 tag
                "FFFB90", // cut
            })
    void refuses(String wire) {
        assertThatThrownBy(() -> Mp3Header.parse(new ByteReader(Hex.bytes(wire))))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void isAnAudioCodec() {
        var config = new Mp3Config(48_000, 2);
        assertThat(config.kind()).isEqualTo(TrackKind.AUDIO);
        assertThat(config.codecName()).isEqualTo("MP3");
        assertThat(config.rfc6381()).isEqualTo("mp4a.40.34");
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            Mp3Header header = Mp3Header.parse(new ByteReader(bytes));
            assertThat(header.sampleRate()).isBetween(8_000, 48_000);
            assertThat(header.frameBytes()).isBetween(0, 2881);
        } catch (Malformed e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
