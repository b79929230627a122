package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.AacConfig.Extension;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class AacConfigTest {
    record Case(
            String name,
            String asc,
            String profile,
            int rate,
            int outputRate,
            int channels,
            Extension sbr,
            String rfc6381) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case lc(String name, String asc, int rate, int channels, Extension sbr) {
        return new Case(name, asc, "LC", rate, rate, channels, sbr, "mp4a.40.2");
    }

    private static Case he(String name, String asc, String profile, int rate, String rfc6381) {
        return new Case(name, asc, profile, rate, 2 * rate, 2, Extension.PRESENT, rfc6381);
    }

    static final List<Case> CASES =
            List.of(
                    lc("OBS", "1190", 48_000, 2, Extension.ABSENT),
                    lc("a phone", "1208", 44_100, 1, Extension.ABSENT),
                    lc("FFmpeg", "118856E500", 48_000, 1, Extension.ABSENT),
                    lc("FFmpeg, 5.1", "11B056E500", 48_000, 6, Extension.ABSENT),
                    lc("FFmpeg, 7.1", "11B856E500", 48_000, 8, Extension.ABSENT),
                    lc("a camera", "1588", 8_000, 1, Extension.POSSIBLE),
                    lc("24 kHz, silent about SBR", "1310", 24_000, 2, Extension.POSSIBLE),
                    lc(
                            "24 kHz, no SBR by sync extension",
                            "131056E500",
                            24_000,
                            2,
                            Extension.ABSENT),
                    lc("a rate in 24 bits", "17801F4010", 16_000, 2, Extension.POSSIBLE),
                    lc(
                            "FFmpeg, 7.1 wide in a program config element",
                            "118004C848002000C6400D4C61766335392E33372E31303056E500",
                            48_000,
                            8,
                            Extension.ABSENT),
                    lc(
                            "FFmpeg, 6.1 in a program config element",
                            "118004C848002000C4400D4C61766335392E33372E31303056E500",
                            48_000,
                            7,
                            Extension.ABSENT),
                    lc(
                            "FFmpeg, 2.1 in a program config element",
                            "118004C4010020000D4C61766335392E33372E31303056E500",
                            48_000,
                            3,
                            Extension.ABSENT),
                    lc(
                            "FFmpeg, quad in a program config element",
                            "118004C4040021100D4C61766335392E33372E31303056E500",
                            48_000,
                            4,
                            Extension.ABSENT),
                    lc(
                            "a program config element that is cut",
                            "118004C8",
                            48_000,
                            0,
                            Extension.ABSENT),
                    // type 5, 24 kHz, stereo, to 48 kHz, core of type 2
                    he("HE, explicit", "2B118800", "HE", 24_000, "mp4a.40.5"),
                    // type 2, 24 kHz, stereo; 2B7, type 5, yes, 48 kHz
                    he("HE, sync extension", "131056E598", "HE", 24_000, "mp4a.40.5"),
                    // type 29, 22.05 kHz, mono, to 44.1 kHz, core of type 2
                    he("HEv2, explicit", "EB8A0800", "HEv2", 22_050, "mp4a.40.29"),
                    // type 2, 24 kHz, mono; 2B7, type 5, yes, 48 kHz; 548, yes
                    he("HEv2, sync extension", "130856E59D4880", "HEv2", 24_000, "mp4a.40.29"));

    @ParameterizedTest
    @FieldSource("CASES")
    void readsWhatEncodersWrite(Case c) throws Exception {
        AacConfig config = AacConfig.parse(Hex.bytes(c.asc));
        assertThat(config.profileName()).isEqualTo(c.profile);
        assertThat(config.objectType()).isEqualTo(AacConfig.LC);
        assertThat(config.sampleRate()).isEqualTo(c.rate);
        assertThat(config.outputSampleRate()).isEqualTo(c.outputRate);
        assertThat(config.channels()).isEqualTo(c.channels);
        assertThat(config.sbr()).isEqualTo(c.sbr);
        assertThat(config.rfc6381()).isEqualTo(c.rfc6381);
        assertThat(config.samplesPerFrame()).isEqualTo(1024);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theRecordIsCarriedAsItCameAndIsTheIdentity(Case c) throws Exception {
        byte[] asc = Hex.bytes(c.asc);
        AacConfig config = AacConfig.parse(asc);
        assertThat(config.record()).isEqualTo(asc);
        assertThat(config).isEqualTo(AacConfig.parse(asc)).hasSameHashCodeAs(config);
        assertThat(config).isNotEqualTo(AacConfig.of(96_000, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "0A10, Main, 1",
        "1A10, SSR, 3",
        "2210, LTP, 4",
        "BA10, LD, 23",
        "F8E64000, ELD, 39",
        "F9464000, xHE, 42",
        "3210, object type 6, 6"
    })
    void otherObjectTypesHaveNames(String asc, String profile, int objectType) throws Exception {
        AacConfig config = AacConfig.parse(Hex.bytes(asc));
        assertThat(config.profileName()).isEqualTo(profile);
        assertThat(config.objectType()).isEqualTo(objectType);
        assertThat(config.rfc6381()).isEqualTo("mp4a.40." + objectType);
        assertThat(config.sbr()).isEqualTo(Extension.ABSENT);
        assertThat(config.fitsAdts()).isEqualTo(objectType <= 4);
    }

    @Test
    void framesAreShorterWhenTheConfigurationSaysSo() throws Exception {
        assertThat(AacConfig.parse(Hex.bytes("1194")).samplesPerFrame()).isEqualTo(960);
        assertThat(AacConfig.parse(Hex.bytes("B990")).samplesPerFrame()).isEqualTo(512);
        assertThat(AacConfig.parse(Hex.bytes("B994")).samplesPerFrame()).isEqualTo(480);
    }

    @Test
    void skipsTheCoreCoderDelayInFrontOfTheSyncExtension() throws Exception {
        var out = new ByteWriter();
        new BitWriter(out)
                .bits(2, 5)
                .bits(6, 4)
                .bits(2, 4) // LC, 24 kHz, stereo
                .flag(false)
                .flag(true)
                .bits(0x2B7, 14)
                .flag(false) // depends on a core coder
                .bits(0x2B7, 11)
                .bits(5, 5)
                .flag(true)
                .bits(3, 4)
                .align();
        assertThat(AacConfig.parse(out.toByteArray()).outputSampleRate()).isEqualTo(48_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11", "1690", "1710", "178000000000", "2B17"})
    void refusesWhatNoDecoderCouldUse(String asc) {
        assertThatThrownBy(() -> AacConfig.parse(Hex.bytes(asc))).isInstanceOf(Malformed.class);
    }

    @Test
    void makesTheShortestConfiguration() throws Exception {
        assertThat(AacConfig.of(48_000, 2).record()).isEqualTo(Hex.bytes("1190"));
        assertThat(AacConfig.of(44_100, 1).record()).isEqualTo(Hex.bytes("1208"));
        AacConfig unusual = AacConfig.of(12_345, 7);
        assertThat(unusual.sampleRate()).isEqualTo(12_345);
        assertThat(unusual.channels()).isEqualTo(8);
        assertThat(unusual.fitsAdts()).isFalse();
        assertThatThrownBy(() -> AacConfig.of(0, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void adtsCarriesTheCoreOfAnExtendedConfiguration() throws Exception {
        AacConfig config = AacConfig.parse(Hex.bytes("EB8A0800"));
        var header = AdtsHeader.decode(new ByteReader(config.adtsHeader(100)));
        assertThat(header).isEqualTo(new AdtsHeader(2, 22_050, 1, 7, 107));
    }

    @Test
    void whatAdtsCannotSayIsRefused() throws Exception {
        AacConfig program =
                AacConfig.parse(Hex.bytes("118004C4010020000D4C61766335392E33372E31303056E500"));
        assertThat(program.fitsAdts()).isFalse();
        assertThatThrownBy(() -> program.adtsHeader(1)).isInstanceOf(IllegalStateException.class);
        AacConfig stereo = AacConfig.of(48_000, 2);
        assertThat(stereo.adtsHeader(AdtsHeader.PAYLOAD_BYTES_MAX)).hasSize(7);
        assertThatThrownBy(() -> stereo.adtsHeader(AdtsHeader.PAYLOAD_BYTES_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noDamageDoesMoreThanMalformed() {
        Seeds.forEach(random -> {
            byte[] asc = Hex.bytes(CASES.get(random.nextInt(CASES.size())).asc);
            asc[random.nextInt(asc.length)] = (byte) random.nextInt();
            neverThrowsAnythingElse(asc);
        });
    }

    /// F4: an AudioSpecificConfig.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] asc) {
        AacConfig config;
        try {
            config = AacConfig.parse(asc);
        } catch (ProtocolException e) {
            return;
        }
        assertThat(config.sampleRate()).isPositive();
        assertThat(config.outputSampleRate()).isPositive();
        assertThat(config.channels()).isBetween(0, 3 + 2 * 3 * 15);
        if (config.fitsAdts()) {
            assertThat(config.adtsHeader(0)).hasSize(AdtsHeader.LENGTH_BYTES);
        }
        assertThat(config.rfc6381()).startsWith("mp4a.40.");
    }
}
