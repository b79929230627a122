package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Tmpfs;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// FFmpeg publishes, the server records, FFmpeg reads what was recorded.
@Tag("slow")
class DvrTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Four seconds at 25 frames a second.
    private static final int FRAMES = 100;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"flv", "mp4"})
    void aSessionIsOneFileWithEveryFrameAndAnIndex(String format) throws Exception {
        Path file;
        try (var server = server(format, "session")) {
            publish(Clip.PICTURE_AND_SOUND, server);
            file = await(1).getFirst();
        }
        assertThat(file.getFileName().toString()).matches("cam\\.\\d+\\." + format);
        assertThat(packets(file)).hasSize(FRAMES);
        assertThat(seconds(file)).isBetween(3.9, 4.2);
        // From the third second on: the demuxer found the key frame without reading what is before.
        assertThat(packets(file, "-read_intervals", "2.5%+#1").getFirst()).contains("K");
        assertThat(decode(file.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flv", "mp4"})
    void segmentsBeginAtKeyFramesAndAreCompleteTogether(String format) throws Exception {
        List<Path> files;
        try (var server = server(format, "segment", "dvr.duration=1s")) {
            publish(Clip.PICTURE_AND_SOUND, server);
            files = await(4);
        }
        assertThat(files).hasSize(4);
        var all = new ArrayList<String>();
        for (Path file : files) {
            assertThat(packets(file).getFirst()).contains("K");
            all.addAll(packets(file));
        }
        assertThat(all).hasSize(FRAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flv", "mp4"})
    void aPublicationGoesOnInTheFileOfTheOneBefore(String format) throws Exception {
        try (var server = server(format, "append", "dvr.path=[app]/[stream]")) {
            publish(Clip.PICTURE_AND_SOUND, server);
            Path file = await(1).getFirst();
            long bytes = Files.size(file);
            publish(Clip.PICTURE_AND_SOUND, server);
            Waiting.until(
                    "a longer file", PATIENCE, () -> !files().isEmpty() && size(file) > bytes);
            assertThat(file).hasFileName("cam." + format);
            assertThat(packets(file)).hasSize(2 * FRAMES);
            assertThat(seconds(file)).isBetween(7.8, 8.5);
            assertThat(decode(file.toString())).isEmpty();
        }
    }

    /// Another picture: FLV goes on with it, MP4 begins a new file.
    @Test
    void anOtherCodecIsInTheNextFileOfAnMp4() throws Exception {
        try (var server = server("mp4", "append", "dvr.path=[app]/[stream]")) {
            publish(Clip.PICTURE_AND_SOUND, server);
            await(1);
            publish(Clip.OTHER, server);
            assertThat(await(2))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("cam.mp4", "cam-1.mp4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flv", "mp4"})
    void aKillLosesNoMoreThanASecond(String format) throws Exception {
        String[] options = options(format, "session", "data.folder=" + folder.resolve("data"));
        var arguments = Stream.of(options).flatMap(it -> Stream.of("--set", it));
        String[] all = arguments.toArray(String[]::new);
        try (var first = new ServerProgram(all);
                var publisher = Clip.MINUTE.publishEndlessly(first.rtmp("live/cam"))) {
            Waiting.until("a recording", PATIENCE, () -> sizeOfParts() > 0);
            long begunAtNs = System.nanoTime();
            Waiting.until(
                    "five seconds",
                    PATIENCE,
                    () -> System.nanoTime() - begunAtNs > Duration.ofSeconds(5).toNanos());
            first.program().kill();
            assertThat(publisher.isAlive()).isTrue();
        }
        assertThat(files()).isEmpty();
        try (var second = new ServerProgram(all)) {
            assertThat(second.port("http")).isPositive();
            Path file = await(1).getFirst();
            assertThat(seconds(file)).isGreaterThanOrEqualTo(4);
            assertThat(packets(file).size()).isGreaterThanOrEqualTo(4 * 25);
            assertThat(decode(file.toString())).isEmpty();
        }
    }

    @Test
    void aFullDiskEndsTheRecordingAndNoViewer() throws Exception {
        try (var disk = Tmpfs.mount(folder, "size=1m");
                var server = server("flv", "session", "dvr.reserve=0B");
                var publisher = Clip.HEAVY.publishEndlessly(server.rtmp("live/cam"))) {
            Waiting.until("a publisher", PATIENCE, () -> server.isPublished("live/cam"));
            try (Program viewer = view(server, 10)) {
                Waiting.until(
                        "its end",
                        PATIENCE,
                        () -> server.get("api/v2/dvr").contains("\"state\":\"failed\""));
                assertThat(server.get("api/v2/dvr")).contains("No space left on device");
                assertThat(viewer.await(PATIENCE)).as(viewer.output()).isZero();
                assertThat(viewer.output()).isEmpty();
            }
            assertThat(publisher.isAlive()).isTrue();
            assertThat(packets(await(1).getFirst())).isNotEmpty();
            assertThat(disk).isNotNull();
        }
    }

    @Test
    void whatMustStayFreeIsNotWrittenTo() throws Exception {
        try (var server = server("flv", "session", "dvr.reserve=1048576GB");
                var publisher = Clip.MINUTE.publishEndlessly(server.rtmp("live/cam"))) {
            Waiting.until(
                    "a reason",
                    PATIENCE,
                    () -> server.get("api/v2/dvr").contains("must stay free (dvr.reserve)"));
            assertThat(publisher.isAlive()).isTrue();
        }
        assertThat(files()).isEmpty();
    }

    private static Program view(RunningServer server, int seconds) {
        return Program.start(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                server.http("live/cam.flv"),
                "-t",
                String.valueOf(seconds),
                "-f",
                "null",
                "-");
    }

    private RunningServer server(String format, String plan, String... more) throws IOException {
        return new RunningServer(options(format, plan, more));
    }

    private String[] options(String format, String plan, String... more) {
        var usual =
                Stream.of(
                        "dvr.enabled=true",
                        "dvr.reserve=1MB",
                        "dvr.folder=" + folder,
                        "dvr.format=" + format,
                        "dvr.plan=" + plan);
        return Stream.concat(usual, Stream.of(more)).toArray(String[]::new);
    }

    private static void publish(Clip clip, RunningServer server) throws IOException {
        try (Program publisher = clip.publish(server.rtmp("live/cam"))) {
            assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
        }
    }

    private List<Path> await(int count) {
        Waiting.until(count + " recordings", PATIENCE, () -> files().size() >= count);
        return files();
    }

    private List<Path> files() {
        return all().stream().filter(it -> it.toString().matches(".*\\.(flv|mp4)")).toList();
    }

    private long sizeOfParts() {
        return all().stream()
                .filter(it -> it.toString().endsWith(".part"))
                .mapToLong(DvrTest::size)
                .sum();
    }

    private List<Path> all() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    /// A line for each packet of the video: its flags.
    private static List<String> packets(Path file, String... options) {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-select_streams", "v"));
        command.addAll(List.of(options));
        command.addAll(List.of("-show_entries", "packet=flags", "-of", "csv=p=0"));
        command.add(file.toString());
        return Program.run(PATIENCE, command.toArray(String[]::new))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static double seconds(Path file) {
        return Double.parseDouble(
                Program.run(
                                PATIENCE,
                                "ffprobe",
                                "-v",
                                "error",
                                "-show_entries",
                                "format=duration",
                                "-of",
                                "csv=p=0",
                                file.toString())
                        .strip());
    }

    /// What FFmpeg complains about.
    private static String decode(String input) {
        return Program.run(PATIENCE, "ffmpeg", "-v", "error", "-i", input, "-f", "null", "-");
    }
}
