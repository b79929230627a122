package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpusConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import dev.millrace.ts.PackedAudio.Format;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class PackedAudioTest {
    private static final int TAG_BYTES = 73;

    static final List<Arguments> FORMATS =
            List.of(
                    arguments(AacConfig.of(48_000, 2), Optional.of(Format.AAC)),
                    arguments(new Mp3Config(44_100, 2), Optional.of(Format.MP3)),
                    arguments(new Mp3Config(22_050, 1), Optional.of(Format.MP3)),
                    arguments(new Ac3Config(false, 48_000, 2, false), Optional.of(Format.AC3)),
                    arguments(new Ac3Config(true, 48_000, 7, true), Optional.of(Format.EAC3)),
                    arguments(OpusConfig.of(2), Optional.empty()));

    @ParameterizedTest
    @FieldSource("FORMATS")
    void isWhatTheTablesSay(Codec codec, Optional<Format> format) {
        assertThat(PackedAudio.format(tables(codec))).isEqualTo(format);
    }

    @Test
    void whereThereIsVideoNothingIsPacked() throws Exception {
        H264Config h264 = H264Config.of(List.of(Hex.bytes("6742C00A")), List.of(Hex.bytes("68CE")));
        assertThat(PackedAudio.format(tables(h264, AacConfig.of(48_000, 2)))).isEmpty();
        assertThat(PackedAudio.format(tables(h264))).isEmpty();
        assertThat(PackedAudio.format(tables())).isEmpty();
        assertThat(PackedAudio.format(new byte[0])).isEmpty();
        assertThat(PackedAudio.format(new byte[PackedAudio.TABLES_BYTES])).isEmpty();
    }

    private static byte[] tables(Codec... tracks) {
        var out = new ByteWriter();
        new TsWriter().writeTables(out, List.of(tracks));
        return out.toByteArray();
    }

    @Test
    void theTagIsTheseBytes() {
        byte[] packed = PackedAudio.unpack(stream(90_000_000_000L, new byte[][] {{1, 2, 3}}));
        assertThat(Hex.text(Arrays.copyOf(packed, TAG_BYTES)))
                .isEqualTo(
                        ("494433 04 00 00 0000003F" // ID3, version 2.4.0, no flags, size
                                        + "50524956 00000035 0000" // PRIV, size, no flags
                                        + "636F6D2E6170706C652E73747265616D696E672E"
                                        + "7472616E73706F727453747265616D"
                                        + "54696D657374616D7000"
                                        + "00000001E2CE1D30") // (90 000 s + 1.4 s) * 90 kHz
                                .replace(" ", "")
                                .toLowerCase(java.util.Locale.ROOT));
        assertThat(packed).endsWith(1, 2, 3);
    }

    @Test
    void framesComeOutAsTheyWentIn() {
        Seeds.forEach(random -> {
            byte[][] frames = new byte[random.nextInt(1, 50)][];
            var expected = new ByteWriter();
            for (int i = 0; i < frames.length; i++) {
                frames[i] = new byte[random.nextInt(1, 1_500)];
                random.nextBytes(frames[i]);
                expected.bytes(frames[i]);
            }
            byte[] packed = PackedAudio.unpack(stream(random.nextLong(1L << 40), frames));
            assertThat(Arrays.copyOfRange(packed, TAG_BYTES, packed.length))
                    .isEqualTo(expected.toByteArray());
        });
    }

    /// MP3 frames, tables in front and once more in between.
    private static byte[] stream(long startUs, byte[][] frames) {
        var codec = new Mp3Config(48_000, 2);
        var out = new ByteWriter();
        var writer = new TsWriter();
        writer.writeTables(out, List.of(codec));
        for (int i = 0; i < frames.length; i++) {
            if (i == 21) {
                writer.writeTables(out, List.of(codec));
            }
            long dtsUs = startUs + 24_000L * i;
            var header = new FrameHeader(TrackKind.AUDIO, dtsUs, 0, true, false, frames[i].length);
            writer.write(out, header, frames[i], 0);
        }
        writer.flush(out);
        return out.toByteArray();
    }
}
