package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import dev.millrace.testing.FakeEdge;
import dev.millrace.uplink.ControlMessage.Desired;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlRoomTest {
    @TempDir private Path folder;

    private Config config(String... more) {
        var settings =
                new ArrayList<>(
                        List.of(
                                "rtmp.listen=127.0.0.1:0",
                                "http.listen=127.0.0.1:0",
                                "control.enabled=true",
                                "data.folder=" + folder));
        settings.addAll(List.of(more));
        return Config.of(settings.toArray(String[]::new));
    }

    private static String address(Server server, String name) {
        InetSocketAddress place = server.addresses().get(name);
        return "http://127.0.0.1:" + Objects.requireNonNull(place, name).getPort();
    }

    private static String get(String uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(uri)).build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(uri).isEqualTo(200);
            return answer.body();
        }
    }

    @Test
    void everyPortHasAllOfIt() throws IOException, InterruptedException, ConfigException {
        Config config =
                config(
                        "control.management_listen=127.0.0.1:0",
                        "control.viewing_listen=127.0.0.1:0",
                        "control.edge_listen=127.0.0.1:0");
        try (Server server = Server.start(config, false)) {
            Path file = folder.resolve("edge.token");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String token = Files.readString(file).strip();
            for (String name : List.of("http", "management", "viewing", "uplink")) {
                String address = address(server, name);
                assertThat(get(address + "/v1/source")).contains("\"success\":true");
                assertThat(get(address + "/api/v2/recordings")).contains("\"recordings\":[]");
                try (FakeEdge edge = FakeEdge.open(address, token, name, "cam-" + name)) {
                    assertThat(edge.await(Desired.class).sources()).hasSize(1);
                }
            }
            assertThat(get(address(server, "http") + "/metrics"))
                    .contains(
                            "millrace_control_edges",
                            "millrace_control_store_seconds_bucket",
                            "millrace_control_lag_seconds_count",
                            "millrace_control_reads_total{cache=\"hit\"}");
        }
    }

    @Test
    void whatCannotBeOpenedIsNamed() {
        assertThatThrownBy(() -> Server.start(config("control.catalogue=ftp://x/y"), false))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("control.catalogue: ");
        assertThatThrownBy(() -> Server.start(config("control.objects=ftp://x/y"), false))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("control.objects: ");
    }

    /// Of what is reached from elsewhere, somebody has to know the token.
    @Test
    void aPortForEncodersNeedsAToken() throws IOException, ConfigException {
        Config own = config("control.enabled=false", "edge.listen=127.0.0.1:0");
        try (Server server = Server.start(own, false)) {
            assertThat(server.addresses()).containsKey("edge");
        }
        assertThat(folder.resolve("admin.token")).doesNotExist();
        Server.start(config("control.enabled=false", "edge.listen=0.0.0.0:0"), false).close();
        assertThat(folder.resolve("admin.token")).exists();
    }

    @Test
    void withoutItNothingIsThere() throws IOException, InterruptedException, ConfigException {
        try (Server server = Server.start(config("control.enabled=false"), false);
                HttpClient client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(address(server, "http") + "/v1/source"));
            assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(404);
        }
        assertThat(folder.resolve("edge.token")).doesNotExist();
    }
}
