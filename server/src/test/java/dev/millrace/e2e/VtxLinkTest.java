package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of VTX Link find what they know.
@Tag("slow")
class VtxLinkTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static RunningServer origin;
    private static Program publisher;

    @TempDir Path temp;

    @BeforeAll
    static void publish() throws IOException {
        origin = new RunningServer();
        publisher = Clip.MINUTE.publishEndlessly(origin.rtmp("live/cam"));
        Waiting.until("the origin has it", () -> origin.isPublished("live/cam"));
    }

    @AfterAll
    static void close() {
        publisher.close();
        origin.close();
    }

    private RunningServer serve(String... settings) throws IOException {
        var all =
                new ArrayList<>(
                        List.of(
                                "relays[0].name=cam",
                                "relays[0].source=" + origin.rtmp("live/cam?token=s3cret"),
                                "hls.segment=1s",
                                "ffmpeg.folder=" + temp.resolve("root")));
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    /// By FFmpeg, into files of its own.
    private RunningServer serveFiles() throws IOException {
        return serve(
                "relays[0].source=" + origin.http("live/cam.flv"),
                "relays[0].output_args=-c copy -f hls -hls_time 1 {output_dir}/index.m3u8");
    }

    private static HttpResponse<String> send(String method, String url, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(
                    request.build(),
                    HttpResponse.BodyHandlers.ofString(
                            java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode stream(RunningServer server) {
        return new JsonMapper().readTree(server.get("streams")).get("streams").get(0);
    }

    @Test
    @DisplayName("A13.1, A13.2, V10: the shapes of its answers, without credentials")
    void shapes() throws IOException {
        try (var server = serve()) {
            assertThat(stream(server).toString())
                    .matches(
                            "\\{\"name\":\"cam\",\"source\":\"rtmp://[^\"]*\\*\\*\\*\","
                                    + "\"status\":\"stopped\",\"idle_seconds\":0,"
                                    + "\"uptime_seconds\":0,\"config_idle_timeout\":30,"
                                    + "\"crash_count\":0}");
            JsonNode status = new JsonMapper().readTree(server.get("sys/status"));
            assertThat(status.get("mem_total").asInt()).isPositive();
            assertThat(status.get("mem_avail").asInt()).isPositive();
            assertThat(status.get("load_avg").isNumber()).isTrue();
        }
    }

    @Test
    @DisplayName("V11, A13.18: start and stop, and the right codes")
    void startAndStop() throws IOException {
        try (var server = serve()) {
            HttpResponse<String> started = send("POST", server.http("streams/cam/start"));
            assertThat(started.statusCode()).isEqualTo(200);
            assertThat(started.body()).isEqualTo("Stream [cam] is active (started or refreshed)");
            Waiting.until(
                    "it runs", () -> stream(server).get("status").asString().equals("running"));
            assertThat(send("POST", server.http("streams/cam/stop")).body())
                    .isEqualTo("Stream [cam] stopped");
            assertThat(stream(server).get("status").asString()).isEqualTo("stopped");
            assertThat(send("POST", server.http("streams/none/start")).statusCode()).isEqualTo(404);
            assertThat(send("GET", server.http("streams/cam/start")).statusCode()).isEqualTo(405);
            assertThat(
                            send(
                                            "POST",
                                            server.http("streams/cam/start"),
                                            "Origin",
                                            "http://evil.example")
                                    .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    @DisplayName("V7, V15, A13.4, A13.5, A13.20: the playlist from memory, at the first request")
    void fromMemory() throws IOException {
        try (var server = serve()) {
            assertThat(send("GET", server.http("hls/cam/1.ts")).statusCode()).isEqualTo(404);
            assertThat(send("HEAD", server.http("hls/cam/index.m3u8")).statusCode()).isEqualTo(404);
            assertThat(stream(server).get("status").asString()).isEqualTo("stopped");
            HttpResponse<String> playlist = send("GET", server.http("hls/cam/index.m3u8"));
            assertThat(playlist.statusCode()).as(playlist.body()).isEqualTo(200);
            checkPlaylistAndSegment(server, playlist);
        }
    }

    @Test
    @DisplayName("V7, V15, A13.19: the playlist that FFmpeg writes")
    void fromFiles() throws IOException {
        try (var server = serveFiles()) {
            assertThat(send("HEAD", server.http("hls/cam/index.m3u8")).statusCode()).isEqualTo(404);
            HttpResponse<String> playlist = send("GET", server.http("hls/cam/index.m3u8"));
            assertThat(playlist.statusCode()).as(playlist.body()).isEqualTo(200);
            checkPlaylistAndSegment(server, playlist);
        }
    }

    private static void checkPlaylistAndSegment(
            RunningServer server, HttpResponse<String> playlist) {
        assertThat(playlist.headers().firstValue("Content-Type"))
                .contains("application/vnd.apple.mpegurl");
        assertThat(playlist.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(playlist.headers().firstValue("Cache-Control")).isPresent();
        String name =
                playlist.body()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .findFirst()
                        .orElse("");
        HttpResponse<String> segment = send("GET", server.http("hls/cam/" + name));
        assertThat(segment.statusCode()).isEqualTo(200);
        assertThat(segment.headers().firstValue("Content-Type")).contains("video/mp2t");
        assertThat(segment.headers().firstValueAsLong("Content-Length"))
                .hasValue(segment.body().length());
        assertThat(segment.body()).startsWith("G");
        HttpResponse<String> part =
                send("GET", server.http("hls/cam/" + name), "Range", "bytes=0-187");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(188);
    }

    @ParameterizedTest
    @DisplayName("V3, A13.13: nothing but its files comes out of its folder")
    @ValueSource(
            strings = {
                "%2Fetc%2Fpasswd",
                "..%2F..%2F..%2F..%2Fetc%2Fpasswd",
                "..%5C..%5Cetc%5Cpasswd",
                "%2e%2e%2fpasswd",
                "..;/..;/etc/passwd",
                "passwd%00.m3u8",
                "%252e%252e%252fpasswd",
                "/etc/passwd",
                ".hidden.ts",
                "%FF%FE.ts"
            })
    void nothingElse(String name) throws IOException {
        try (var files = serveFiles();
                var memory = serve()) {
            for (RunningServer server : List.of(files, memory)) {
                assertThat(send("GET", server.http("hls/cam/index.m3u8")).statusCode())
                        .isEqualTo(200);
                HttpResponse<String> answer = send("GET", server.http("hls/cam/" + name));
                assertThat(answer.statusCode()).isIn(400, 404);
                assertThat(answer.body()).doesNotContain("root:");
            }
        }
    }

    @Test
    @DisplayName("A13.17: a stream that nobody knows is not found")
    void nobodyKnowsIt() throws IOException {
        try (var server = serve("rtmp.play_wait=200ms")) {
            assertThat(send("GET", server.http("hls/none/index.m3u8")).statusCode()).isEqualTo(404);
        }
    }
}
