package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a channel has room for, with real programs.
@Tag("slow")
class LimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<InputStream> open(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    @Test
    void oneViewerTooManyIsToldToComeLater() throws IOException, InterruptedException {
        try (var server = new RunningServer("limits.viewers=2");
                Program _ = Clip.MINUTE.publishEndlessly(server.rtmp("live/cam"))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            HttpResponse<InputStream> first = open(server.http("live/cam.flv"));
            assertThat(first.statusCode()).isEqualTo(200);
            HttpResponse<InputStream> second = open(server.http("live/cam.ts"));
            assertThat(second.statusCode()).isEqualTo(200);
            HttpResponse<InputStream> third = open(server.http("live/cam.m3u8"));
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("retry-after")).isPresent();
            assertThat(new String(third.body().readAllBytes(), UTF_8))
                    .contains("there are 2 viewers, the most allowed (limits.viewers)");
            try (Program player = Program.start("ffprobe", server.rtmp("live/cam"))) {
                assertThat(player.await(PATIENCE)).isNotZero();
            }
            first.body().close();
            Waiting.until("there is room again", () -> answersOk(server.http("live/cam.m3u8")));
            second.body().close();
        }
    }

    private boolean answersOk(String url) {
        try {
            HttpResponse<InputStream> answer = open(url);
            answer.body().close();
            return answer.statusCode() == 200;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The seat that it has while nobody publishes is its own.
    @Test
    void aPlayerOfHlsThatTriesAgainNeedsNoSecondSeat() throws IOException, InterruptedException {
        try (var server = new RunningServer("limits.viewers=1", "rtmp.play_wait=0s")) {
            assertThat(open(server.http("live/cam.m3u8")).statusCode()).isEqualTo(404);
            assertThat(open(server.http("live/cam.m3u8")).statusCode()).isEqualTo(404);
        }
    }

    /// A viewer of whom nothing is heard for six seconds has gone, but not one who waits.
    @Test
    void aPlayerOfHlsThatWaitsKeepsItsSeat() throws Exception {
        try (var server = new RunningServer("limits.viewers=1", "rtmp.play_wait=1m")) {
            long sinceNs = System.nanoTime();
            CompletableFuture<HttpResponse<String>> first = ask(server.http("live/cam.m3u8"));
            Waiting.until(
                    "it has waited for long",
                    () -> System.nanoTime() - sinceNs > Duration.ofSeconds(8).toNanos());
            try (Program _ = Clip.MINUTE.publishEndlessly(server.rtmp("live/cam"))) {
                String playlist = first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body();
                assertThat(playlist).contains("#EXTINF");
                String segment =
                        playlist.lines().filter(it -> it.endsWith(".ts")).findFirst().orElseThrow();
                assertThat(open(server.http("live/" + segment)).statusCode()).isEqualTo(200);
                assertThat(open(server.http("live/cam.ts")).statusCode()).isEqualTo(503);
            }
        }
    }

    @Test
    void aPlayerOfHlsThatAsksTwiceAtOnceIsOneViewer() throws Exception {
        try (var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "limits.viewers=1",
                                "hooks.timeout=30s",
                                "hooks.on_play=" + hooks.url("play"));
                Program _ = Clip.MINUTE.publishEndlessly(server.rtmp("live/cam"))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            var answered = new CountDownLatch(1);
            hooks.says(_ -> {
                awaitQuietly(answered);
                return Answer.YES;
            });
            CompletableFuture<Integer> first = status(server.http("live/cam.m3u8"));
            Waiting.until("a service is asked", () -> !hooks.calls().isEmpty());
            List<CompletableFuture<Integer>> others =
                    List.of(
                            status(server.http("live/cam.m3u8")),
                            status(server.http("live/cam/index.m3u8")),
                            status(server.http("live/cam.m3u8")));
            // They are refused at once if they are.
            CompletableFuture.anyOf(others.toArray(CompletableFuture[]::new))
                    .completeOnTimeout(0, 1, TimeUnit.SECONDS)
                    .get();
            assertThat(others).noneMatch(CompletableFuture::isDone);
            answered.countDown();
            assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(200);
            for (CompletableFuture<Integer> other : others) {
                assertThat(other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(200);
            }
            assertThat(hooks.calls("on_play")).hasSize(1);
            assertThat(server.viewers("live/cam")).isEqualTo(1);
        }
    }

    private CompletableFuture<HttpResponse<String>> ask(String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private CompletableFuture<Integer> status(String url) {
        return ask(url).thenApply(HttpResponse::statusCode);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The clip is 320 pixels wide.
    @Test
    void whoSendsTooLargeAPictureIsSentAway() throws IOException {
        try (var server =
                new RunningServer(
                        "rules[0].match=small/*",
                        "rules[0].limits.picture=160x120",
                        "rules[1].match=large/*",
                        "rules[1].limits.picture=1920x1080")) {
            try (Program refused = Clip.MINUTE.publishEndlessly(server.rtmp("small/cam"));
                    Program welcome = Clip.MINUTE.publishEndlessly(server.rtmp("large/cam"))) {
                assertThat(refused.await(PATIENCE)).as(refused.output()).isNotZero();
                assertThat(server.isPublished("large/cam")).isTrue();
                assertThat(welcome.isAlive()).isTrue();
            }
        }
    }

    @Test
    void whoSendsTooMuchIsSentAway() throws IOException {
        try (var server =
                new RunningServer(
                        "rules[0].match=slow/*",
                        "rules[0].limits.bitrate=10k",
                        "rules[1].match=fast/*",
                        "rules[1].limits.bitrate=100M")) {
            try (Program refused = Clip.MINUTE.publishEndlessly(server.rtmp("slow/cam"));
                    Program welcome = Clip.MINUTE.publishEndlessly(server.rtmp("fast/cam"))) {
                assertThat(refused.await(PATIENCE)).as(refused.output()).isNotZero();
                assertThat(server.isPublished("fast/cam")).isTrue();
                assertThat(welcome.isAlive()).isTrue();
            }
        }
    }
}
