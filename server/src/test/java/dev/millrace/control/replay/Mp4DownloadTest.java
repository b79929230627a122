package dev.millrace.control.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.StoredSegment;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.Ffprobe;
import dev.millrace.testing.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// FFmpeg is the camera, and finds in the movie what it had recorded.
@Tag("slow")
class Mp4DownloadTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T12:00:00Z");
    private static final String H264 = "-c:v libx264 -preset ultrafast -g 25 -bf 2";
    private static final String HEVC =
            "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25:scenecut=0";

    @TempDir private Path folder;
    private final List<StoredSegment> stored = new ArrayList<>();
    private final Map<String, byte[]> bodies = new HashMap<>();

    /// Records four segments of one second.
    ///
    /// @param at when, in seconds from the beginning
    private void record(String name, int at, long era, String size, String encoding)
            throws IOException {
        String codecs = encoding.replace("H264", H264).replace("HEVC", HEVC);
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi", "-i"));
        command.addAll(List.of("testsrc=d=4:r=25:s=" + size, "-f", "lavfi", "-i", "sine=d=4"));
        command.addAll(List.of((codecs + " -pix_fmt yuv420p -f hls -hls_time 1").split(" ")));
        command.addAll(List.of("-hls_list_size", "0", "-hls_segment_filename"));
        command.addAll(List.of(folder.resolve(name + "-%d.ts").toString()));
        command.add(folder.resolve(name + ".m3u8").toString());
        Program.run(Duration.ofSeconds(60), command.toArray(String[]::new));
        for (int i = 0; i < 4; i++) {
            store(Files.readAllBytes(folder.resolve(name + "-" + i + ".ts")), at + i, era);
        }
    }

    private void store(byte[] body, long at, long era) {
        var id = SegmentId.of(at, body);
        var segment = new Segment(id, BEGAN.plusSeconds(at), 1_000_000, body.length, era);
        bodies.put(id.name(), body);
        stored.add(new StoredSegment(new UUID(0, 1), segment, Optional.of(id.name()), BEGAN));
    }

    private Optional<Mp4Download> download() throws IOException {
        return Mp4Download.of(new Export(stored, "tag"), this::read);
    }

    private byte[] read(StoredSegment segment) throws IOException {
        byte[] body = bodies.get(segment.object().orElseThrow());
        if (body == null) {
            throw new IOException("it is gone");
        }
        return body;
    }

    private static byte[] bytes(Mp4Download download, long first, long last) throws IOException {
        var out = new ByteArrayOutputStream();
        download.write(first, last, out);
        return out.toByteArray();
    }

    private Path movie() throws IOException {
        Mp4Download download = download().orElseThrow();
        byte[] all = bytes(download, 0, download.bytes() - 1);
        assertThat(all).hasSize(Math.toIntExact(download.bytes()));
        return Files.write(folder.resolve("movie.mp4"), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "H264 -c:a aac",
                "H264 -c:a libmp3lame -b:a 32k",
                "HEVC -c:a ac3",
                "-vn -c:a aac -b:a 16k",
                "-vn -c:a libmp3lame -b:a 8k -ar 8000",
                "-an H264"
            })
    void hasEveryFrameAsItWas(String encoding) throws Exception {
        record("cam", 0, 0, "320x180", encoding);
        Path whole = folder.resolve("whole.ts");
        try (Stream<StoredSegment> all = stored.stream()) {
            var bytes = new ByteArrayOutputStream();
            all.forEach(it -> bytes.writeBytes(bodies.get(it.object().orElseThrow())));
            Files.write(whole, bytes.toByteArray());
        }
        Path movie = movie();
        assertThat(decoded(movie)).isEqualTo(decoded(whole)).isNotEmpty();
    }

    /// The checksums of what FFmpeg decodes; it must not complain.
    private static List<String> decoded(Path file) {
        String listed =
                Program.run(
                        Duration.ofSeconds(60),
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        file.toString(),
                        "-vsync",
                        "passthrough",
                        "-f",
                        "framemd5",
                        "-");
        assertThat(listed).doesNotContain("rror");
        return listed.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.charAt(0) + line.substring(line.lastIndexOf(',')))
                .sorted()
                .toList();
    }

    @Test
    void anyPartOfItIsThatPart() throws Exception {
        record("cam", 0, 0, "320x180", "H264 -c:a aac");
        Mp4Download download = download().orElseThrow();
        byte[] all = bytes(download, 0, download.bytes() - 1);
        var random = new Random(1);
        for (int i = 0; i < 50; i++) {
            int first = random.nextInt(all.length);
            int last = first + random.nextInt(all.length - first);
            assertThat(bytes(download().orElseThrow(), first, last))
                    .isEqualTo(Arrays.copyOfRange(all, first, last + 1));
        }
    }

    /// It was set up otherwise after an hour's pause: the movie has the pause, too.
    @Test
    void aCameraThatBeganAgainIsInOneMovie() throws Exception {
        record("cam", 0, 0, "320x180", "H264 -c:a aac");
        record("new", 3_600, 1, "640x360", "H264 -c:a aac -ar 48000");
        Path movie = movie();
        List<String> sizes = Ffprobe.video(movie, "frame=width,height");
        assertThat(sizes).hasSize(200);
        assertThat(sizes.stream().distinct()).containsExactly("320,180", "640,360");
        List<Double> times =
                Ffprobe.video(movie, "packet=dts_time").stream().map(Double::valueOf).toList();
        assertThat(times).isSorted();
        assertThat(times.get(100) - times.get(99)).isBetween(3_595.0, 3_597.0);
    }

    @Test
    void whatIsMissingIsAPause() throws Exception {
        record("cam", 0, 0, "320x180", "H264 -c:a aac");
        stored.remove(1);
        List<Double> times =
                Ffprobe.video(movie(), "packet=dts_time").stream().map(Double::valueOf).toList();
        assertThat(times).hasSize(75).isSorted();
        assertThat(times.get(25) - times.get(24)).isBetween(1.0, 1.1);
    }

    @Test
    void aPlayerFindsATimeByTheIndex() throws Exception {
        record("cam", 0, 0, "320x180", "H264 -c:a aac");
        String found =
                Program.run(
                        Duration.ofSeconds(60),
                        "ffprobe",
                        "-v",
                        "trace",
                        "-read_intervals",
                        "3%+#1",
                        "-show_entries",
                        "packet=dts_time",
                        movie().toString());
        assertThat(found).contains("type:'sidx'");
    }

    @Test
    void whatHasNothingToDecodeIsNoMovie() throws Exception {
        store(new byte[188], 0, 0);
        assertThat(download()).isEmpty();
    }

    @Test
    void aSegmentThatIsGoneBreaksItOff() throws Exception {
        record("cam", 0, 0, "320x180", "H264 -c:a aac");
        bodies.remove(stored.get(2).object().orElseThrow());
        Mp4Download download = download().orElseThrow();
        assertThatThrownBy(() -> bytes(download, 0, download.bytes() - 1))
                .isInstanceOf(IOException.class)
                .hasMessage("it is gone");
    }
}
