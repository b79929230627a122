package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.picture.Chroma;
import dev.millrace.codec.picture.Colour;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class Vp9ConfigTest {
    /// What FFmpeg wrote into MP4 files, and what ffprobe says of them.
    record Case(
            String name, String vpcC, String codecs, int bitDepth, Chroma chroma, Colour colour) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            "profile 0 with its colours",
                            "01000000 0015 82 010101 0000",
                            "vp09.00.21.08.01.01.01.01.00",
                            8,
                            Chroma.YUV_420,
                            new Colour(1, 1, 1, false)),
                    new Case(
                            "4:4:4",
                            "01000000 0114 86 020202 0000",
                            "vp09.01.20.08",
                            8,
                            Chroma.YUV_444,
                            Colour.UNSPECIFIED),
                    new Case(
                            "10 bits",
                            "01000000 0214 A2 020202 0000",
                            "vp09.02.20.10",
                            10,
                            Chroma.YUV_420,
                            Colour.UNSPECIFIED),
                    new Case(
                            "12 bits, 4:2:2, full range, without the box's version",
                            "0333 C5 091009 0000",
                            "vp09.03.51.12.02.09.16.09.01",
                            12,
                            Chroma.YUV_422,
                            new Colour(9, 16, 9, true)));

    @ParameterizedTest
    @FieldSource("CASES")
    void readsWhatEncodersWrite(Case c) throws Exception {
        byte[] vpcC = Hex.bytes(c.vpcC);
        Vp9Config config = Vp9Config.parse(vpcC);
        assertThat(config.rfc6381()).isEqualTo(c.codecs);
        assertThat(config.picture().bitDepth()).isEqualTo(c.bitDepth);
        assertThat(config.picture().chroma()).isEqualTo(c.chroma);
        assertThat(config.picture().colour()).isEqualTo(c.colour);
        assertThat(config.record()).isEqualTo(vpcC).isNotSameAs(vpcC);
        assertThat(config).isEqualTo(Vp9Config.parse(vpcC)).hasSameHashCodeAs(config);
    }

    @Test
    void namesProfileAndLevel() throws Exception {
        Vp9Config config = Vp9Config.parse(Hex.bytes(CASES.getLast().vpcC));
        assertThat(config.profileName()).isEqualTo("Profile 3");
        assertThat(config.levelName()).isEqualTo("5.1");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 824983424027F0167606, 640, 360",
        "1, A249834200028201E2C0, 322, 242",
        "2, 92498342000A08078B03, 322, 242",
        "2, 92498342000A08078B03, 322, 242",
        "0, 860049834240, 0, 0", // built: no key frame
        "0, 8800, 0, 0", // built: one that is shown again
        "0, 8249834240, 0, 0", // cut
        "0, 82498343 4027F0167606, 0, 0", // another sync code
    })
    void takesTheSizeFromAKeyFrame(int profile, String frame, int width, int height)
            throws Exception {
        Vp9Config config = Vp9Config.parse(Hex.bytes("%02X15 82 010101 0000".formatted(profile)));
        Vp9Config sized = config.withSizeOf(Hex.bytes(frame));
        assertThat(sized.width()).isEqualTo(width);
        assertThat(sized.height()).isEqualTo(height);
        assertThat(sized.equals(config)).isEqualTo(width == 0);
        assertThat(sized.record()).isEqualTo(config.record());
        assertThat(sized.rfc6381()).isEqualTo(config.rfc6381());
    }

    @Test
    void refusesWhatIsNoRecord() {
        for (String wire : List.of("", "0015 82 010101 00", "0415 82 010101 0000")) {
            assertThatThrownBy(() -> Vp9Config.parse(Hex.bytes(wire)))
                    .isInstanceOf(Malformed.class);
        }
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] vpcC) {
        try {
            Vp9Config config = Vp9Config.parse(vpcC);
            assertThat(config.withSizeOf(vpcC).width()).isBetween(0, 1 << 16);
            assertThat(config.rfc6381()).startsWith("vp09.");
            assertThat(config.toString()).isNotEmpty();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
