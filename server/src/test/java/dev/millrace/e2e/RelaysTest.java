package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Demand;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.machine.Memory;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Sessions;
import dev.millrace.relay.FfmpegSettings;
import dev.millrace.relay.RelaySettings;
import dev.millrace.relay.Relays;
import dev.millrace.relay.Retry;
import dev.millrace.relay.Source;
import dev.millrace.testing.FreePort;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that fetches from another one.
@Tag("slow")
class RelaysTest {
    private static final String CAM = "live/cam";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static RunningServer origin;
    private static Program publisher;

    @BeforeAll
    static void publish() throws IOException {
        origin = new RunningServer("hls.segment=1s");
        publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM));
        Waiting.until("the origin has it", () -> origin.isPublished(CAM));
    }

    @AfterAll
    static void close() {
        publisher.close();
        origin.close();
    }

    private static RunningServer relaying(String source, String... settings) throws IOException {
        var all = new ArrayList<>(List.of("relays[0].name=cam", "relays[0].source=" + source));
        all.addAll(List.of("channel.grace=500ms", "rtmp.play_wait=200ms", "hls.segment=500ms"));
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static String source(String kind) {
        return kind.equals("rtmp") ? origin.rtmp(CAM) : origin.http(CAM + "." + kind);
    }

    private static HttpResponse<String> send(String method, String url) {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode status(RunningServer edge) {
        return new JsonMapper().readTree(edge.get("api/v2/relays/" + CAM));
    }

    private static String state(RunningServer edge) {
        return status(edge).get("state").asString();
    }

    private static void await(RunningServer edge, String state) {
        Waiting.until("it is " + state, () -> state(edge).equals(state));
    }

    private static void awaitPictures(Watcher viewer, RunningServer edge) {
        Waiting.until("pictures come", () -> viewer.frames().size() > 50 || viewer.isOver());
        assertThat(viewer.isOver()).as(() -> viewer.awaitEnd() + status(edge)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "flv", "ts", "m3u8"})
    void runsWhileSomebodyWatches(String kind) throws IOException {
        try (var edge = relaying(source(kind), "relays[0].idle_timeout=1s")) {
            assertThat(state(edge)).isEqualTo("stopped");
            try (var viewer = new Watcher(edge.http(CAM + ".flv"))) {
                awaitPictures(viewer, edge);
                assertThat(state(edge)).isEqualTo("running");
            }
            await(edge, "stopped");
            Waiting.until("the channel is gone", () -> !edge.isPublished(CAM));
            assertThat(status(edge).get("reason").asString()).isEqualTo("nobody watched for 1 s");
            try (var again = new Watcher(edge.rtmp(CAM))) {
                awaitPictures(again, edge);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "flv", "ts", "m3u8"})
    @DisplayName("V17: no FFmpeg, tailored or not, is needed for what is fetched here")
    void needsNoFfmpeg(String kind) throws IOException {
        String nowhere = "ffmpeg.program=/nowhere/ffmpeg";
        try (var edge = relaying(source(kind), nowhere, "relays[0].start=always");
                var viewer = new Watcher(edge.http(CAM + ".flv"))) {
            awaitPictures(viewer, edge);
            assertThat(state(edge)).isEqualTo("running");
        }
    }

    @Test
    @DisplayName("V7: the first request for a playlist waits for the first segment")
    void aPlaylistStartsIt() throws IOException {
        try (var edge = relaying(source("rtmp"))) {
            HttpResponse<String> first = send("GET", edge.http(CAM + ".m3u8"));
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(first.body()).contains("#EXTINF");
        }
    }

    @Test
    @DisplayName("V6: many first viewers start one relay")
    void manyFirstViewersStartOneRelay() throws IOException {
        long before = origin.viewers(CAM);
        var viewers = new ArrayList<Watcher>();
        try (var edge = relaying(source("rtmp"))) {
            for (int i = 0; i < 30; i++) {
                viewers.add(new Watcher(edge.http(CAM + ".flv")));
            }
            for (Watcher viewer : viewers) {
                Waiting.until("pictures come", () -> !viewer.frames().isEmpty());
            }
            assertThat(origin.viewers(CAM)).isEqualTo(before + 1);
        } finally {
            viewers.forEach(Watcher::close);
        }
    }

    @Test
    void aLookIsNoDemand() throws IOException {
        try (var edge = relaying(source("rtmp"))) {
            assertThat(send("HEAD", edge.http(CAM + ".m3u8")).statusCode()).isEqualTo(404);
            assertThat(send("HEAD", edge.http(CAM + ".flv")).statusCode()).isEqualTo(404);
            assertThat(send("GET", edge.http(CAM + "/1.ts")).statusCode()).isEqualTo(404);
            assertThat(status(edge).get("history")).isEmpty();
        }
    }

    @Test
    @DisplayName("V11, V12: what cannot be reached is 503, says why and when, and is not hammered")
    void whatCannotBeReachedIsUnavailable() throws IOException {
        int closed = FreePort.find();
        String source = "http://user:s3cret@127.0.0.1:%d/live/cam.flv".formatted(closed);
        try (var edge =
                relaying(
                        source,
                        "relays[0].retry.initial=1h",
                        "relays[0].retry.max=1h",
                        "relays[0].start_wait=1s")) {
            assertThat(send("GET", edge.http(CAM + ".flv?n=1")).statusCode()).isEqualTo(503);
            await(edge, "backoff");
            for (String ending : List.of(".flv", ".ts", ".m3u8")) {
                HttpResponse<String> answer = send("GET", edge.http(CAM + ending));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                        .isBetween(2000L, 3600L);
                assertThat(answer.body()).contains("refused").doesNotContain("s3cret");
            }
            assertThat(status(edge).get("crashes").asInt()).isEqualTo(1);
            assertThat(edge.get("api/v2/relays")).doesNotContain("s3cret");
        }
    }

    @Test
    void aSilentSourceIsStalledAndFetchedAnew() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var edge =
                        relaying(
                                "rtmp://127.0.0.1:%d/live/cam".formatted(silent.getLocalPort()),
                                "relays[0].start=always",
                                "relays[0].stall_timeout=1s",
                                "relays[0].retry.initial=100ms")) {
            Waiting.until("it is tried again", () -> tries(edge) >= 2);
            assertThat(story(edge))
                    .startsWith("starting", "stalled", "backoff", "starting", "stalled");
        }
    }

    private static List<String> story(RunningServer edge) {
        return status(edge).get("history").valueStream().map(t -> t.get("to").asString()).toList();
    }

    private static long tries(RunningServer edge) {
        return story(edge).stream().filter("stalled"::equals).count();
    }

    @Test
    void aPersonStartsAndStops() throws IOException {
        try (var edge = relaying(source("flv"), "relays[0].start=always")) {
            await(edge, "running");
            String place = edge.http("api/v2/relays/" + CAM);
            assertThat(send("POST", place + "/stop").body()).contains("\"stopped\"");
            assertThat(send("GET", edge.http(CAM + "x.flv")).statusCode()).isEqualTo(404);
            Waiting.until("the channel is gone", () -> !edge.isPublished(CAM));
            assertThat(send("POST", place + "/start").statusCode()).isEqualTo(200);
            await(edge, "running");
            assertThat(send("POST", place + "/reset").statusCode()).isEqualTo(200);
            assertThat(send("GET", place + "/start").statusCode()).isEqualTo(405);
            assertThat(send("POST", place + "/dance").statusCode()).isEqualTo(404);
            assertThat(send("POST", place + "x/start").statusCode()).isEqualTo(404);
        }
    }

    @Test
    @DisplayName("V13: a playlist with an end is over, and not begun again for who watches")
    void aPlaylistThatEndsIsOver() throws IOException {
        try (var source = new RunningServer("channel.grace=300ms", "hls.segment=1s")) {
            String playlist = source.http("live/short.m3u8");
            try (var short4s = source.publish(Clip.PICTURE_AND_SOUND.file(), "live/short");
                    var edge = relaying(playlist, "relays[0].start=always")) {
                await(edge, "ended");
                assertThat(status(edge).get("crashes").asInt()).isZero();
                assertThat(status(edge).get("retryInSeconds").isNull()).isTrue();
                assertThat(short4s.await(Duration.ofSeconds(10))).isZero();
            }
        }
    }

    @Test
    @DisplayName("V13: a file goes round and round")
    void aFileIsLive() throws IOException {
        try (var edge = relaying(Clip.SMALL.file().toString());
                var viewer = new Watcher(edge.http(CAM + ".flv"))) {
            Waiting.until("more than one round", () -> viewer.frames(TrackKind.VIDEO).size() > 60);
            assertThat(state(edge)).isEqualTo("running");
        }
    }

    @Test
    @DisplayName("V14, A13.14: too little memory is 503 and says so; what runs goes on")
    void tooLittleMemory() throws IOException {
        try (var edge = relaying(source("flv"), "memory.reserve=900GB");
                var own = new RunningServer();
                var publisher = own.publish(Clip.MINUTE.file(), "live/own");
                var viewer = new Watcher(own.http("live/own.flv"))) {
            HttpResponse<String> answer = send("GET", edge.http(CAM + ".m3u8"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(5);
            assertThat(new JsonMapper().readTree(answer.body()).get("code").asString())
                    .isEqualTo("not-enough-memory");
            assertThat(answer.body()).contains("memory.reserve");
            assertThat(status(edge).get("crashes").asInt()).isZero();
            assertThat(publisher.isAlive()).isTrue();
            assertThat(viewer.isOver()).isFalse();
        }
    }

    @Test
    @DisplayName("V14: who is not watched makes room for who is")
    void theIdleMakeRoom() throws Exception {
        var budget = new MemoryBudget(1L << 30);
        var channels = new Channels(ChannelSettings.DEFAULT, budget, System::nanoTime);
        var one = ChannelName.parse("live/one");
        var two = ChannelName.parse("live/two");
        long enough = 64L << 20;
        var meter = // with one of them the memory is full
                (Supplier<Memory>)
                        () ->
                                new Memory(
                                        enough,
                                        channels.findLive(one).isPresent() ? 0 : enough,
                                        "cgroup");
        try (var relays =
                new Relays(
                        channels,
                        new Sessions(),
                        new FfmpegSettings("ffmpeg", Path.of("unused"), 0),
                        new Relays.Room(meter, 0),
                        Clock.systemUTC())) {
            for (ChannelName name : List.of(one, two)) {
                relays.add(onDemand(name, Clip.MINUTE.file().toString()));
            }
            relays.want(one, Route.DIRECT);
            Waiting.until("one is there", () -> channels.findLive(one).isPresent());
            assertThat(relays.want(two, Route.DIRECT).orElseThrow())
                    .as("one has only just come")
                    .isInstanceOf(Demand.Prospect.Refused.class);
            Waiting.until(
                    "two gets the room of one",
                    () -> {
                        relays.tick(System.nanoTime());
                        relays.want(two, Route.DIRECT);
                        return channels.findLive(two).isPresent();
                    });
            assertThat(relays.find(one).orElseThrow().status().reason())
                    .isEqualTo("its memory is needed for live/two");
        }
    }

    private static RelaySettings onDemand(ChannelName name, String source) {
        return new RelaySettings(
                name,
                new Source(source),
                RelaySettings.Start.ON_DEMAND,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                new Retry(Duration.ofMillis(100), Duration.ofMillis(100), 0, 0),
                RelaySettings.Ffmpeg.PLAIN,
                RelaySettings.Limits.NONE);
    }
}
