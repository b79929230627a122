package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// FFmpeg watches over HTTP, and has nothing to complain about.
@Tag("slow")
final class HttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WebServer server = new WebServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {".flv", ".ts"})
    void ffprobeFindsBothTracksOfAStream(String ending) {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (Program probe = probe("/live/cam" + ending)) {
            awaitViewer();
            publisher.write(Duration.ofSeconds(8)).close();
            checkBothTracks(probe);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".m3u8", "/index.m3u8"})
    void ffprobeFindsBothTracksOfAPlaylist(String ending) {
        server.publish("live/cam").write(Duration.ofMillis(8_500));
        try (Program probe = probe("/live/cam" + ending)) {
            checkBothTracks(probe);
        }
    }

    private Program probe(String path) {
        return Program.start(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "stream=codec_name,width,height,sample_rate",
                "-of",
                "compact",
                server.uri(path).toString());
    }

    private void awaitViewer() {
        Waiting.until(
                "a viewer with its first bytes",
                () -> server.sessions.list().stream().anyMatch(s -> s.bytesOut().sum() > 0));
    }

    private static void checkBothTracks(Program probe) {
        assertThat(probe.await(PATIENCE)).isZero();
        assertThat(probe.output())
                .contains("codec_name=h264|width=160|height=90")
                .contains("codec_name=aac|sample_rate=48000");
    }

    @ParameterizedTest
    @ValueSource(strings = {".flv", ".ts"})
    void ffmpegDecodesAStreamToItsEnd(String ending) {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (Program viewer = decode("/live/cam" + ending)) {
            awaitViewer();
            publisher.write(Duration.ofSeconds(3)).close();
            assertThat(viewer.await(PATIENCE)).isZero();
            assertThat(viewer.output()).contains("frame=88").doesNotContain("rror");
        }
    }

    @Test
    void ffmpegDecodesAPlaylistToItsEnd() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofSeconds(6));
        assertThat(server.get("/live/cam.m3u8").statusCode()).isEqualTo(200);
        publisher.close();
        Waiting.until(
                "the end", () -> server.get("/live/cam.m3u8").body().contains("#EXT-X-ENDLIST"));
        try (Program viewer = decode("/live/cam.m3u8")) {
            assertThat(viewer.await(PATIENCE)).isZero();
            assertThat(viewer.output()).contains("frame=150").doesNotContain("rror");
        }
    }

    private Program decode(String path) {
        return Program.start(
                "ffmpeg",
                "-v",
                "warning",
                "-progress",
                "-",
                "-i",
                server.uri(path).toString(),
                "-fps_mode",
                "passthrough",
                "-f",
                "null",
                "-");
    }
}
