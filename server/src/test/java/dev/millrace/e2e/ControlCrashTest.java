package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Clip;
import dev.millrace.testing.FakeEdge;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// A control node that is ended by `kill -9` while it records: afterwards every segment is there,
/// once, as it was.
@Tag("slow")
class ControlCrashTest {
    private static final String TOKEN = "the-token-of-edges";
    private static final int COUNT = 4;
    private static final int BYTES = 188 * 3_000;

    private final Instant began =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(COUNT * Clip.SECONDS + 1);
    private final HttpClient client = HttpClient.newHttpClient();

    /// What the edge node has done with a segment when it happens.
    enum Moment {
        OFFERED,
        HALF_SENT,
        /// The control node hashes it, writes it, or writes it down.
        SENT,
        STORED
    }

    private static ServerProgram start(Path folder) {
        return new ServerProgram(
                "--set",
                "control.enabled=true",
                "--set",
                "control.edge_token=" + TOKEN,
                "--set",
                "data.folder=" + folder);
    }

    private static String address(ServerProgram server) {
        return server.http("").replaceFirst("/$", "");
    }

    private byte[] send(String method, ServerProgram server, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(address(server) + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    private Clip clip(long sequence) {
        return Clip.of(sequence, began, 0, BYTES);
    }

    private static FakeEdge connect(ServerProgram server) {
        FakeEdge edge = FakeEdge.open(address(server), TOKEN, "north", "cam");
        edge.await(Desired.class);
        return edge;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostAndNothingIsTwice(Moment moment, @TempDir Path folder)
            throws IOException, InterruptedException {
        String recording;
        try (ServerProgram first = start(folder)) {
            try (FakeEdge edge = connect(first)) {
                recording = record(first);
                edge.awaitDesired(it -> !it.sources().getFirst().recordings().isEmpty());
                edge.bring("cam", clip(0), true, true);
                goTo(moment, edge);
                first.program().kill();
                edge.awaitClose();
            }
        }
        try (ServerProgram second = start(folder)) {
            try (FakeEdge edge = FakeEdge.open(address(second), TOKEN, "north", "cam")) {
                Desired desired = edge.await(Desired.class);
                assertThat(desired.sources().getFirst().recordings()).hasSize(1);
                for (long i = COUNT - 1; i > 0; i--) { // all that was not confirmed, and more
                    edge.bring("cam", clip(i), false, true);
                }
                assertIdentical(second, recording);
            }
        }
        try (Stream<Path> files = Files.walk(folder.resolve("objects"))) {
            assertThat(files.filter(it -> it.toString().endsWith(".ts"))).hasSize(COUNT);
        }
    }

    /// L23: nothing else has to be there, and a SIGTERM is enough.
    @Test
    void aSigtermEndsItInGoodOrder(@TempDir Path folder) {
        try (ServerProgram server = start(folder);
                FakeEdge edge = connect(server)) {
            server.program().terminate();
            assertThat(edge.awaitClose()).startsWith("1001 ");
            assertThat(server.program().await(Duration.ofSeconds(10))).isZero();
        }
    }

    private String record(ServerProgram server) throws IOException, InterruptedException {
        byte[] sources = send("GET", server, "/v1/source", "");
        String source = JsonMapper.shared().readTree(sources).at("/sources/0/id").asString();
        byte[] started =
                send(
                        "POST",
                        server,
                        "/v1/source/%s/recording".formatted(source),
                        "{\"start_time_epoch\": %d}".formatted(began.getEpochSecond()));
        return JsonMapper.shared().readTree(started).at("/recording/id").asString();
    }

    private void goTo(Moment moment, FakeEdge edge) {
        long number = edge.offer("cam", clip(1), true, true);
        if (moment == Moment.OFFERED) {
            return;
        }
        edge.await(Send.class);
        edge.send(number, clip(1), 0, moment == Moment.HALF_SENT ? BYTES / 2 : BYTES);
        if (moment == Moment.STORED) {
            edge.await(Stored.class);
        }
    }

    private void assertIdentical(ServerProgram server, String recording)
            throws IOException, InterruptedException {
        String base = "/v1/vod/recording/%s/".formatted(recording);
        String playlist =
                new String(send("GET", server, base + "vid.m3u8", ""), StandardCharsets.UTF_8);
        List<String> expected = new ArrayList<>();
        for (long i = 0; i < COUNT; i++) {
            expected.add(clip(i).file());
            assertThat(send("GET", server, base + clip(i).file(), "")).isEqualTo(clip(i).body());
        }
        assertThat(playlist.lines().filter(it -> !it.startsWith("#")))
                .containsExactlyElementsOf(expected);
    }
}
