package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// The page in a real Chromium: HLS through hls.js, HTTP-FLV and WebSocket through mpegts.js, and a
/// publisher that dies and comes back. The tests themselves are in `web/e2e`.
@Tag("slow")
@Isolated("a picture that is drawn beside a load test stands still for longer than anyone waits")
class BrowserTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    @Timeout(640)
    void thePagePlaysEverythingItOffers() throws IOException {
        run("page");
    }

    @Test
    @Timeout(640)
    @DisplayName("B62: hls.js plays, seeks, comes back to the live edge, and goes on for a minute")
    void hlsJs() throws IOException {
        run("hls");
    }

    /// A camera and a microphone that Chromium pretends to have.
    @Test
    @Timeout(640)
    void thePagePublishesCameraAndMicrophone() throws IOException {
        try (var server =
                        new RunningServer(
                                "channel.grace=1s",
                                "rules[0].match=locked/*",
                                "rules[0].access.publish_key=nobody-knows-it");
                var browser = Browser.start(server.http(""), "publish", Map.of())) {
            assertThat(browser.await(PATIENCE)).as(browser.output()).isZero();
        }
    }

    /// Two pages in a room, each with such a camera: they see each other, and write to each other.
    @Test
    @Timeout(640)
    void twoPagesMeet() throws IOException {
        try (var server =
                        new RunningServer(
                                "channel.grace=1s",
                                "rules[0].match=meeting/locked/*",
                                "rules[0].access.publish_key=nobody-knows-it");
                var browser = Browser.start(server.http(""), "meeting", Map.of())) {
            assertThat(browser.await(PATIENCE)).as(browser.output()).isZero();
        }
    }

    /// What the page does beside that, with a server that is played by the test itself.
    @Test
    @Timeout(640)
    void theDashboard() throws IOException {
        try (var browser = Browser.start("http://127.0.0.1:1", "dashboard", Map.of())) {
            assertThat(browser.await(PATIENCE)).as(browser.output()).isZero();
        }
    }

    @Test
    @Timeout(640)
    void fromAnotherMachineAPersonLogsInAndSetsUpARelay(@TempDir Path folder) throws IOException {
        String token = "known-to-administrators";
        try (var origin = new RunningServer();
                var publisher = Clip.MINUTE.publishEndlessly(origin.rtmp("live/cam"));
                var server =
                        new RunningServer(
                                "http.listen=:0",
                                "admin.token=" + token,
                                "channel.grace=1s",
                                "data.folder=" + folder);
                var browser =
                        Browser.start(
                                server.httpFromOutside(""),
                                "gateway",
                                Map.of(
                                        "MILLRACE_TOKEN",
                                        token,
                                        "MILLRACE_SOURCE",
                                        origin.rtmp("live/cam")))) {
            assertThat(browser.await(PATIENCE)).as(browser.output()).isZero();
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    /// A control node, an edge node with a camera, and a person who records a minute that has
    /// passed.
    @Test
    @Timeout(640)
    void aPersonRecordsWhatACameraBehindAnEdgeNodeHasSeen(@TempDir Path folder) throws IOException {
        String token = "the-token-of-edges";
        try (var control =
                        new RunningServer(
                                "control.enabled=true",
                                "control.edge_token=" + token,
                                "data.folder=" + folder.resolve("control"));
                var edge =
                        new RunningServer(
                                "edge.control=" + control.http(""),
                                "edge.token=" + token,
                                "edge.folders=" + folder,
                                "edge.report=1s",
                                "data.folder=" + folder.resolve("edge"));
                var camera = Clip.MINUTE.publishEndlessly(edge.rtmp("live/cam"));
                var browser = Browser.start(control.http(""), "replay", Map.of())) {
            assertThat(browser.await(PATIENCE)).as(browser.output()).isZero();
            assertThat(camera.isAlive()).isTrue();
        }
    }

    private static void run(String file) throws IOException {
        try (var server = new RunningServer();
                var browser =
                        Browser.start(
                                server.http(""),
                                file,
                                Map.of("MILLRACE_PUBLISH", server.rtmp("live/cam")))) {
            assertThat(browser.await(PATIENCE)).as(browser.output()).isZero();
        }
    }
}
