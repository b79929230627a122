package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the server as a process ends: when it is told to, and when it cannot begin.
@Tag("slow")
class ShutdownTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    @Test
    void onSigtermEveryoneIsToldAndTheServerExitsInTime() throws IOException {
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

            long toldAtNs = System.nanoTime();
            server.program().terminate();
            assertThat(server.program().await(PATIENCE)).as(server.program().output()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - toldAtNs)).isLessThan(GOODBYE);

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
