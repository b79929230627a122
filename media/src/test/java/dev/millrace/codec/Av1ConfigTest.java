package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.picture.Chroma;
import dev.millrace.codec.picture.Colour;
import dev.millrace.codec.picture.Picture;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class Av1ConfigTest {
    /// What libaom and SVT-AV1 wrote into MP4 files, and what ffprobe says of them.
    record Case(
            String name,
            String av1C,
            String profile,
            String level,
            String codecs,
            Picture picture) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Picture picture(
            int width, int height, int bitDepth, Chroma chroma, Colour colour) {
        return Picture.ofFormat(bitDepth, chroma, colour).withSize(width, height);
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            "main of libaom",
                            "81010C00 0A0B0000000CC4FF6736BE4010",
                            "Main",
                            "2.1",
                            "av01.0.01M.08",
                            picture(640, 360, 8, Chroma.YUV_420, Colour.UNSPECIFIED)),
                    new Case(
                            "10 bits of SVT",
                            "81004C00 0A0E000000043CFFBC02F85091209040",
                            "Main",
                            "2.0",
                            "av01.0.00M.10.0.110.09.18.09.0",
                            picture(320, 240, 10, Chroma.YUV_420, new Colour(9, 18, 9, false))),
                    new Case(
                            "4:4:4",
                            "81200000 0A0D20000003BD7C79B5F240404064",
                            "High",
                            "2.0",
                            "av01.1.00M.08.0.000.01.01.01.1",
                            picture(176, 144, 8, Chroma.YUV_444, new Colour(1, 1, 1, true))),
                    new Case(
                            "12 bits, 4:2:2, the higher tier, no sequence header",
                            "814DE800",
                            "Professional",
                            "5.1 High",
                            "av01.2.13H.12",
                            picture(0, 0, 12, Chroma.YUV_422, Colour.UNSPECIFIED)),
                    new Case(
                            "grey",
                            "81081C00",
                            "Main",
                            "4.0",
                            "av01.0.08M.08",
                            picture(0, 0, 8, Chroma.MONOCHROME, Colour.UNSPECIFIED)));

    @ParameterizedTest
    @FieldSource("CASES")
    void readsWhatEncodersWrite(Case c) throws Exception {
        byte[] av1C = Hex.bytes(c.av1C);
        Av1Config config = Av1Config.parse(av1C);
        assertThat(config.profileName()).isEqualTo(c.profile);
        assertThat(config.levelName()).isEqualTo(c.level);
        assertThat(config.rfc6381()).isEqualTo(c.codecs);
        assertThat(config.picture()).isEqualTo(c.picture);
        assertThat(config.record()).isEqualTo(av1C).isNotSameAs(av1C);
        assertThat(config).isEqualTo(Av1Config.parse(av1C)).hasSameHashCodeAs(config);
    }

    @Test
    void anotherRecordIsAnotherConfiguration() throws Exception {
        assertThat(Av1Config.parse(Hex.bytes("81080C00")))
                .isNotEqualTo(Av1Config.parse(Hex.bytes("81090C00")));
    }

    @Test
    void aBrokenSequenceHeaderCostsOnlyTheSize() throws Exception {
        Av1Config config = Av1Config.parse(Hex.bytes("81010C00 0A0B00000000"));
        assertThat(config).hasToString("AV1 Main 2.1, 0x0");
    }

    @Test
    void refusesWhatIsNoRecord() {
        for (String wire : List.of("", "81080C", "01080C00", "82080C00")) {
            assertThatThrownBy(() -> Av1Config.parse(Hex.bytes(wire)))
                    .isInstanceOf(Malformed.class);
        }
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] av1C) {
        try {
            Av1Config config = Av1Config.parse(av1C);
            assertThat(config.width()).isBetween(0, 1 << 16);
            assertThat(config.height()).isBetween(0, 1 << 16);
            assertThat(config.rfc6381()).startsWith("av01.");
            assertThat(config.toString()).isNotEmpty();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
