package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Tmpfs;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Relays by FFmpeg, and by programs that pretend to be FFmpeg and misbehave.
@Tag("slow")
class FfmpegRelaysTest {
    private static final String CAM = "live/cam";

    /// A picture that never ends, in real time.
    private static final String PICTURE =
            "-v error -re -f lavfi -i testsrc2=size=160x90:rate=10 -c:v libx264 -g 10"
                    + " -preset ultrafast -pix_fmt yuv420p -f mpegts";

    @TempDir Path temp;

    private List<String> settings(String... more) {
        var all =
                new ArrayList<>(
                        List.of(
                                "relays[0].name=cam",
                                "relays[0].source=srt://user:s3cret@nowhere.example",
                                "relays[0].start=always",
                                "relays[0].retry.initial=1h",
                                "relays[0].retry.max=1h",
                                "channel.grace=300ms",
                                "ffmpeg.folder=" + temp.resolve("root")));
        all.addAll(List.of(more));
        return all;
    }

    private RunningServer serve(String... more) throws IOException {
        return new RunningServer(settings(more).toArray(String[]::new));
    }

    /// A setting that puts a shell script in FFmpeg's place. It knows its folder as `$here`.
    private String pretending(String script) throws IOException {
        Path file = temp.resolve("ffmpeg.sh");
        Files.writeString(file, "#!/bin/sh\nhere='%s'\n%s\n".formatted(temp, script));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return "ffmpeg.program=" + file;
    }

    private static JsonNode json(RunningServer server, String path) {
        return new JsonMapper().readTree(server.get("api/v2/relays/" + path));
    }

    private static void await(RunningServer server, String state) {
        Waiting.until(
                "it is " + state, () -> json(server, CAM).get("state").asString().equals(state));
    }

    private static String reason(RunningServer server) {
        return json(server, CAM).get("reason").asString();
    }

    private long pid(String name) {
        Path file = temp.resolve(name);
        Waiting.until(name + " runs", () -> Files.exists(file) && file.toFile().length() > 1);
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    @Test
    @DisplayName(
            "V13, V16: FFmpeg fetches what is not played here, and a source may come to its end")
    void ffmpegFetchesWhatIsNotPlayedHere() throws IOException {
        try (var server =
                serve(
                        "relays[0].source=testsrc2=size=160x90:rate=10:duration=3",
                        "relays[0].input_args=-re -f lavfi",
                        "relays[0].output_args=-c:v libx264 -g 10 -pix_fmt yuv420p")) {
            try (var viewer = new Watcher(server.http(CAM + ".flv"))) {
                Waiting.until("pictures come", () -> viewer.frames().size() > 10);
            }
            await(server, "ended");
            assertThat(json(server, CAM).get("crashes").asInt()).isZero();
            assertThat(json(server, CAM).get("retryInSeconds").isNull()).isTrue();
        }
    }

    @Test
    @DisplayName("V8: files of its own are in the RAM disk while it runs, and not longer")
    void filesOfItsOwn() throws IOException {
        Path folder = temp.resolve("root/files/live;cam");
        try (var server =
                serve(
                        "relays[0].source=" + Clip.MINUTE.file(),
                        "relays[0].input_args=-re",
                        "relays[0].output_args=-c copy -f hls -hls_time 1"
                                + " {output_dir}/index.m3u8")) {
            Waiting.until("FFmpeg's playlist", () -> Files.exists(folder.resolve("index.m3u8")));
            await(server, "running");
        }
        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    echo 'user:s3cret@: refused' >&2; exit 3 | ended with exit code 3: ***@: refused
                    exit 1                         | ffmpeg ended with exit code 1
                    kill -9 $$                     | ffmpeg was ended by signal 9
                    exec head -c 3000000 /dev/zero | so this is none
                    exec 1>&-; sleep 60            | it closed its output, but goes on running
                    """)
    void itsEndIsExplained(String script, String reason) throws IOException {
        try (var server = serve(pretending(script))) {
            await(server, "backoff");
            assertThat(reason(server)).contains(reason);
            assertThat(server.get("api/v2/relays/" + CAM + "/log"))
                    .contains(reason.replaceFirst(".*: ", ""))
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() throws IOException {
        try (var server = serve("ffmpeg.program=no-such-ffmpeg")) {
            await(server, "backoff");
            assertThat(reason(server))
                    .isEqualTo(
                            "no-such-ffmpeg is not installed; install FFmpeg, or say where it is"
                                    + " with ffmpeg.program");
        }
    }

    @Test
    @DisplayName("V1: what it says does not stop it, and the last of it can be read")
    void oneMegabyteOfComplaints() throws IOException {
        String script =
                "(i=0; while [ $i -lt 20000 ]; do echo \"complaint $i of this encoder, and long\";"
                        + " i=$((i+1)); done) >&2; exec ffmpeg "
                        + PICTURE
                        + " pipe:1";
        try (var server = serve(pretending(script))) {
            await(server, "running");
            JsonNode lines = json(server, CAM + "/log").get("lines");
            assertThat(lines.size()).isBetween(100, 300);
            assertThat(lines.toString()).contains("complaint 19999 ");
        }
    }

    @Test
    @DisplayName("V1: one that hangs is ended, and tried again")
    void oneThatHangs() throws IOException {
        try (var server =
                serve(
                        pretending("echo $$ >$here/pid; exec sleep 600"),
                        "relays[0].stall_timeout=1s",
                        "relays[0].retry.initial=100ms")) {
            long first = pid("pid");
            Waiting.until("the first one is gone", () -> isGone(first));
            assertThat(server.get("api/v2/relays/" + CAM)).contains("no frame for 1 s");
            Waiting.until("there is a second one", () -> pid("pid") != first);
        }
    }

    @Test
    @DisplayName("V9: nothing is left of one that ignores SIGTERM and forks")
    void nothingIsLeftOfIt() throws IOException {
        String script =
                """
                trap '' TERM
                (trap '' TERM; echo $$ >/dev/null; exec sleep 601) &
                echo $! >$here/fork
                (setsid sleep 602 & echo $! >$here/orphan)
                echo $$ >$here/self
                while :; do sleep 0.1; done
                """;
        var pids = new ArrayList<Long>();
        try (var server = serve(pretending(script))) {
            for (String name : List.of("self", "fork", "orphan")) {
                pids.add(pid(name));
            }
            assertThat(server.isPublished(CAM)).isFalse();
        }
        // Whoever is nobody's child is dead at once, and gone when the system has looked after it.
        Waiting.until("all are gone", () -> pids.stream().allMatch(FfmpegRelaysTest::isGone));
    }

    @Test
    @DisplayName("V9: what a killed server leaves behind is ended by the next one")
    void leftoversAreEnded() throws IOException {
        String fake = pretending("trap '' TERM; echo $$ >$here/pid; while :; do sleep 0.1; done");
        var options = new ArrayList<String>();
        settings(fake).forEach(setting -> options.addAll(List.of("--set", setting)));
        long left;
        try (var killed = new ServerProgram(options.toArray(String[]::new))) {
            left = pid("pid");
            ProcessHandle.of(killed.program().pid()).orElseThrow().destroyForcibly();
            Waiting.until("it is gone", () -> !killed.program().isAlive());
        }
        assertThat(isGone(left)).isFalse();
        try (var next = serve("ffmpeg.program=true")) {
            Waiting.until("the leftover is gone", () -> isGone(left));
            await(next, "backoff");
        }
    }

    @Test
    @DisplayName("V9: SIGTERM leaves no child")
    void sigtermLeavesNoChild() throws IOException {
        String fake = pretending("trap '' TERM; echo $$ >$here/pid; while :; do sleep 0.1; done");
        var options = new ArrayList<String>();
        settings(fake).forEach(setting -> options.addAll(List.of("--set", setting)));
        try (var server = new ServerProgram(options.toArray(String[]::new))) {
            long child = pid("pid");
            server.program().terminate();
            Waiting.until("it is gone", () -> !server.program().isAlive());
            assertThat(isGone(child)).isTrue();
        }
    }

    @Test
    void oneFolderIsForOneServer() throws IOException {
        String fake = pretending("exec sleep 600");
        try (var first = serve(fake);
                var second = serve(fake)) {
            await(first, "starting");
            await(second, "backoff");
            assertThat(reason(second)).contains("another server uses it").contains("ffmpeg.folder");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "no folder");
        try (var server = serve("ffmpeg.folder=" + file.resolve("below"))) {
            await(server, "backoff");
            assertThat(reason(server)).contains("ffmpeg.folder").contains("cannot be used");
        }
    }

    @Test
    void oneThatEatsMemoryIsEnded() throws IOException {
        String eater = "{ head -c 80000000 /dev/zero; sleep 1000; } | tail";
        try (var server = serve(pretending(eater), "relays[0].memory=40MB")) {
            await(server, "backoff");
            assertThat(reason(server)).matches("it took \\d+ MiB, more than its 40 MiB .*memory.*");
        }
    }

    @Test
    @DisplayName("V8: what does not fit into its part of the RAM disk is ended")
    void whatDoesNotFitIsEnded() throws IOException {
        String fill =
                """
                dir=$(echo "$*" | sed 's/.*-f hls \\([^ ]*\\)\\/index.*/\\1/')
                head -c 3000000 /dev/zero >"$dir/0.ts"
                echo 0.ts >"$dir/index.m3u8"
                exec sleep 600
                """;
        try (var server =
                serve(
                        pretending(fill),
                        "relays[0].output_args=-f hls {output_dir}/index.m3u8",
                        "relays[0].stall_timeout=60s",
                        "relays[0].disk_max=2MB")) {
            await(server, "backoff");
            assertThat(reason(server)).contains("relays[].disk_max");
            awaitGone(temp.resolve("root/files/live;cam"));
        }
    }

    /// FFmpeg itself says nothing of a full disk: it goes on, with empty files. Who takes the most
    /// goes, and whoever needs no disk does not notice.
    @Test
    @DisplayName(
            "V8: on a full RAM disk, the relay that fills it is ended, and its neighbour is not")
    void aFullDiskIsNoticed() throws IOException {
        String fill =
                """
                dir=$(echo "$*" | sed 's/.*-f hls \\([^ ]*\\)\\/index.*/\\1/')
                head -c 3000000 /dev/zero >"$dir/0.ts"
                exec sleep 600
                """;
        try (var _ = Tmpfs.mount(temp.resolve("root"), "size=1m");
                var server =
                        serve(
                                pretending(fill),
                                "relays[0].output_args=-f hls {output_dir}/index.m3u8",
                                "relays[0].stall_timeout=60s",
                                "relays[1].name=neighbour",
                                "relays[1].start=always",
                                "relays[1].source=" + Clip.SMALL.file())) {
            await(server, "backoff");
            assertThat(reason(server)).isEqualTo("the disk of ffmpeg.folder is full");
            awaitGone(temp.resolve("root/files/live;cam"));
            Waiting.until("it goes on", () -> server.isPublished("live/neighbour"));
            assertThat(json(server, "live/neighbour").get("crashes").asInt()).isZero();
        }
    }

    /// Whoever ended it may still be about it when the relay is said to wait.
    private static void awaitGone(Path folder) {
        Waiting.until("what it wrote is gone", () -> Files.notExists(folder));
    }
}
