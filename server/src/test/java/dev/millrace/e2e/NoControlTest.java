package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a control node needs takes nothing from a server that is none, nor do keys from one
/// that encrypts nothing.
class NoControlTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @Test
    void whatIsNotEncryptedNeedsNoKeys() throws Exception {
        Path classes = folder.resolve("classes.log");
        try (var server =
                        new ServerProgram(
                                List.of("-Xlog:class+load:file=" + classes),
                                "--set",
                                "rtmp.play_wait=1m");
                Program _ = Clip.MINUTE.publishEndlessly(server.rtmp("live/cam"))) {
            URI playlist = URI.create(server.http("live/cam.m3u8"));
            assertThat(new String(RunningServer.get(playlist), UTF_8)).contains("#EXTINF");
        }
        assertThat(Files.readAllLines(classes))
                .anyMatch(line -> line.contains("dev.millrace.gateway.hls.HlsSegment "))
                .noneMatch(line -> line.contains("dev.millrace.gateway.hls.HlsKeys "));
    }

    @Test
    void aPlainServerLoadsNothingOfTheStore() throws Exception {
        Path classes = folder.resolve("classes.log");
        try (var server = new ServerProgram(List.of("-Xlog:class+load:file=" + classes))) {
            assertThat(server.port("http")).isPositive();
        }
        assertThat(Files.readAllLines(classes))
                .hasSizeGreaterThan(1000)
                .noneMatch(line ->
                        line.matches(
                                ".* (org\\.sqlite|org\\.postgresql|com\\.zaxxer|software"
                                        + "\\.amazon|java\\.sql|dev\\.millrace\\.(control|cluster"
                                        + "|transcode|gateway\\.rtsp|rtsp\\.payload))"
                                        + "\\..*"));
    }
}
