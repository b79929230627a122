package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.segment.SegmentId;
import dev.millrace.testing.FreePort;
import dev.millrace.testing.HlsEncoder;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From FFmpeg through an edge node to a control node, each a process of its own, and back out as a
/// replay.
@Tag("slow")
class EdgeToControlTest {
    private static final String TOKEN = "the-token-of-edges";
    private static final int SECONDS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private ServerProgram control(int port) {
        return new ServerProgram(
                "--set",
                "http.listen=127.0.0.1:" + port,
                "--set",
                "control.enabled=true",
                "--set",
                "control.edge_token=" + TOKEN,
                "--set",
                "data.folder=" + folder.resolve("control"));
    }

    private ServerProgram edge(int port, int controlPort) {
        return new ServerProgram(
                "--set",
                "http.listen=127.0.0.1:" + port,
                "--set",
                "edge.control=http://127.0.0.1:" + controlPort,
                "--set",
                "edge.token=" + TOKEN,
                "--set",
                "edge.folders=" + folder.resolve("media"),
                "--set",
                "edge.report=1s",
                "--set",
                "data.folder=" + folder.resolve("edge"));
    }

    private Program ffmpeg(int edgePort) {
        URI edge = URI.create("http://127.0.0.1:" + edgePort);
        return HlsEncoder.start(edge, folder.resolve("media"), "testsrc", SECONDS, 12);
    }

    private String send(String method, int port, String path, String body) {
        return new String(bytes(method, port, path, body), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String method, int port, String path, String body) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            return new byte[0]; // nobody is there, as is tried here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode json(String method, int port, String path, String body) {
        String answer = send(method, port, path, body);
        return JsonMapper.shared().readTree(answer.isEmpty() ? "{}" : answer);
    }

    private String source(int controlPort) {
        return json("GET", controlPort, "/v1/source?source_name=door", "")
                .at("/sources/0/id")
                .asString("");
    }

    private void awaitLive(int controlPort, String source) {
        String live = "/v1/vod/live/%s/vid.m3u8".formatted(source);
        Waiting.until(
                "it can be watched",
                PATIENCE,
                () -> send("GET", controlPort, live, "").contains("#EXTINF"));
    }

    private List<String> recorded(int controlPort, String base) {
        return send("GET", controlPort, base + "vid.m3u8", "")
                .lines()
                .filter(line -> line.endsWith(".ts"))
                .toList();
    }

    private List<String> hashesOfMedia() throws IOException {
        var hashes = new ArrayList<String>();
        try (Stream<Path> files = Files.list(folder.resolve("media"))) {
            for (Path file : files.sorted().toList()) {
                hashes.add(SegmentId.hash(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }

    /// The edge node is killed and comes back while it records, then the control node.
    @Test
    void whatIsRecordedIsReplayedAsItWasThoughBothAreKilled() throws Exception {
        folder = folder.toRealPath();
        Files.createDirectory(folder.resolve("media"));
        int controlPort = FreePort.find();
        int edgePort = FreePort.find();
        ServerProgram control = control(controlPort);
        ServerProgram edge = edge(edgePort, controlPort);
        edge.port("http");
        try (Program ffmpeg = ffmpeg(edgePort)) {
            Waiting.until("it is known", PATIENCE, () -> !source(controlPort).isEmpty());
            String source = source(controlPort);
            send(
                    "PUT",
                    controlPort,
                    "/v1/source/%s/streaming?new_state=true".formatted(source),
                    "");
            String recording =
                    json(
                                    "POST",
                                    controlPort,
                                    "/v1/source/%s/recording".formatted(source),
                                    "{\"start_time_epoch\": 1}")
                            .at("/recording/id")
                            .asString();
            awaitLive(controlPort, source);
            edge.program().kill();
            edge.close();
            edge = edge(edgePort, controlPort);
            edge.port("http");
            control.program().kill();
            control.close();
            control = control(controlPort);
            control.port("http");
            assertThat(ffmpeg.await(Duration.ofSeconds(60))).as(ffmpeg.output()).isZero();
            awaitLive(controlPort, source);
            String base = "/v1/vod/recording/%s/".formatted(recording);
            Waiting.until(
                    "all of it is listed",
                    PATIENCE,
                    () -> recorded(controlPort, base).size() >= SECONDS);
            send("POST", controlPort, "/v1/recording/%s/stop".formatted(recording), "");
            Waiting.until(
                    "it is complete",
                    PATIENCE,
                    () ->
                            send("GET", controlPort, base + "vid.m3u8", "")
                                    .contains("#EXT-X-ENDLIST"));
            List<String> replayed =
                    recorded(controlPort, base).stream()
                            .map(name -> SegmentId.hash(bytes("GET", controlPort, base + name, "")))
                            .toList();
            assertThat(replayed).containsExactlyElementsOf(hashesOfMedia());
        } finally {
            edge.close();
            control.close();
        }
    }
}
