package dev.millrace.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.codec.Codec;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import dev.millrace.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Streams that FFmpeg encodes are read, written again, and decoded by FFmpeg: what comes out must
/// be what comes out of FFmpeg's own.
@Tag("slow")
@DisplayName("B12, B16: every codec that a transport stream carries")
class TsCodecsTest {
    private static final String PICTURES = "-f lavfi -i testsrc2=s=322x242:r=25:d=1.2 ";
    private static final String SOUND = "-f lavfi -i sine=f=440:r=48000:d=1.2 ";
    private static final String X265 = "-c:v libx265 -preset ultrafast -x265-params log-level=0";

    /// @param codec as ffprobe calls it
    /// @param configuration what we make of it
    record Case(String name, String input, String encoder, String codec, String configuration) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            "HEVC",
                            PICTURES,
                            X265 + ":keyint=10:bframes=3",
                            "hevc",
                            "HEVC Main 2.0, 322x242"),
                    new Case(
                            "HEVC of 10 bits with delimiters and open groups",
                            PICTURES,
                            X265 + ":keyint=10:bframes=3:open-gop=1:aud=1 -pix_fmt yuv420p10le",
                            "hevc",
                            "HEVC Main 10 2.0, 322x242"),
                    new Case(
                            "HEVC in slices",
                            PICTURES,
                            X265 + ":keyint=10:slices=4:repeat-headers=1",
                            "hevc",
                            "HEVC Main 2.0, 322x242"),
                    new Case(
                            "MP3",
                            SOUND,
                            "-c:a libmp3lame -ac 2",
                            "mp3",
                            "MP3, 48000 Hz, 2 channels"),
                    new Case(
                            "MP3 of MPEG-2",
                            SOUND,
                            "-c:a libmp3lame -ac 1 -ar 22050",
                            "mp3",
                            "MP3, 22050 Hz, 1 channels"),
                    new Case("AC-3", SOUND, "-c:a ac3 -ac 2", "ac3", "AC-3, 48000 Hz, stereo"),
                    new Case(
                            "AC-3 5.1 at 44.1 kHz",
                            SOUND,
                            "-c:a ac3 -ac 6 -ar 44100",
                            "ac3",
                            "AC-3, 44100 Hz, 5.1"),
                    new Case(
                            "E-AC-3 5.1",
                            SOUND,
                            "-c:a eac3 -ac 6",
                            "eac3",
                            "E-AC-3, 48000 Hz, 5.1"),
                    new Case("Opus", SOUND, "-c:a libopus -ac 2", "opus", "Opus, 2 channels"),
                    new Case(
                            "Opus in short packets",
                            SOUND,
                            "-c:a libopus -ac 1 -frame_duration 2.5",
                            "opus",
                            "Opus, 1 channels"),
                    new Case(
                            "Opus in long packets",
                            SOUND,
                            "-c:a libopus -ac 2 -b:a 256k -frame_duration 60",
                            "opus",
                            "Opus, 2 channels"),
                    new Case(
                            "Opus 5.1",
                            SOUND,
                            "-c:a libopus -ac 6 -mapping_family 1",
                            "opus",
                            "Opus, 6 channels"));

    @TempDir private Path folder;

    @ParameterizedTest
    @FieldSource("CASES")
    void comesOutAsItWentIn(Case c) throws Exception {
        Path theirs = folder.resolve("theirs.ts");
        Tool.run(folder, "ffmpeg -v error " + c.input + c.encoder + " -muxrate 0 -y " + theirs);
        Reading reading = Reading.of(Files.readAllBytes(theirs));
        assertThat(reading.codecs()).singleElement().hasToString(c.configuration);
        assertThat(reading.counters().droppedUnits()).isZero();

        byte[] stream = sample(reading).toTs();
        Path ours = Files.write(folder.resolve("ours.ts"), stream);
        assertThat(
                        Tool.run(
                                folder,
                                "ffprobe -v error -show_entries stream=codec_name -of csv=p=0 "
                                        + ours))
                .contains(c.codec);
        assertThat(decoded(ours)).isNotEmpty().isEqualTo(decoded(theirs));
        assertThat(Tool.run(folder, "ffmpeg -v warning -i " + ours + " -f null -")).isEmpty();

        assertThat(Reading.of(stream).codecs()).isEqualTo(reading.codecs());
        assertThat(payloads(Reading.of(stream))).isEqualTo(payloads(reading));
        Seeds.forEach(random ->
                assertThat(Reading.of(stream, random).words())
                        .isEqualTo(Reading.of(stream).words()));
    }

    /// What was read, as a packager is given it.
    private static Sample sample(Reading reading) {
        Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
        var parts = new ArrayList<Sample.Part>();
        for (TsItem item : reading.items()) {
            switch (item) {
                case TsItem.Configuration(Codec codec) -> codecs.put(codec.kind(), codec);
                case TsItem.Media(var frame) ->
                        parts.add(
                                new Sample.Part(
                                        Objects.requireNonNull(codecs.get(frame.header().kind())),
                                        frame));
                case TsItem.Ignored _ -> {}
            }
        }
        return new Sample(parts);
    }

    private static List<String> payloads(Reading reading) {
        return sample(reading).frames().stream().map(frame -> Hex.text(frame.payload())).toList();
    }

    /// A checksum of every decoded picture, or of every piece of decoded sound.
    private List<String> decoded(Path stream) throws Exception {
        return Tool.run(folder, "ffmpeg -v error -i " + stream + " -f framemd5 -")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',')))
                .toList();
    }
}
