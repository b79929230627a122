package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.HlsEncoder;
import dev.millrace.testing.Postgres;
import dev.millrace.testing.Program;
import dev.millrace.testing.S3Server;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An edge node and a control node that write down all they can, while every secret they have is
/// used.
@Tag("slow")
@DisplayName("S4: no secret is in a log, however much is written")
class SecretsInLogsTest {
    private static final String EDGE_TOKEN = "what-lets-an-edge-in";
    private static final String ADMIN_TOKEN = "what-lets-an-admin-in";
    private static final String WRONG_TOKEN = "what-lets-nobody-in";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everythingIsWrittenButSecrets() throws IOException, InterruptedException {
        String database = Postgres.freshDatabase();
        String passwordInUrl = URI.create(database).getRawUserInfo().split(":", -1)[1];
        Path media = Files.createDirectory(folder.resolve("media"));
        try (var control = control(database);
                var edge = edge(control.http(""), media)) {
            try (Program camera =
                    HlsEncoder.start(URI.create(edge.http("")), media, "testsrc", 6, 9)) {
                record(control);
                assertThat(camera.await(PATIENCE)).as(camera.output()).isZero();
            }
            send(control, "GET", "api/v2/status", "", WRONG_TOKEN);
            for (ServerProgram each : List.of(control, edge)) {
                assertThat(each.program().output())
                        .contains("listens on")
                        .doesNotContain(EDGE_TOKEN, ADMIN_TOKEN, WRONG_TOKEN)
                        .doesNotContain(S3Server.SECRET, Postgres.PASSWORD, passwordInUrl);
            }
        }
    }

    private void record(ServerProgram control) throws IOException, InterruptedException {
        Waiting.until("the camera is known", PATIENCE, () -> !source(control).isEmpty());
        String path = "v1/source/%s/recording".formatted(source(control));
        HttpResponse<String> begun = send(control, "POST", path, "", ADMIN_TOKEN);
        String recording =
                JsonMapper.shared().readTree(begun.body()).at("/recording/id").asString();
        Waiting.until(
                "something is recorded",
                PATIENCE,
                () ->
                        get(control, "v1/recording/" + recording + "/segment")
                                        .at("/segments")
                                        .size()
                                > 1);
        String playlist = "v1/vod/recording/%s/vid.m3u8".formatted(recording);
        assertThat(send(control, "GET", playlist, "", ADMIN_TOKEN).body()).contains("#EXTINF");
        send(control, "DELETE", "v1/recording/%s?force=true".formatted(recording), "", ADMIN_TOKEN);
    }

    private String source(ServerProgram control) {
        return get(control, "v1/source?source_name=door").at("/sources/0/id").asString("");
    }

    private JsonNode get(ServerProgram control, String path) {
        try {
            return JsonMapper.shared().readTree(send(control, "GET", path, "", ADMIN_TOKEN).body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> send(
            ServerProgram server, String method, String path, String body, String token)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.http(path)))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private ServerProgram control(String database) {
        S3Server s3 = S3Server.get();
        String objects =
                "s3://%s?endpoint=http://127.0.0.1:%d".formatted(s3.freshBucket(), s3.port());
        var keys =
                Map.of("AWS_ACCESS_KEY_ID", S3Server.KEY, "AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
        return server(
                keys,
                "control.enabled=true",
                "control.catalogue=" + database,
                "control.objects=" + objects,
                "control.edge_token=" + EDGE_TOKEN,
                "data.folder=" + folder.resolve("control"));
    }

    private ServerProgram edge(String control, Path media) {
        return server(
                Map.of(),
                "edge.control=" + control,
                "edge.token=" + EDGE_TOKEN,
                "edge.folders=" + media,
                "data.folder=" + folder.resolve("edge"));
    }

    private static ServerProgram server(Map<String, String> environment, String... settings) {
        String[] options = new String[2 * settings.length];
        for (int i = 0; i < settings.length; i += 1) {
            options[2 * i] = "--set";
            options[2 * i + 1] = settings[i];
        }
        var command = ServerProgram.command(List.of(), options);
        command.addAll(List.of("--set", "log.level=trace", "--set", "admin.token=" + ADMIN_TOKEN));
        return ServerProgram.of(Program.start(environment, command));
    }
}
