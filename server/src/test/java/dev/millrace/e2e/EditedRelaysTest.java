package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Relays that are set up over the API, and what is left of them after a restart.
class EditedRelaysTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SECRET = "rtmp://admin:s3cret@127.0.0.1:1/live/x";

    @TempDir Path folder;

    private RunningServer serve(String... settings) throws IOException {
        var all = new ArrayList<>(List.of("data.folder=" + folder));
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static RunningServer withDoor(Path data) throws IOException {
        return new RunningServer(
                "data.folder=" + data,
                "relays[0].name=door",
                "relays[0].source=" + SECRET,
                "relays[0].idle_timeout=7s");
    }

    private static HttpResponse<String> send(
            RunningServer server, String method, String relay, String body) {
        var request =
                HttpRequest.newBuilder(URI.create(server.http("api/v2/relays/" + relay)))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode relay(RunningServer server, String name) {
        return JsonMapper.shared().readTree(server.get("api/v2/relays/" + name));
    }

    @Test
    void whatIsAddedRunsAndIsThereAfterARestart() throws IOException {
        String form = "{\"source\": \"%s\", \"start\": \"always\"}".formatted(Clip.MINUTE.file());
        try (var server = serve()) {
            assertThat(send(server, "PUT", "live/cam", form).statusCode()).isEqualTo(201);
            Waiting.until("it runs", () -> server.isPublished("live/cam"));
        }
        try (var server = serve()) {
            Waiting.until("it runs again", () -> server.isPublished("live/cam"));
            assertThat(relay(server, "live/cam").get("origin").asString()).isEqualTo("api");
            assertThat(send(server, "DELETE", "live/cam", "").statusCode()).isEqualTo(204);
            Waiting.until("it is gone", () -> !server.isPublished("live/cam"));
        }
        try (var server = serve()) {
            assertThat(server.get("api/v2/relays")).isEqualTo("{\"relays\":[]}");
        }
    }

    @Test
    void aRelayOfTheFileIsChangedUntilTheChangeIsDeleted() throws IOException {
        try (var server = withDoor(folder)) {
            JsonNode config = relay(server, "live/door").get("config");
            assertThat(config.toString())
                    .isEqualTo(
                            "{\"name\":\"live/door\","
                                    + "\"source\":\"rtmp://***@127.0.0.1:1/live/x\","
                                    + "\"idle_timeout\":\"7s\"}");
            String changed = config.toString().replace("7s", "9s");
            assertThat(send(server, "PUT", "live/door", changed).statusCode()).isEqualTo(200);
        }
        try (var server = withDoor(folder)) {
            JsonNode door = relay(server, "live/door");
            assertThat(door.get("origin").asString()).isEqualTo("changed");
            assertThat(door.get("idleTimeoutSeconds").asDouble()).isEqualTo(9);
            assertThat(Files.readString(folder.resolve("relays.json")))
                    .as("who sends back *** means the password that was there")
                    .contains(SECRET);
            assertThat(send(server, "DELETE", "live/door", "").statusCode()).isEqualTo(204);
            door = relay(server, "live/door");
            assertThat(door.get("origin").asString()).isEqualTo("file");
            assertThat(door.get("idleTimeoutSeconds").asDouble()).isEqualTo(7);
            assertThat(send(server, "DELETE", "live/door", "").body())
                    .contains("\"in-file\"", "configuration file");
        }
    }

    @Test
    void aChangeOfWhatRunsBeginsAnew() throws IOException {
        String form = "{\"source\": \"%s\", \"start\": \"%s\"}";
        try (var server = serve("channel.grace=200ms")) {
            send(server, "PUT", "live/cam", form.formatted(Clip.MINUTE.file(), "always"));
            Waiting.until("it runs", () -> server.isPublished("live/cam"));
            send(server, "PUT", "live/cam", form.formatted("rtmp://127.0.0.1:1/a/b", "always"));
            Waiting.until(
                    "the other fails", () -> relay(server, "live/cam").get("crashes").asInt() > 0);
            assertThat(relay(server, "live/cam").get("history").toString())
                    .contains("its settings were changed");
            send(server, "PUT", "live/cam", form.formatted(Clip.MINUTE.file(), "always"));
            Waiting.until("it runs again", () -> server.isPublished("live/cam"));
        }
    }

    @Test
    void nobodyElseReadsThePasswords() throws IOException {
        Path data = folder.resolve("not/there yet");
        try (var server = withDoor(data)) {
            String form = "{\"source\": \"%s\"}".formatted(SECRET);
            assertThat(send(server, "PUT", "live/cam", form).body()).doesNotContain("s3cret");
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("relays.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(data))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void whatCannotBeKeptIsNotDone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (var server = withDoor(file.resolve("below"))) {
            HttpResponse<String> answer =
                    send(server, "PUT", "live/cam", "{\"source\": \"rtmp://127.0.0.1:1/a/b\"}");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("nothing was changed", "data.folder");
            assertThat(server.get("api/v2/relays")).doesNotContain("live/cam");
        }
    }

    @Test
    void aBrokenFileIsSaidAtTheStartAndNotOverwritten() throws IOException {
        Path file = folder.resolve("relays.json");
        Files.writeString(file, "{\"relays\": [\n {\"name\": \"cam\", \"sorce\": \"x\"}]}");
        assertThatThrownBy(() -> serve().close())
                .hasRootCauseMessage(
                        ("%1$s:2: unknown key relays[0].sorce; did you mean relays[0].source?\n"
                                        + "%1$s:2: relays[0].source: it must be set")
                                .formatted(file));
        assertThat(file).content().contains("sorce");
    }

    @Test
    void aSettingThatIsWrongIsNamed() throws IOException {
        try (var server = serve()) {
            HttpResponse<String> answer =
                    send(server, "PUT", "live/cam", "{\"source\": \"x\", \"window\": \"long\"}");
            assertThat(answer.statusCode()).isEqualTo(400);
            JsonNode error = JsonMapper.shared().readTree(answer.body()).get("errors").get(0);
            assertThat(error.get("key").asString()).isEqualTo("window");
            assertThat(error.get("message").asString()).contains("a duration from");
            assertThat(send(server, "PUT", "live/..%2fx", "{}").statusCode()).isEqualTo(400);
            assertThat(send(server, "PUT", "live/cam", "x".repeat(100_000)).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void itsWindowIsItsOwn() throws IOException {
        try (var server = serve("channel.window=1s")) {
            String form =
                    "{\"source\": \"%s\", \"start\": \"always\", \"window\": \"4s\"}"
                            .formatted(Clip.MINUTE.file());
            send(server, "PUT", "live/cam", form);
            Waiting.until(
                    "it keeps more than others",
                    () ->
                            server.isPublished("live/cam")
                                    && server.channel("live/cam").kept().durationUs() > 3_900_000);
        }
    }
}
