package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.codec.picture.Chroma;
import dev.millrace.codec.picture.Colour;
import dev.millrace.codec.picture.Picture;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HevcConfigTest {
    /// What x265 wrote into MP4 files, and what ffprobe says of them.
    record Case(
            String name,
            String hvcC,
            String profile,
            String level,
            String codecs,
            Picture picture) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Colour PQ = new Colour(9, 16, 9, false);
    private static final Colour FULL_RANGE = new Colour(2, 2, 2, true);

    private static Picture picture(
            int width, int height, int bitDepth, Chroma chroma, double frameRate) {
        return new Picture(
                width, height, bitDepth, chroma, Colour.UNSPECIFIED, OptionalDouble.of(frameRate));
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            "main at 30000/1001",
                            """
                            01 01600000009000000000003F F000FCFDF8F800000F 03
                            20 0001 0018 40010C01FFFF01600000030090000003000003003F959809
                            21 0001 0028 42010101600000030090000003000003003FA005
                                         02016965959A4932BC05A02000007D20000EA601
                            22 0001 0007 4401C172B46240
                            """,
                            "Main",
                            "2.1",
                            "hvc1.1.6.L63.90",
                            picture(640, 360, 8, Chroma.YUV_420, 30000 / 1001.0)),
                    new Case(
                            "main 10",
                            """
                            01 02200000009000000000007B F000FCFDFAFA00000F 03
                            20 0001 0018 40010C01FFFF02200000030090000003000003007B959409
                            21 0001 0030 42010102200000030090000003000003007BA003C0801107CAD9
                                         65654A4C2F016A122012080000030008000003019040
                            22 0001 0006 4401C073C189
                            """,
                            "Main 10",
                            "4.1",
                            "hvc1.2.4.L123.90",
                            new Picture(1920, 1080, 10, Chroma.YUV_420, PQ, OptionalDouble.of(50))),
                    new Case(
                            "4:2:2 in 10 bits",
                            """
                            01 04080000009D08000000003C F000FCFEFAFA00000F 03
                            20 0001 0017 40010C01FFFF0408000003009D0800000300003C959809
                            21 0001 002B 4201010408000003009D0800000300003CB00A480F9C93B6
                                         5959A4932BC05B020000030002000003003210
                            22 0001 0007 4401C172B46240
                            """,
                            "Main 4:2:2 10",
                            "2.0",
                            "hvc1.4.10.L60.9D.8",
                            new Picture(
                                    322,
                                    242,
                                    10,
                                    Chroma.YUV_422,
                                    FULL_RANGE,
                                    OptionalDouble.of(25))),
                    new Case(
                            "4:4:4 in 12 bits",
                            """
                            01 04080000009808000000003C F000FCFFFCFC00000F 03
                            20 0001 0017 40010C01FFFF040800000300980800000300003C959809
                            21 0001 002A 420101040800000300980800000300003C9002C40488A52C
                                         ACD24995E02D010000030001000003001908
                            22 0001 0008 4401C172860C4624
                            """,
                            "Main 4:4:4 12",
                            "2.0",
                            "hvc1.4.10.L60.98.8",
                            picture(176, 144, 12, Chroma.YUV_444, 25)),
                    new Case(
                            "the higher tier",
                            """
                            01 216000000090000000000099 F000FCFDF8F800000F 03
                            20 0001 0018 40010C01FFFF216000000300900000030000030099959409
                            21 0001 002C 420101216000000300900000030000030099A001E020021C
                                         5965654A4C2F016808000003000800000301E040
                            22 0001 0006 4401C073C189
                            """,
                            "Main",
                            "5.1 High",
                            "hvc1.1.6.H153.90",
                            picture(3840, 2160, 8, Chroma.YUV_420, 60)),
                    new Case(
                            "everything x265 says about use",
                            """
                            01 01600000009000000000003C F000FCFDF8F800000F 03
                            20 0001 0018 40010C01FFFF01600000030090000003000003003C999809
                            21 0001 0035 42010101600000030090000003000003003CA00B080485966669
                                         24E5788505B16DB800001F480003A9830064B37000F420003D0910
                            22 0001 0007 4401C172B46240
                            """,
                            "Main",
                            "2.0",
                            "hvc1.1.6.L60.90",
                            picture(352, 288, 8, Chroma.YUV_420, 30000 / 1001.0)),
                    new Case(
                            "grey",
                            """
                            01 04080000009FC800000000FF F000FCFCF8F800000F 03
                            20 0001 0017 40010C01FFFF0408000003009FC80000030000FF959809
                            21 0001 0029 4201010408000003009FC80000030000FFC02C2012165959
                                         A4932BC05B020000030002000003003210
                            22 0001 0006 4401C171AB12
                            """,
                            "Monochrome",
                            "8.5",
                            "hvc1.4.10.L255.9F.C8",
                            new Picture(
                                    352,
                                    288,
                                    8,
                                    Chroma.MONOCHROME,
                                    FULL_RANGE,
                                    OptionalDouble.of(25))));

    @ParameterizedTest
    @FieldSource("CASES")
    void readsWhatEncodersWrite(Case c) throws Exception {
        HevcConfig config = HevcConfig.parse(Hex.bytes(c.hvcC));
        assertThat(config.profileName()).isEqualTo(c.profile);
        assertThat(config.levelName()).isEqualTo(c.level);
        assertThat(config.rfc6381()).isEqualTo(c.codecs);
        assertThat(config.picture()).isEqualTo(c.picture);
        assertThat(config.nalLengthSize()).isEqualTo(4);
        assertThat(config.nalUnits()).extracting(unit -> unit[0] >> 1).containsExactly(32, 33, 34);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theRecordIsCarriedAsItCameAndIsTheIdentity(Case c) throws Exception {
        byte[] hvcC = Hex.bytes(c.hvcC);
        HevcConfig config = HevcConfig.parse(hvcC);
        assertThat(config.record()).isEqualTo(hvcC).isNotSameAs(hvcC);
        assertThat(config).isEqualTo(HevcConfig.parse(hvcC)).hasSameHashCodeAs(config);
        byte[] other = hvcC.clone();
        other[other.length - 1]++;
        assertThat(config).isNotEqualTo(HevcConfig.parse(other));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void everyCutIsMalformed(Case c) {
        byte[] hvcC = Hex.bytes(c.hvcC);
        for (int length = 0; length < hvcC.length; length++) {
            byte[] cut = Arrays.copyOf(hvcC, length);
            assertThatThrownBy(() -> HevcConfig.parse(cut)).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void parameterSetsAloneAreEnough(Case c) throws Exception {
        HevcConfig config = HevcConfig.parse(Hex.bytes(c.hvcC));
        var sets = new ArrayList<>(config.nalUnits());
        Collections.reverse(sets);
        HevcConfig again = HevcConfig.of(sets);
        assertThat(again.nalUnits()).containsExactlyElementsOf(config.nalUnits());
        assertThat(again.picture()).isEqualTo(c.picture);
        assertThat(again.rfc6381()).isEqualTo(c.codecs);
        assertThat(again.nalLengthSize()).isEqualTo(4);
        assertThat(again.record()).startsWith(Arrays.copyOf(config.record(), 13));
    }

    @Test
    void aSetMustNotBeMissing() throws Exception {
        List<byte[]> sets = HevcConfig.parse(Hex.bytes(CASES.getFirst().hvcC)).nalUnits();
        for (int missing = 0; missing < 3; missing++) {
            var rest = new ArrayList<>(sets);
            rest.remove(missing);
            assertThatThrownBy(() -> HevcConfig.of(rest)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void whatAnEncoderSaysAboutItselfIsNotInThePrologue() throws Exception {
        byte[] hvcC =
                Hex.bytes(
                        """
                        01 01600000009000000000005D F000FCFDF8F800000F 04
                        27 0002 0004 4E010501 0004 4E018901 // user data, mastering display
                        22 0001 0003 440101
                        21 0001 0003 420101
                        20 0001 0003 400101
                        """);
        assertThat(HevcConfig.parse(hvcC).prologue())
                .extracting(Hex::text)
                .containsExactly("400101", "420101", "440101", "4e018901");
    }

    @Test
    void parameterSetsMayTravelWithTheFrames() throws Exception {
        byte[] hvcC = Hex.bytes("01 01600000009000000000005D F000FCFDF8F800000F 00");
        HevcConfig config = HevcConfig.parse(hvcC);
        assertThat(config.nalUnits()).isEmpty();
        assertThat(config.width()).isZero();
        assertThat(config).hasToString("HEVC Main 3.1, 0x0");
    }

    @Test
    void aBrokenParameterSetCostsOnlyTheSize() throws Exception {
        byte[] hvcC =
                Hex.bytes("01 04080000009D08000000003C F000FCFEFAFA00000F 01 21 0001 0003 42010F");
        HevcConfig config = HevcConfig.parse(hvcC);
        assertThat(config.width()).isZero();
        assertThat(config.picture().bitDepth()).isEqualTo(10);
        assertThat(config.picture().chroma()).isEqualTo(Chroma.YUV_422);
        assertThat(config.profileName()).isEqualTo("Main 4:2:2 10");
        assertThat(config.record()).isEqualTo(hvcC);
    }

    @Test
    void refusesWhatNoDecoderCouldUse() {
        String head = "01 01600000009000000000005D F000FCFDF8F80000";
        assertThatThrownBy(() -> HevcConfig.parse(Hex.bytes("02" + head.substring(2) + "0F 00")))
                .hasMessage("hvcC has version 2, not 1");
        assertThatThrownBy(() -> HevcConfig.parse(Hex.bytes(head + "0E 00")))
                .hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> HevcConfig.parse(Hex.bytes(head + "0F 01 20 FFFF")))
                .isInstanceOf(OverLimit.class);
    }

    /// F4: parameter sets of HEVC, VPS, SPS and PPS.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] hvcC) {
        try {
            HevcConfig config = HevcConfig.parse(hvcC);
            assertThat(config.width()).isBetween(0, 1 << 16);
            assertThat(config.height()).isBetween(0, 1 << 16);
            assertThat(config.rfc6381()).startsWith("hvc1.");
            assertThat(config.toString()).isNotEmpty();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
