package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.testing.FreePort;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings that change while the server runs, and those who do not notice.
@Tag("slow")
class ReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Pictures of the clip come every 40 ms.
    private static final long GAP_US_MAX = 60_000;

    private static final String CAM = "live/cam";
    private static final String PLACES = "rtmp:\n  listen: %s\nhttp:\n  listen: %s\n";
    private static final String ANY = "127.0.0.1:0";

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    private Path file() {
        return folder.resolve("millrace.yaml");
    }

    /// With what would be elsewhere on the machine, else.
    private Path write(String text) throws IOException {
        return Files.writeString(
                file(), text + "data:\n  folder: " + folder.resolve("data") + "\n");
    }

    private HttpResponse<String> post(RunningServer server, String path, String text)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.http("api/v2/" + path)))
                        .POST(HttpRequest.BodyPublishers.ofString(text));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private void reload(RunningServer server) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(server, "config", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"applied\":true");
    }

    private static Set<String> ids(RunningServer server) {
        return server.server().sessions().list().stream()
                .filter(it -> it.role() != Session.Role.IDLE)
                .map(Session::id)
                .collect(Collectors.toSet());
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitPictures(List<Watcher> players, int more) {
        List<Integer> before =
                players.stream().map(it -> it.frames(TrackKind.VIDEO).size()).toList();
        for (int i = 0; i < players.size(); i++) {
            Watcher player = players.get(i);
            int wanted = before.get(i) + more;
            Waiting.until(
                    "pictures go on",
                    PATIENCE,
                    () -> player.isOver() || player.frames(TrackKind.VIDEO).size() >= wanted);
            assertThat(player.isOver()).isFalse();
        }
    }

    private static void assertNoGap(Watcher player) {
        List<Frame> pictures = player.frames(TrackKind.VIDEO);
        for (int i = 1; i < pictures.size(); i++) {
            long stepUs = pictures.get(i).header().dtsUs() - pictures.get(i - 1).header().dtsUs();
            assertThat(stepUs).isBetween(1L, GAP_US_MAX);
        }
    }

    @Test
    void fiftySessionsAndAPublisherDoNotNotice() throws Exception {
        int newPort = FreePort.find();
        String text =
                PLACES
                        + """
                        hooks:
                          on_play: %s
                        rules:
                          - match: live/*
                            hls:
                              segment: %s
                        """;
        try (var first = new HookServer();
                var second = new HookServer()) {
            write(text.formatted(ANY, ANY, first.url("play"), "1s"));
            try (var server = new RunningServer(file());
                    Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp(CAM))) {
                Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
                int oldPort = server.port("rtmp");
                var players = new ArrayList<Watcher>();
                for (int i = 0; i < 25; i++) {
                    players.add(new Watcher(server.rtmp(CAM)));
                    players.add(new Watcher(server.http(CAM + ".flv")));
                }
                awaitPictures(players, 10);
                Set<String> before = ids(server);
                assertThat(before).hasSize(51);

                String both = "[\"%s\", \"127.0.0.1:%d\"]".formatted(ANY, newPort);
                write(text.formatted(both, ANY, second.url("play"), "4s"));
                reload(server);
                awaitPictures(players, 20);
                assertThat(ids(server)).isEqualTo(before);
                assertThat(server.get("api/v2/config/effective?channel=" + CAM))
                        .contains("{\"key\":\"hls.segment\",\"value\":\"4s\"");
                int asked = first.calls("on_play").size();
                try (var late = new Watcher("rtmp://127.0.0.1:%d/%s".formatted(newPort, CAM))) {
                    Waiting.until("it plays", PATIENCE, () -> late.frames().size() > 1);
                }
                assertThat(first.calls("on_play")).hasSize(asked);
                assertThat(second.calls("on_play")).hasSize(1);

                write(text.formatted("127.0.0.1:" + newPort, ANY, second.url("play"), "4s"));
                reload(server);
                assertThat(isOpen(oldPort)).isFalse();
                assertThat(isOpen(newPort)).isTrue();
                awaitPictures(players, 20);
                assertThat(ids(server)).containsAll(before);
                assertThat(publisher.isAlive()).isTrue();
                players.forEach(ReloadTest::assertNoGap);
                players.forEach(Watcher::close);
            }
        }
    }

    @Test
    void rtspIsOpenedAndClosedUnderItsPlayer() throws Exception {
        int port = FreePort.find();
        String url = "rtsp://127.0.0.1:%d/%s".formatted(port, CAM);
        String rtsp = PLACES.formatted(ANY, ANY) + "rtsp:\n  listen: %s\n";
        write(PLACES.formatted(ANY, ANY));
        try (var server = new RunningServer(file());
                Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp(CAM))) {
            Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
            assertThat(isOpen(port)).isFalse();

            write(rtsp.formatted("127.0.0.1:" + port));
            reload(server);
            try (var player = new Watcher(url)) {
                awaitPictures(List.of(player), 10);
                Set<String> before = ids(server);

                write(rtsp.formatted("off"));
                reload(server);
                assertThat(isOpen(port)).isFalse();
                assertThat(server.server().addresses()).doesNotContainKey("rtsp");
                awaitPictures(List.of(player), 20);
                assertThat(ids(server)).isEqualTo(before);

                write(rtsp.formatted("127.0.0.1:" + port));
                reload(server);
                try (var late = new Watcher(url)) {
                    awaitPictures(List.of(player, late), 10);
                }
                assertThat(publisher.isAlive()).isTrue();
            }
        }
    }

    @Test
    void whatIsWrongChangesNothing() throws Exception {
        write((PLACES + "hls:\n  segment: 1s\n").formatted(ANY, ANY));
        try (var server = new RunningServer(file());
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int rtmp = server.port("rtmp");
            write((PLACES + "hls:\n  segment: 3s\n  segmants: 4\n").formatted(ANY, ANY));
            HttpResponse<String> mistake = post(server, "config", "");
            assertThat(mistake.statusCode()).isEqualTo(400);
            assertThat(mistake.body()).contains("millrace.yaml:7", "did you mean hls.segments?");

            write("hls: [\n");
            assertThat(post(server, "config", "").body()).contains("not YAML");

            Files.writeString(
                    file(),
                    PLACES.formatted(ANY, ANY)
                            + "hls:\n  segment: 3s\ndata:\n  folder: /elsewhere\n");
            HttpResponse<String> fixed = post(server, "config", "");
            assertThat(fixed.statusCode()).isEqualTo(409);
            assertThat(fixed.body()).contains("millrace.yaml:8: data.folder needs a restart");

            String two = "[\"%s\", \"127.0.0.1:%d\"]".formatted(ANY, taken.getLocalPort());
            write(
                    (PLACES + "hls:\n  segment: 3s\n")
                            .formatted(two, "127.0.0.1:" + FreePort.find()));
            for (String how : List.of("config", "config?dryRun=1")) {
                HttpResponse<String> port = post(server, how, "");
                assertThat(port.statusCode()).isEqualTo(409);
                assertThat(port.body())
                        .contains(
                                "millrace.yaml:2: rtmp.listen: ",
                                "127.0.0.1:" + taken.getLocalPort());
            }

            assertThat(isOpen(rtmp)).isTrue();
            assertThat(server.server().addresses()).hasSize(2);
            assertThat(server.get("api/v2/config/effective?channel=" + CAM))
                    .contains("{\"key\":\"hls.segment\",\"value\":\"1s\"");
        }
    }

    @Test
    void aPortThatHadToBeLeftIsTakenAgain() throws Exception {
        int http = FreePort.find();
        write(PLACES.formatted(ANY, "127.0.0.1:" + http));
        try (var server = new RunningServer(file());
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(
                    PLACES.formatted(
                            ANY,
                            "[\"localhost:%d\", \"127.0.0.1:%d\"]"
                                    .formatted(http, taken.getLocalPort())));
            assertThat(post(server, "config", "").statusCode()).isEqualTo(409);
            assertThat(server.get("api/v2/server")).contains("\"version\"");

            write(PLACES.formatted(ANY, "localhost:" + http));
            reload(server);
            assertThat(server.get("api/v2/server")).contains("\"version\"");
            assertThat(server.port("http")).isEqualTo(http);
        }
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() throws Exception {
        write((PLACES + "vhosts:\n  - name: tv.example\n").formatted(ANY, ANY));
        try (var server = new RunningServer(file());
                Program publisher =
                        Clip.MINUTES.publishEndlessly(server.rtmp("live?vhost=tv.example/cam"));
                Program other = Clip.MINUTES.publishEndlessly(server.rtmp(CAM))) {
            Waiting.until("both are published", PATIENCE, () -> ids(server).size() == 2);
            String next =
                    Files.readString(file())
                                    .replace(
                                            "name: tv.example",
                                            "name: tv.example\n    enabled: false")
                            + "hls:\n  segment: 4s\nrelays:\n  - name: door\n    source: rtmp://u:secret@127.0.0.1:1/x/y\n    start: on-demand\n";
            HttpResponse<String> plan = post(server, "config?dryRun=1", next);
            assertThat(plan.statusCode()).as(plan.body()).isEqualTo(200);
            assertThat(plan.body())
                    .contains("\"applied\":false")
                    .contains("\"key\":\"hls.segment\",\"before\":\"2s\",\"after\":\"4s\"")
                    .contains("\"key\":\"vhosts[tv.example].enabled\"")
                    .contains("\"key\":\"relays[door]\"")
                    .contains("\"relays\":[\"live/door\"]")
                    .contains("virtual host tv.example is disabled")
                    .doesNotContain("secret");
            assertThat(publisher.isAlive()).isTrue();
            assertThat(ids(server)).hasSize(2);
            assertThat(server.get("api/v2/relays")).isEqualTo("{\"relays\":[]}");

            HttpResponse<String> done = post(server, "config?keep=1", next);
            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
            assertThat(done.body()).contains("\"applied\":true,\"kept\":true");
            assertThat(Files.readString(file())).isEqualTo(next);
            Waiting.until("one has left", PATIENCE, () -> ids(server).size() == 1);
            assertThat(other.isAlive()).isTrue();
            assertThat(server.isPublished(CAM)).isTrue();
            assertThat(server.get("api/v2/relays")).contains("live/door");
        }
    }

    @Test
    void aProcessReadsItsFileAgainWhenItIsToldTo() throws Exception {
        write("hls:\n  segment: 1s\n");
        try (var server = new ServerProgram("--config", file().toString())) {
            String effective = "api/v2/config/effective?channel=" + CAM;
            URI place = URI.create(server.http(effective));
            int port = FreePort.find();
            write("hls:\n  segment: 4s\nsrs:\n  listen: 127.0.0.1:" + port + "\n");
            hangUp(server);
            Waiting.until(
                    "it is read",
                    PATIENCE,
                    () -> server.program().output().contains("was read again"));
            assertThat(get(place)).contains("\"value\":\"4s\"");
            assertThat(isOpen(port)).isTrue();

            write("hls:\n  segmant: 4s\n");
            hangUp(server);
            Waiting.until(
                    "it is refused",
                    PATIENCE,
                    () -> server.program().output().contains("nothing is changed: "));
            assertThat(server.program().output()).contains("millrace.yaml:2");
            assertThat(server.program().isAlive()).isTrue();
            assertThat(get(place)).contains("\"value\":\"4s\"");
            assertThat(isOpen(port)).isTrue();
        }
    }

    private static String get(URI place) {
        return new String(RunningServer.get(place), StandardCharsets.UTF_8);
    }

    private static void hangUp(ServerProgram server) {
        Program.run(Duration.ofSeconds(20), "kill", "-HUP", String.valueOf(server.program().pid()));
    }
}
