package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bodies that make no sense, for everything in the API that takes one.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiBodiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long HUGE_BYTES = 100 << 20;

    /// More than any of them takes is not even read.
    private static final long READ_BYTES_MAX = HUGE_BYTES / 2;

    private static final List<String> PLACES =
            List.of(
                    "POST api/v2/config",
                    "POST api/v2/relays",
                    "PUT api/v2/relays/live/cam",
                    "POST api/v2/login",
                    "POST api/v2/sources",
                    "POST v1/source",
                    "PUT api/v1/configs/logs");

    private static final int DEPTH = 10_000;

    private static final List<String> NONSENSE =
            List.of(
                    "[]",
                    "\"x\"",
                    "5",
                    "null",
                    "{",
                    "{\"name\": {\"a\": [1]}, \"source\": [true], \"token\": 5, \"tank\": []}",
                    "[".repeat(DEPTH),
                    "{\"a\":".repeat(DEPTH),
                    "[".repeat(DEPTH) + "]".repeat(DEPTH),
                    "\u0000\u0001");

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void serve(@TempDir Path folder) throws IOException {
        server = new RunningServer("data.folder=" + folder, "control.enabled=true");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String place, BodyPublisher body)
            throws IOException, InterruptedException {
        String[] words = place.split(" ", 2);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.http(words[1])))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method(words[0], body)
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    static Stream<Arguments> nonsense() {
        return PLACES.stream()
                .flatMap(place -> NONSENSE.stream().map(body -> Arguments.of(place, body)));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("nonsense")
    void whatMakesNoSenseIsRefusedAndSaidSo(String place, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(place, BodyPublishers.ofString(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).hasSizeBetween(20, 5_000);
        assertThat(server.get("api/v2/relays")).isEqualTo("{\"relays\":[]}");
    }

    static List<String> places() {
        return PLACES;
    }

    @ParameterizedTest
    @MethodSource("places")
    void ofWhatIsTooLongMostIsNotRead(String place) throws IOException, InterruptedException {
        var spaces = new Spaces();
        try {
            HttpResponse<String> answer = send(place, BodyPublishers.ofInputStream(() -> spaces));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        } catch (IOException e) {
            // It hangs up on whoever sends on, who may not get to see the answer then.
        }
        assertThat(spaces.sent.get()).isLessThan(READ_BYTES_MAX);
        assertThat(server.get("api/v2/server")).contains("\"version\"");
    }

    /// So many of them, and how many were asked for.
    private static final class Spaces extends InputStream {
        private final AtomicLong sent = new AtomicLong();

        @Override
        public int read() {
            return sent.getAndIncrement() < HUGE_BYTES ? ' ' : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int some = (int) Math.min(length, HUGE_BYTES - sent.get());
            Arrays.fill(into, offset, offset + some, (byte) ' ');
            sent.addAndGet(some);
            return some == 0 && length > 0 ? -1 : some;
        }
    }
}
