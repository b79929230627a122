package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other servers that are named, changed and forgotten while the server runs.
@Tag("slow")
class ClusterReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";
    private static final String NOTHING = "{\"forwards\":[]}";

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private Path write(String text) throws IOException {
        return Files.writeString(
                folder.resolve("millrace.yaml"),
                """
                rtmp: {listen: "127.0.0.1:0"}
                http: {listen: "127.0.0.1:0"}
                data: {folder: "%s"}
                """
                                .formatted(folder.resolve("data"))
                        + text);
    }

    private void reload(RunningServer server, String text)
            throws IOException, InterruptedException {
        write(text);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.http("api/v2/config")))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String place(RunningServer server) {
        return "rtmp://127.0.0.1:" + server.port("rtmp");
    }

    private static String forwardTo(RunningServer... servers) {
        return "forward: {to: %s}\n".formatted(list(servers));
    }

    private static String originFrom(RunningServer... servers) {
        return "origin: {from: %s, stall_timeout: 30s}\n".formatted(list(servers));
    }

    private static List<String> list(RunningServer... servers) {
        return List.of(servers).stream().map(it -> '"' + place(it) + '"').toList();
    }

    private static void awaitPublished(RunningServer server) {
        Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
    }

    private static void awaitGone(RunningServer server) {
        Waiting.until("it is not published", PATIENCE, () -> !server.isPublished(CAM));
    }

    private static void awaitPictures(Watcher viewer) {
        int wanted = viewer.frames(TrackKind.VIDEO).size() + 25;
        Waiting.until(
                "pictures come",
                PATIENCE,
                () -> viewer.frames(TrackKind.VIDEO).size() >= wanted || viewer.isOver());
        assertThat(viewer.isOver()).isFalse();
    }

    @Test
    void aPublicationGoesWhereItIsToGoNow() throws IOException, InterruptedException {
        try (var one = new RunningServer();
                var other = new RunningServer();
                var server = new RunningServer(write(""));
                Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp(CAM))) {
            awaitPublished(server);
            assertThat(server.get("metrics")).doesNotContain("millrace_forward_connected{");

            reload(server, forwardTo(one));
            awaitPublished(one);
            assertThat(server.get("metrics")).contains("millrace_forward_connected{");
            try (var viewer = new Watcher(one.rtmp(CAM))) {
                awaitPictures(viewer);
                reload(server, forwardTo(other, one));
                awaitPublished(other);
                awaitPictures(viewer);
                assertNoGap(viewer);
            }

            reload(server, forwardTo(other));
            awaitGone(one);
            try (var viewer = new Watcher(other.rtmp(CAM))) {
                awaitPictures(viewer);
                assertThat(server.get("api/v2/forwards"))
                        .contains(place(other))
                        .doesNotContain(place(one));
            }

            reload(server, "");
            awaitGone(other);
            assertThat(server.get("api/v2/forwards")).isEqualTo(NOTHING);
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    private static void assertNoGap(Watcher viewer) {
        List<Frame> pictures = viewer.frames(TrackKind.VIDEO);
        for (int i = 1; i < pictures.size(); i++) {
            long stepUs = pictures.get(i).header().dtsUs() - pictures.get(i - 1).header().dtsUs();
            assertThat(stepUs).isBetween(1L, 60_000L);
        }
    }

    @Test
    void aServiceIsAskedWhereAPublicationGoesThatIsThere()
            throws IOException, InterruptedException {
        try (var one = new RunningServer();
                var hooks = new HookServer();
                var server = new RunningServer(write(""));
                Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp(CAM))) {
            awaitPublished(server);
            hooks.says(_ ->
                    Answer.of(
                            200,
                            "{\"code\":0,\"data\":{\"urls\":[\"%s/%s\"]}}"
                                    .formatted(place(one), CAM)));
            String asking = "hooks: {on_forward: \"%s\"}\n".formatted(hooks.url("forward"));
            reload(server, asking);
            awaitPublished(one);
            try (var viewer = new Watcher(one.rtmp(CAM))) {
                awaitPictures(viewer);
                // It goes there already, and stays when the settings name nobody.
                reload(server, asking + forwardTo(one));
                reload(server, asking + "log: {progress: 5s}\n");
                awaitPictures(viewer);
                assertNoGap(viewer);
            }
            assertThat(hooks.calls("on_forward")).hasSize(1);
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @Test
    void aServerBecomesAnEdgeAndViewersStayWhileItsOriginsChange()
            throws IOException, InterruptedException {
        try (var one = new RunningServer();
                var other = new RunningServer();
                Program first = Clip.MINUTES.publishEndlessly(one.rtmp(CAM));
                Program second = Clip.MINUTES.publishEndlessly(other.rtmp(CAM));
                var edge = new RunningServer(write(""))) {
            awaitPublished(one);
            awaitPublished(other);

            reload(edge, originFrom(one));
            try (var viewer = new Watcher(edge.rtmp(CAM))) {
                awaitPictures(viewer);
                reload(edge, originFrom(other, one));
                awaitPictures(viewer);
                assertNoGap(viewer);
                assertThat(one.viewers(CAM)).isEqualTo(1);

                reload(edge, originFrom(other));
                Waiting.until("it comes from there", PATIENCE, () -> other.viewers(CAM) == 1);
                Waiting.until("nothing comes from here", PATIENCE, () -> one.viewers(CAM) == 0);
                awaitPictures(viewer);
                assertThat(
                                viewer.frames(TrackKind.VIDEO).stream()
                                        .map(it -> it.header().dtsUs())
                                        .toList())
                        .isSorted();

                reload(edge, "");
                awaitGone(edge);
                Waiting.until("nobody fetches it", PATIENCE, () -> other.viewers(CAM) == 0);
                assertThat(edge.get("api/v2/relays")).isEqualTo("{\"relays\":[]}");
            }
            assertThat(first.isAlive()).isTrue();
            assertThat(second.isAlive()).isTrue();
        }
    }
}
