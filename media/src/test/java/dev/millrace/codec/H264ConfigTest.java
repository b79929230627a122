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
import dev.millrace.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class H264ConfigTest {
    private static final String SPS_MAIN_360 = "67 4D401E ECA05017FCB808800001F480007530078B16CB";
    private static final String PPS = "68 EBE3CB20";

    /// What x264 wrote, and what ffprobe says of it.
    record Case(
            String name,
            String avcC,
            String profile,
            String level,
            int width,
            int height,
            double fps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            "baseline",
                            "01 42C00D FF E1 0018 "
                                    + "6742C00DD90141FB0110000003001000000303C0F142A480"
                                    + " 01 0005 68CB83CB20",
                            "Constrained Baseline",
                            "1.3",
                            320,
                            240,
                            30),
                    new Case(
                            "main at 30000/1001",
                            "01 4D401E FF E1 0017 "
                                    + "674D401EECA05017FCB808800001F480007530078B16CB"
                                    + " 01 0005 68EBE3CB20",
                            "Main",
                            "3.0",
                            640,
                            360,
                            30000 / 1001.0),
                    new Case(
                            "1080 lines are cropped from 1088",
                            "01 42C028 FF E1 0019 "
                                    + "6742C028DA01E0089F97011000000300100000030320F1832A"
                                    + " 01 0004 68CE0FC8",
                            "Constrained Baseline",
                            "4.0",
                            1920,
                            1080,
                            25),
                    new Case(
                            "interlaced",
                            "01 640028 FF E1 001A "
                                    + "67640028ACD94078044FDE0220000003002000000643E2C5B2C0"
                                    + " 01 0006 68FBA3CB22C0 FDF8F800",
                            "High",
                            "4.0",
                            1920,
                            1080,
                            25),
                    new Case(
                            "10 bits",
                            "01 6E001F FF E1 001A "
                                    + "676E001FA6CD940D83DE6F0110000003001000000640F1831960"
                                    + " 01 0006 68EBE3CB22C0 FDFAFA00",
                            "High 10",
                            "3.1",
                            854,
                            480,
                            50),
                    new Case(
                            "10 bits, key frames only",
                            "01 6E100B FF E1 0015 "
                                    + "676E100BA6CB8508FCB80880000003008000001902"
                                    + " 01 0005 68EE0F2C8B FDFAFA00",
                            "High 10 Intra",
                            "1.1",
                            160,
                            120,
                            25),
                    new Case(
                            "4:2:2",
                            "01 7A000B FF E1 001A "
                                    + "677A000BBCD942C57E3F011000000300100000030320F1429960"
                                    + " 01 0006 68EBE3CB22C0 FEF8F800",
                            "High 4:2:2",
                            "1.1",
                            176,
                            146,
                            25),
                    new Case(
                            "4:4:4",
                            "01 F4000B FF E1 0019 "
                                    + "67F4000B919B28589D80880000030008000003019078A14CB0"
                                    + " 01 0006 68EBE3C44844 FFF8F800",
                            "High 4:4:4 Predictive",
                            "1.1",
                            176,
                            144,
                            25),
                    new Case(
                            "grey",
                            "01 64000B FF E1 001A "
                                    + "6764000BF3650C3F8F8DC05B20000003002000000641E28532C0"
                                    + " 01 0006 68EBE3CB22C0 FCF8F800",
                            "High",
                            "1.1",
                            178,
                            100,
                            25),
                    new Case(
                            "wide pixels and colours",
                            "01 64001E FF E1 0021 "
                                    + "6764001EACD940B4126FFC010000B5A808"
                                    + "080A000003000200000300641E2C5B2C"
                                    + " 01 0006 68EBE3CB22C0 FDF8F800",
                            "High",
                            "3.0",
                            720,
                            576,
                            25),
                    new Case(
                            "overscan and chroma location",
                            "01 64000B FF E1 0019 "
                                    + "6764000BACD942847E5C065B800000030080000019078A14CB"
                                    + " 01 0006 68EBE3CB22C0 FDF8F800",
                            "High",
                            "1.1",
                            160,
                            120,
                            25),
                    new Case(
                            "level 1b of an old profile",
                            "01 42D00B FF E1 0017 "
                                    + "6742D00BD9020DB011000003000100000300140F122648"
                                    + " 01 0005 68CB83CB20",
                            "Constrained Baseline",
                            "1b",
                            128,
                            96,
                            10));

    @ParameterizedTest
    @FieldSource("CASES")
    void readsWhatEncodersWrite(Case c) throws Exception {
        H264Config config = H264Config.parse(Hex.bytes(c.avcC));
        assertThat(config.profileName()).isEqualTo(c.profile);
        assertThat(config.levelName()).isEqualTo(c.level);
        assertThat(config.width()).isEqualTo(c.width);
        assertThat(config.height()).isEqualTo(c.height);
        assertThat(config.frameRate()).hasValue(c.fps);
        assertThat(config.nalLengthSize()).isEqualTo(4);
        assertThat(config.rfc6381()).isEqualTo("avc1." + c.avcC.replace(" ", "").substring(2, 8));
    }

    @ParameterizedTest
    @CsvSource({
        "baseline, 8, YUV_420, 2, 2, 2, false",
        "10 bits, 10, YUV_420, 2, 2, 2, false",
        "4:2:2, 8, YUV_422, 2, 2, 2, false",
        "4:4:4, 8, YUV_444, 2, 2, 2, false",
        "grey, 8, MONOCHROME, 2, 2, 2, true",
        "wide pixels and colours, 8, YUV_420, 1, 1, 1, false",
    })
    void readsHowSamplesBecomeColours(
            String name,
            int bitDepth,
            Chroma chroma,
            int primaries,
            int transfer,
            int matrix,
            boolean fullRange)
            throws Exception {
        Case c = CASES.stream().filter(any -> any.name.equals(name)).findAny().orElseThrow();
        Picture picture = H264Config.parse(Hex.bytes(c.avcC)).picture();
        assertThat(picture.bitDepth()).isEqualTo(bitDepth);
        assertThat(picture.chroma()).isEqualTo(chroma);
        assertThat(picture.colour()).isEqualTo(new Colour(primaries, transfer, matrix, fullRange));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theRecordIsCarriedAsItCameAndIsTheIdentity(Case c) throws Exception {
        byte[] avcC = Hex.bytes(c.avcC);
        H264Config config = H264Config.parse(avcC);
        assertThat(config.record()).isEqualTo(avcC);
        assertThat(config).isEqualTo(H264Config.parse(avcC)).hasSameHashCodeAs(config);
        byte[] other = avcC.clone();
        other[other.length - 1]++;
        assertThat(config).isNotEqualTo(H264Config.parse(other));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void parameterSetsAloneAreEnough(Case c) throws Exception {
        H264Config config = H264Config.parse(Hex.bytes(c.avcC));
        H264Config again = H264Config.of(config.sps(), config.pps());
        assertThat(again.record()).isEqualTo(Arrays.copyOf(config.record(), again.record().length));
        assertThat(again.width()).isEqualTo(c.width);
        assertThat(again.pps()).hasSize(1);
    }

    @Test
    void callersCannotChangeIt() throws Exception {
        byte[] avcC = Hex.bytes(CASES.getFirst().avcC);
        H264Config config = H264Config.parse(avcC);
        avcC[0] = 99;
        assertThat(config.record()[0]).isEqualTo((byte) 1);
    }

    @Test
    void readsSeveralParameterSetsAndShortLengths() throws Exception {
        H264Config config =
                H264Config.parse(
                        Hex.bytes(
                                """
                                01 4D401E
                                FC         // lengths of 1 byte
                                E2         // two SPS
                                0017 674D401EECA05017FCB808800001F480007530078B16CB
                                0004 67640028
                                03         // three PPS, the second empty
                                0002 68EB
                                0000
                                0001 68
                                """));
        assertThat(config.nalLengthSize()).isEqualTo(1);
        assertThat(config.sps()).hasSize(2);
        assertThat(config.sps().getFirst()).isEqualTo(Hex.bytes(SPS_MAIN_360));
        assertThat(config.pps()).hasSize(2);
        assertThat(config.width()).isEqualTo(640);
    }

    @Test
    void aBrokenParameterSetCostsOnlyTheSize() throws Exception {
        byte[] avcC = Hex.bytes("01 4D401F FF E1 0006 67 64001F FFFF 01 0002 68EB");
        H264Config config = H264Config.parse(avcC);
        assertThat(config.width()).isZero();
        assertThat(config.height()).isZero();
        assertThat(config.frameRate()).isEmpty();
        assertThat(config.profileName()).isEqualTo("Main");
        assertThat(config.levelName()).isEqualTo("3.1");
        assertThat(config.rfc6381()).isEqualTo("avc1.4D401F");
        assertThat(config.record()).isEqualTo(avcC);
    }

    @Test
    void parameterSetsMayTravelWithTheFrames() throws Exception {
        H264Config config = H264Config.parse(Hex.bytes("01 64001F FF E0 00"));
        assertThat(config.sps()).isEmpty();
        assertThat(config.width()).isZero();
        assertThat(config.profileName()).isEqualTo("High");
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void everyCutInFrontOfTheTrailerIsMalformed(Case c) throws Exception {
        byte[] avcC = Hex.bytes(c.avcC);
        H264Config whole = H264Config.parse(avcC);
        int neededBytes = H264Config.of(whole.sps(), whole.pps()).record().length;
        for (int length = 0; length < avcC.length; length++) {
            byte[] cut = Arrays.copyOf(avcC, length);
            if (length < neededBytes) {
                assertThatThrownBy(() -> H264Config.parse(cut)).isInstanceOf(Malformed.class);
            } else {
                assertThat(H264Config.parse(cut).width()).isEqualTo(c.width);
            }
        }
    }

    @Test
    void refusesWhatNoDecoderCouldUse() {
        assertThatThrownBy(() -> H264Config.parse(Hex.bytes("00 000001 67 42C00D")))
                .hasMessage("avcC has version 0, not 1");
        assertThatThrownBy(() -> H264Config.parse(Hex.bytes("01 64001F FE E0 00")))
                .hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> H264Config.of(List.of(), List.of(Hex.bytes(PPS))))
                .isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> H264Config.of(List.of(new byte[0x1_0000]), List.of()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void noDamageDoesMoreThanMalformed() {
        Seeds.forEach(random -> {
            byte[] avcC = Hex.bytes(CASES.get(random.nextInt(CASES.size())).avcC);
            for (int i = 0; i < 3; i++) {
                avcC[random.nextInt(avcC.length)] = (byte) random.nextInt();
            }
            neverThrowsAnythingElse(avcC);
        });
    }

    /// F4: parameter sets of H.264.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] avcC) {
        H264Config config;
        try {
            config = H264Config.parse(avcC);
        } catch (ProtocolException e) {
            return;
        }
        assertThat(config.width()).isBetween(0, 1055 * 16);
        assertThat(config.height()).isBetween(0, 1055 * 32);
        assertThat(config.width() == 0).isEqualTo(config.height() == 0);
        assertThat(config.toString()).isNotEmpty();
    }
}
