package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings of four seconds, watched from their beginning and from elsewhere.
@Tag("slow")
class VodTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static RunningServer server;
    private static Path flv;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void record(@TempDir Path folder) throws IOException {
        server =
                new RunningServer(
                        "dvr.enabled=true",
                        "dvr.reserve=0B",
                        "dvr.folder=" + folder,
                        "dvr.path=[app]/[stream]",
                        "rules[0].match=live/movie",
                        "rules[0].dvr.format=mp4");
        try (Program one = Clip.PICTURE_AND_SOUND.publish(server.rtmp("live/cam"));
                Program other = Clip.PICTURE_AND_SOUND.publish(server.rtmp("live/movie"))) {
            assertThat(one.await(PATIENCE)).as(one.output()).isZero();
            assertThat(other.await(PATIENCE)).as(other.output()).isZero();
        }
        flv = folder.resolve("live/cam.flv");
        Files.writeString(folder.resolveSibling("secret.flv"), "nobody may read this");
        Path mp4 = folder.resolve("live/movie.mp4");
        Waiting.until("recordings", () -> Files.exists(flv) && Files.exists(mp4));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cam.flv", "movie.mp4", "movie.m3u8", "cam.m3u8"})
    void ffmpegPlaysIt(String file) {
        assertThat(frames("vod/live/" + file)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vod/live/cam.flv", "vod/live/movie.mp4"})
    void ffmpegSeeks(String path) {
        assertThat(frames(path, "-ss", "2")).isBetween(48L, 52L);
    }

    @Test
    void anFlvBeginsAtTheKeyFrameBeforeATime() throws Exception {
        assertThat(get("vod/live/cam.flv?start_time=2.9").headers().firstValue("Content-Type"))
                .contains("video/x-flv");
        assertThat(frames("vod/live/cam.flv?start_time=2.9")).isEqualTo(50);
        assertThat(frames("vod/live/cam.flv?start_time=0")).isEqualTo(100);
        assertThat(get("vod/live/cam.flv?start_time=60").statusCode()).isEqualTo(416);
        assertThat(get("vod/live/cam.flv?start_time=x").statusCode()).isEqualTo(400);
    }

    /// A player asks for places that the index names.
    @Test
    void anFlvBeginsAtAByte() throws Exception {
        List<String> keys =
                Program.run(
                                PATIENCE,
                                "ffprobe",
                                "-v",
                                "error",
                                "-select_streams",
                                "v",
                                "-show_entries",
                                "packet=pos,flags",
                                "-of",
                                "csv=p=0",
                                flv.toString())
                        .lines()
                        .filter(line -> line.contains("K"))
                        .toList();
        assertThat(keys).hasSize(4);
        long third = Long.parseLong(keys.get(2).replaceFirst(",.*", ""));
        assertThat(frames("vod/live/cam.flv?start=" + third)).isEqualTo(50);
        HttpResponse<byte[]> between = get("vod/live/cam.flv?start=" + (third + 1));
        assertThat(between.statusCode()).isEqualTo(200);
        assertThat(between.body()).startsWith('F', 'L', 'V');
        HttpResponse<byte[]> behind = get("vod/live/cam.flv?start=" + Files.size(flv));
        assertThat(behind.statusCode()).isEqualTo(416);
        assertThat(new String(behind.body(), StandardCharsets.UTF_8)).contains("is over before");
        assertThat(get("vod/live/cam.flv?start=-1").statusCode()).isEqualTo(400);
    }

    @Test
    void rangesAndConditionsAreAnswered() throws Exception {
        HttpResponse<byte[]> part = get("vod/live/movie.mp4", "Range", "bytes=4-7");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(new String(part.body(), StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        assertThat(part.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(get("vod/live/movie.mp4", "Range", "bytes=99999999-").statusCode())
                .isEqualTo(416);
        String tag = part.headers().firstValue("ETag").orElseThrow();
        assertThat(get("vod/live/movie.mp4", "If-None-Match", tag).statusCode()).isEqualTo(304);
        var head =
                HttpRequest.newBuilder(URI.create(server.http("vod/live/cam.flv")))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build();
        HttpResponse<byte[]> answer = client.send(head, BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(Files.size(flv));
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/vod/../secret.flv",
                "/vod/live/../../secret.flv",
                "/vod/%2e%2e/secret.flv",
                "/vod/..%2fsecret.flv",
                "/vod/..%5csecret.flv",
                "/vod/live/%2e%2e%2f%2e%2e%2fsecret.flv",
                "/vod/%252e%252e/secret.flv",
                "/vod//secret.flv",
                "/vod/live/cam.flv%00.flv",
                "/vod/../secret.m3u8",
                "/vod/..%2fsecret.m3u8",
                "/vod/../secret/0.m4s",
                "/vod/%2e%2e/secret/0.m4s",
                "/vod/..%2fsecret%2f0.m4s",
                "/vod/live/%2e%2e%2f%2e%2e%2fsecret/head-0.m4s",
                "/vod/live/cam/..%2f..%2f..%2fsecret/0.m4s",
            })
    void nothingOutsideIsServed(String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port("http"))) {
            String request =
                    "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("nobody may");
        }
    }

    @Test
    void whatIsNotThereIsSaidToBeAbsent() throws Exception {
        HttpResponse<byte[]> answer = get("vod/live/none.mp4");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("no such recording");
    }

    @Test
    void recordingsAreListed() throws Exception {
        String all = new String(get("api/v2/dvr/files").body(), StandardCharsets.UTF_8);
        assertThat(all)
                .contains("\"url\":\"/vod/live/cam.flv\"", "\"hls\":\"/vod/live/cam.m3u8\"")
                .contains("/vod/live/movie.mp4", "/vod/live/movie.m3u8");
        String one =
                new String(get("api/v2/dvr/files?channel=live/cam").body(), StandardCharsets.UTF_8);
        assertThat(one).contains("/vod/live/cam.flv").doesNotContain("movie");
        String page = new String(get("api/v2/dvr/files?limit=1").body(), StandardCharsets.UTF_8);
        String next = page.replaceFirst("(?s).*\"next\":\"([^\"]+)\".*", "$1");
        String rest =
                new String(get("api/v2/dvr/files?after=" + next).body(), StandardCharsets.UTF_8);
        assertThat(rest).contains("\"next\":null").doesNotContain(next);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.http(path)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /// How many pictures FFmpeg decodes.
    private static long frames(String path, String... options) {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(List.of(options));
        command.addAll(List.of("-i", server.http(path), "-map", "0:v", "-fps_mode"));
        command.addAll(List.of("passthrough", "-progress", "-", "-f", "null", "-"));
        String output = Program.run(PATIENCE, command.toArray(String[]::new));
        return Long.parseLong(output.replaceFirst("(?s).*frame=\\s*(\\d+).*", "$1"));
    }
}
