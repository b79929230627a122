package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.floor.Broadcast;
import dev.millrace.bench.testing.TinyNode;
import dev.millrace.bench.testing.TinyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every load against a small server. The machine may be busy, so this looks at what was counted,
/// and that it was measured, not at how fast it was.
@Tag("slow")
class EndToEndTest {
    private static final int SECONDS = 3;

    private TinyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TinyServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void playersOfRtmp() throws IOException {
        JsonNode report = run("players", server.rtmpUrl("live/s"), 20, "--publish");
        assertPlayed(report);
    }

    @Test
    void playersOfHttpFlv() throws IOException {
        String publish = "--publish=" + server.rtmpUrl("live/s");
        assertPlayed(run("players", server.httpUrl("live/s.flv"), 20, publish));
    }

    private static void assertPlayed(JsonNode report) {
        assertConnections(report, 20, 0, 0);
        assertThat(report.at("/latencyMs/count").asLong()).isGreaterThan(20 * SECONDS);
        assertThat(report.at("/latencyMs/p50").asDouble()).isBetween(0.001, 2_000.0);
        assertThat(report.at("/firstFrameMs/count").asLong()).isEqualTo(20);
        assertThat(report.at("/frames/min").asDouble()).isGreaterThan(SECONDS);
        assertThat(report.at("/mbitPerSecond/min").asDouble()).isBetween(0.05, 5.0);
        assertThat(report.at("/gaps").asInt(-1)).isZero();
        assertThat(report.at("/foreignMarkers").asInt(-1)).isZero();
        assertThat(report.at("/usage/ownCpuPercent").asDouble()).isPositive();
    }

    @Test
    void publishers() throws IOException {
        JsonNode report = run("publishers", server.rtmpUrl("live/cam[i]"), 10);
        assertConnections(report, 10, 0, 0);
        assertThat(report.at("/frames").asLong()).isGreaterThan(10 * SECONDS);
        assertThat(report.at("/latenessMs/count").asLong())
                .isEqualTo(report.at("/frames").asLong());
        assertThat(report.at("/mbitPerSecond/min").asDouble()).isBetween(0.05, 5.0);
    }

    @Test
    void aSecondPublisherIsRefused() throws IOException {
        JsonNode report = run("publishers", server.rtmpUrl("live/s"), 2, "--streams=1");
        assertConnections(report, 1, 1, 0);
        assertThat(report.at("/connections/failures").toString())
                .isEqualTo("{\"refused: NetStream.Publish.BadName, it is taken\":1}");
    }

    @Test
    void whoIsDroppedIsCounted() throws IOException {
        server.dropEveryoneAfter(150); // two seconds of video and audio
        Outcome outcome = outcome("players", server.rtmpUrl("live/s"), 5, "--publish");
        JsonNode report = RunOptions.JSON.readTree(outcome.out());
        assertConnections(report, 5, 0, 5);
        assertThat(report.at("/connections/drops").isEmpty()).isFalse();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("millrace: the publisher was lost: ");
    }

    @Test
    void viewersOfHls() throws IOException {
        JsonNode report = run("hls", server.httpUrl("live/master.m3u8"), 20);
        assertConnections(report, 20, 0, 0);
        assertThat(report.at("/tcpConnections").asLong()).isEqualTo(20);
        assertThat(report.at("/segmentMs/count").asLong()).isGreaterThan(20);
        assertThat(report.at("/playlistMs/count").asLong()).isGreaterThan(20);
        assertThat(report.at("/requestFailures").isEmpty()).isTrue();
        assertThat(report.at("/mbitPerSecond/total").asDouble()).isPositive();
    }

    @Test
    void whoIsRefusedIsCounted() throws IOException {
        JsonNode rtmp = run("players", server.rtmpUrl("live/nobody"), 5);
        assertConnections(rtmp, 0, 5, 0);
        assertThat(rtmp.at("/connections/failures").toString())
                .isEqualTo("{\"refused: NetStream.Play.StreamNotFound, nobody sends it\":5}");
        JsonNode flv = run("players", server.httpUrl("live/nobody.flv"), 5);
        assertThat(flv.at("/connections/failures").toString())
                .isEqualTo("{\"refused: HTTP status 404\":5}");
        JsonNode hls = run("hls", server.httpUrl("live/nobody.m3u8"), 5);
        assertThat(hls.at("/connections/failures").toString())
                .isEqualTo("{\"refused: HTTP status 404\":5}");
    }

    @Test
    void playersOfTheFloor() throws IOException, InterruptedException {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var floor = new Broadcast(anyPort, 1_000, 50)) {
            var thread = new Thread(() -> broadcast(floor));
            thread.setDaemon(true);
            thread.start();
            String url = "http://127.0.0.1:%d/s.flv".formatted(floor.address().getPort());
            JsonNode report = run("players", url, 20);
            assertConnections(report, 20, 0, 0);
            assertThat(report.at("/frames/min").asDouble()).isGreaterThan(50);
            assertThat(report.at("/latencyMs/count").asLong()).isGreaterThan(20 * 50);
            thread.interrupt();
            thread.join();
        }
    }

    private static void broadcast(Broadcast floor) {
        try {
            floor.run(60);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void cameras(@TempDir Path folder) throws IOException {
        try (var node = new TinyNode(false)) {
            JsonNode report = run("cameras", node.url(), 20, cameras(node, folder, "--record"));
            assertConnections(report, 20, 0, 0);
            assertThat(node.sources()).isEqualTo(20);
            assertThat(report.at("/segments").asLong()).isGreaterThan(20 * SECONDS);
            assertThat(report.at("/listedMs/count").asLong()).isGreaterThan(4 * SECONDS);
            assertThat(report.at("/playlistMs/count").asLong()).isEqualTo(20);
            assertThat(report.at("/segmentMs/count").asLong()).isEqualTo(20);
            assertThat(report.at("/mbitPerSecond").asDouble()).isBetween(1.0, 10.0);
            assertThat(report.at("/good").asBoolean()).isTrue();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void camerasThatNobodyListsAreCounted(@TempDir Path folder) throws IOException {
        try (var node = new TinyNode(true)) {
            JsonNode report = run("cameras", node.url(), 2, cameras(node, folder));
            assertConnections(report, 0, 2, 0);
            assertThat(report.at("/unlistedSegments").asLong()).isPositive();
            assertThat(report.at("/good").asBoolean()).isFalse();
        }
    }

    private static String[] cameras(TinyNode node, Path folder, String... more) {
        var options = new ArrayList<>(List.of("--control", node.url()));
        options.addAll(List.of("--folder", folder.toString(), "--bitrate", "200k"));
        options.addAll(List.of("--segment", "0.5", "--watch-every", "5"));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    @Test
    void soak() throws IOException {
        String port = "--http-port=" + URI.create(server.httpUrl("")).getPort();
        JsonNode report = run("soak", server.rtmpUrl("live/s[i]"), 8, "--streams=1", port);
        assertThat(report.at("/viewers/established").asInt()).isEqualTo(8);
        assertThat(report.at("/publishers/established").asInt()).isEqualTo(1);
        assertThat(report.at("/latencyMs/count").asLong()).isGreaterThan(8 * SECONDS);
        assertThat(report.at("/faults/noise").asInt()).isPositive();
    }

    /// Runs a load and reads its report. The exit code must say whether all went well.
    private static JsonNode run(String command, String url, int count, String... more) {
        Outcome outcome = outcome(command, url, count, more);
        assertThat(outcome.err()).isEmpty();
        JsonNode report = RunOptions.JSON.readTree(outcome.out());
        assertThat(outcome.exitCode()).isEqualTo(report.at("/good").asBoolean() ? 0 : 1);
        return report;
    }

    private static Outcome outcome(String command, String url, int count, String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(command, "--url", url, "--count", String.valueOf(count)));
        arguments.addAll(List.of("--warmup", "1", "--seconds", String.valueOf(SECONDS), "--json"));
        arguments.addAll(Arrays.asList(more));
        return Outcome.of(arguments.toArray(String[]::new));
    }

    private static void assertConnections(
            JsonNode report, int established, int failed, int dropped) {
        JsonNode connections = report.at("/connections");
        assertThat(connections.at("/asked").asInt()).isEqualTo(established + failed);
        assertThat(connections.at("/established").asInt()).isEqualTo(established);
        assertThat(connections.at("/failed").asInt()).isEqualTo(failed);
        assertThat(connections.at("/dropped").asInt()).isEqualTo(dropped);
    }
}
