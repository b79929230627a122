package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the server as a process ends: when it is told to, and when it cannot begin.
@Tag("slow")
class ShutdownTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void onSigtermEveryoneIsToldAndTheServerExits() throws IOException {
        try (var server = new ServerProgram("--set", "hls.segment=1s");
                var publisher = Clip.PICTURE_AND_SOUND.publishEndlessly(server.rtmp("live/cam"));
                var rtmp = new Watcher(server.rtmp("live/cam"));
                var hls = watchWhenPublished(server, rtmp, "live/cam.m3u8");
                var flv = new Watcher(server.http("live/cam.flv"));
                var ts = new Watcher(server.http("live/cam.ts"))) {
            Waiting.until(
                    "everyone sees the stream",
                    () ->
                            !flv.frames().isEmpty()
                                    && !ts.frames().isEmpty()
                                    && !hls.frames().isEmpty());

            server.program().terminate();
            assertThat(server.program().await(PATIENCE)).as(server.program().output()).isZero();

            assertThat(rtmp.awaitEnd()).startsWith("NetStream.Play.Stop");
            assertThat(rtmp.notices())
                    .anyMatch(notice -> notice.startsWith("NetStream.Play.UnpublishNotify"));
            assertThat(flv.awaitEnd()).isEqualTo("the server ended the stream");
            assertThat(ts.awaitEnd()).isEqualTo("the server ended the stream");
            assertThat(hls.awaitEnd()).isEqualTo("the playlist ended");
            assertThat(publisher.await(PATIENCE)).isNotZero();
            assertThat(publisher.output()).contains("the server is stopping");
        }
    }

    /// As when a window is closed, or a line to the machine breaks: a reload would leave it behind.
    @Test
    void aTerminalThatIsClosedEndsWhatWasStartedInIt() {
        String command = String.join(" ", ServerProgram.command(List.of()));
        try (var server =
                ServerProgram.of(
                        Program.start(
                                "script",
                                "-qfc",
                                "exec env --default-signal=HUP " + command,
                                "/dev/null"))) {
            assertThat(server.port("http")).isPositive();
            ProcessHandle java =
                    ProcessHandle.of(server.program().pid())
                            .orElseThrow()
                            .children()
                            .findFirst()
                            .orElseThrow();
            assertThat(java.isAlive()).isTrue();
            server.program().kill();
            Waiting.until("it has ended", PATIENCE, () -> !java.isAlive());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rtmp", "--http"})
    void aPortInUseIsOneLine(String option) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + taken.getLocalPort();
            try (var server = new ServerProgram(option, place)) {
                Program program = server.program();
                assertThat(program.await(PATIENCE)).as(program::output).isEqualTo(1);
                assertThat(program.output())
                        .hasLineCount(1)
                        .startsWith("millrace: ")
                        .contains(place)
                        .endsWith("\n");
            }
        }
    }

    /// HLS has no way to wait for a publisher.
    private static Watcher watchWhenPublished(ServerProgram server, Watcher rtmp, String path) {
        Waiting.until("published", () -> !rtmp.frames().isEmpty());
        return new Watcher(server.http(path));
    }
}
