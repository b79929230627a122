package dev.millrace.mp4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.write.FragmentedMovie;
import dev.millrace.mp4.write.FragmentedMovie.Part;
import dev.millrace.mp4.write.FragmentedMovie.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// FFmpeg decodes of a movie in fragments what it decodes of the film it was made of, and we read
/// the same frames at the same times.
@Tag("slow")
class FragmentedMovieFfmpegTest {
    private static final String H264 = "-c:v libx264 -preset ultrafast -bf 2 -g 25";
    private static final String HEVC = "-c:v libx265 -preset ultrafast -x265-params log-level=none";
    private static final int FRAGMENTS = 4;
    private static final int FILLED_BYTES = 1_000_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "h264 aac, H264 -c:a aac",
        "h264 mp3, H264 -c:a libmp3lame",
        "hevc ac3, HEVC -tag:v hvc1 -c:a ac3",
        "hevc eac3, HEVC -tag:v hvc1 -c:a eac3",
        "vp9 opus, -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus",
        "av1 flac, -c:v libaom-av1 -cpu-used 8 -usage realtime -c:a flac -strict -2",
        "h264, -an H264",
        "aac, -vn -c:a aac",
    })
    void isTheFilm(String codecs, String encoding) throws Exception {
        Mp4Reading film = film("film.mp4", "testsrc=s=322x182:r=25:d=4", encoding);
        List<Sample> samples = samples(film);
        FragmentedMovie movie = movie(samples);
        byte[] written = write(movie, samples);
        Path file = Files.write(folder.resolve("fragments.mp4"), written);

        assertThat(found(file)).isEqualTo(codecs.replace(' ', '\n'));
        assertThat(decoded("fragments.mp4")).isEqualTo(decoded("film.mp4")).hasSizeGreaterThan(90);
        Mp4Reading read = Mp4Reading.ofFragments(written);
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            assertThat(read.frames(kind))
                    .usingElementComparator(Frames::compare)
                    .isEqualTo(film.frames(kind));
        }
    }

    /// A camera that was set up otherwise in between.
    @Test
    void codecsMayChange() throws Exception {
        Mp4Reading small = film("a.mp4", "testsrc=s=322x182:r=25:d=2", H264 + " -c:a aac");
        Mp4Reading large =
                film("b.mp4", "testsrc=s=640x360:r=25:d=2", H264 + " -c:a aac -ar 48000");
        List<Sample> samples = samples(small);
        samples(large).forEach(sample -> samples.add(sample.later(2_000_000)));
        FragmentedMovie movie = movie(samples);
        Files.write(folder.resolve("both.mp4"), write(movie, samples));
        assertThatBothSizesAreIn("both.mp4");
    }

    /// A player that reads the head of the first stretch only has to know all that is in the next.
    @Test
    void stretchesGoOnWithoutTheirHeads() throws Exception {
        Mp4Reading small = film("c.mp4", "testsrc=s=322x182:r=25:d=2", H264 + " -c:a aac");
        Mp4Reading large =
                film("d.mp4", "testsrc=s=640x360:r=25:d=2", H264 + " -c:a aac -ar 48000");
        List<Sample> before = samples(small);
        List<Sample> after =
                samples(large).stream().map(sample -> sample.later(2_000_000)).toList();
        FragmentedMovie all = movie(Stream.concat(before.stream(), after.stream()).toList());
        FragmentedMovie first = all.stretch(codecs(before), true);
        byte[] both =
                new ByteWriter()
                        .bytes(first.head(0))
                        .bytes(first.fragment(1, before))
                        .bytes(all.stretch(codecs(after), false).fragment(2, after))
                        .toByteArray();
        Files.write(folder.resolve("stretches.mp4"), both);
        assertThatBothSizesAreIn("stretches.mp4");
        String times =
                run(
                        "ffprobe -v error -of csv=p=0 -select_streams a",
                        "-show_entries packet=dts_time stretches.mp4");
        List<String> sound = times.lines().filter(line -> !line.isBlank()).toList();
        assertThat(Double.parseDouble(sound.getLast().replace(",", ""))).isBetween(3.9, 4.1);
        assertThat(run("ffmpeg -v error -i stretches.mp4 -map 0:v -f null -")).isBlank();
    }

    private void assertThatBothSizesAreIn(String file) throws Exception {
        String sizes =
                run(
                        "ffprobe -v error -of csv=p=0 -select_streams v",
                        "-show_entries frame=width,height",
                        file);
        List<String> pictures =
                sizes.lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> line.replaceAll(",$", ""))
                        .toList();
        assertThat(pictures).hasSize(100);
        assertThat(pictures.stream().distinct()).containsExactly("322,182", "640,360");
    }

    private static List<Codec> codecs(List<Sample> samples) {
        return samples.stream().map(Sample::codec).distinct().toList();
    }

    private Mp4Reading film(String name, String picture, String encoding) throws Exception {
        run(
                "ffmpeg -v error -f lavfi -i",
                picture,
                "-f lavfi -i sine=d=4:r=44100 -shortest -pix_fmt yuv420p -use_editlist 0",
                encoding.replace("H264", H264).replace("HEVC", HEVC),
                name);
        return Mp4Reading.ofMovie(Files.readAllBytes(folder.resolve(name)));
    }

    private static List<Sample> samples(Mp4Reading film) {
        var samples = new ArrayList<Sample>();
        for (Frame frame : film.frames()) {
            Codec codec =
                    film.codecs().stream()
                            .filter(it -> it.kind() == frame.header().kind())
                            .findFirst()
                            .orElseThrow();
            samples.add(new Sample(codec, frame).later(-film.startUs()));
        }
        return samples;
    }

    private static FragmentedMovie movie(List<Sample> samples) {
        List<Codec> codecs = codecs(samples);
        return new FragmentedMovie(
                codecs.stream()
                        .filter(VideoCodec.class::isInstance)
                        .map(VideoCodec.class::cast)
                        .toList(),
                codecs.stream()
                        .filter(AudioCodec.class::isInstance)
                        .map(AudioCodec.class::cast)
                        .toList());
    }

    /// Fragments of one second, filled up to the same length each.
    private static byte[] write(FragmentedMovie movie, List<Sample> samples) {
        var parts = new ArrayList<Part>();
        var body = new ByteWriter();
        for (int i = 0; i < FRAGMENTS; i++) {
            long fromUs = i * 1_000_000L;
            List<Sample> part = samples.stream().filter(sample -> isIn(sample, fromUs)).toList();
            byte[] fragment = movie.fragment(i + 1, part);
            body.bytes(fragment);
            body.bytes(FragmentedMovie.filling(FILLED_BYTES - fragment.length));
            parts.add(new Part(FILLED_BYTES, 1_000_000));
        }
        var all = new ByteWriter().bytes(movie.head(FRAGMENTS * 1_000_000L));
        return all.bytes(movie.index(parts)).bytes(body.toByteArray()).toByteArray();
    }

    private static boolean isIn(Sample sample, long fromUs) {
        long dtsUs = sample.frame().header().dtsUs();
        long lastUs = (FRAGMENTS - 1) * 1_000_000L;
        return dtsUs >= fromUs && (dtsUs < fromUs + 1_000_000 || fromUs == lastUs);
    }

    private String found(Path file) throws Exception {
        return run("ffprobe -v error -of csv=p=0 -show_entries stream=codec_name", file.toString())
                .strip();
    }

    /// The checksums of all pictures and of all sound.
    private List<String> decoded(String file) throws Exception {
        String listed = run("ffmpeg -v error -i", file, "-vsync passthrough -f framemd5 -");
        return listed.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.charAt(0) + line.substring(line.lastIndexOf(',')))
                .sorted()
                .toList();
    }

    private String run(String... words) throws Exception {
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(String.join(" ", words).split(" "))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .directory(folder.toFile())
                        .start();
        process.getOutputStream().close();
        int code = process.waitFor();
        String text = Files.readString(log, UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }

    /// Frames that differ by no more than what their clocks cannot say.
    private static final class Frames {
        private static final long ROUNDING_US = 60;

        static int compare(Frame one, Frame other) {
            var a = one.header();
            var b = other.header();
            boolean same =
                    Math.abs(a.dtsUs() - b.dtsUs()) <= ROUNDING_US
                            && Math.abs(a.ctsUs() - b.ctsUs()) <= ROUNDING_US
                            && a.key() == b.key()
                            && java.util.Arrays.equals(one.payload(), other.payload());
            return same ? 0 : 1;
        }
    }
}
