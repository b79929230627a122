package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Clip;
import dev.millrace.testing.FakeEdge;
import dev.millrace.testing.FreePort;
import dev.millrace.testing.Postgres;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two control nodes over one PostgreSQL and one object store: it makes no difference whom one
/// asks, and when one dies its edge node goes on with the other.
@Tag("slow")
class TwoControlNodesTest {
    private static final String TOKEN = "the-token-of-edges";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path folder;

    private final String database = Postgres.freshDatabase();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    private static String freeSite() throws IOException {
        return "http://127.0.0.1:" + FreePort.find();
    }

    private ServerProgram control(String name, String site) {
        var control =
                new ServerProgram(
                        "--set",
                        "http.listen=" + URI.create(site).getAuthority(),
                        "--set",
                        "control.enabled=true",
                        "--set",
                        "control.url=" + site,
                        "--set",
                        "control.edge_token=" + TOKEN,
                        "--set",
                        "control.catalogue=" + database,
                        "--set",
                        "control.objects=" + folder.resolve("objects"),
                        "--set",
                        "data.folder=" + folder.resolve(name));
        control.port("http");
        return control;
    }

    private HttpResponse<byte[]> send(String method, String url) {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(PATIENCE)
                        .method(method, BodyPublishers.noBody())
                        .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String text(String url) {
        return new String(send("GET", url).body(), StandardCharsets.UTF_8);
    }

    private JsonNode json(String method, String url) {
        return JsonMapper.shared().readTree(send(method, url).body());
    }

    private static String live(String site, String source) {
        return "%s/v1/vod/live/%s/vid.m3u8".formatted(site, source);
    }

    @Test
    void areOne() throws Exception {
        String here = freeSite();
        String there = freeSite();
        ServerProgram first = control("first", here);
        ServerProgram second = control("second", there);
        try (FakeEdge edge = FakeEdge.open(here, TOKEN, "north", "cam")) {
            String source = json("GET", there + "/v1/source").at("/sources/0/id").asString();
            send("PUT", "%s/v1/source/%s/streaming?new_state=true".formatted(there, source));
            edge.awaitDesired(it -> it.sources().stream().anyMatch(wanted -> wanted.live()));
            String recording =
                    json("POST", "%s/v1/source/%s/recording".formatted(there, source))
                            .at("/recording/id")
                            .asString();
            edge.awaitDesired(
                    it -> it.sources().stream().anyMatch(wanted -> !wanted.recordings().isEmpty()));
            Clip one = Clip.of(0, Instant.now());
            edge.bring("cam", one, true, true);
            assertThat(text(live(there, source))).as("sent to the first").contains(one.file());
            HttpResponse<byte[]> segment =
                    send("GET", "%s/v1/vod/live/%s/%s".formatted(there, source, one.file()));
            assertThat(segment.uri())
                    .hasToString("%s/v1/vod/live/%s/%s".formatted(here, source, one.file()));
            assertThat(segment.body()).isEqualTo(one.body());

            first.program().kill();
            first.close();
            try (FakeEdge again = FakeEdge.open(there, TOKEN, "north", "cam")) {
                again.awaitDesired(it -> !it.sources().isEmpty());
                Clip two = Clip.of(1, Instant.now());
                again.bring("cam", two, true, true);
                assertThat(text(live(there, source))).contains(two.file());
                again.reportAllSent("cam");
                again.reportAllSent("cam");
                String replay = "%s/v1/vod/recording/%s/vid.m3u8".formatted(there, recording);
                Waiting.until(
                        "both are replayed",
                        PATIENCE,
                        () -> {
                            String list = text(replay);
                            return list.contains(one.file()) && list.contains(two.file());
                        });
            }
        } finally {
            first.close();
            second.close();
        }
    }
}
