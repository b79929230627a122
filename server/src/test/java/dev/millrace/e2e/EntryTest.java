package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.entry.SignedUrl;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.media.ChannelName;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Program;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Tokens;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may publish and play, with real programs.
@Tag("slow")
class EntryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String KEY = "nobody-knows-it";

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> get(String url, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private int head(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).HEAD();
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /// The status of an answer that may never end.
    private int status(String url, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> answer =
                client.send(request.build(), BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    private static void assertPlays(String url) {
        try (Program player = Program.start("ffprobe", "-v", "error", "-show_streams", url)) {
            assertThat(player.await(PATIENCE)).as(player.output()).isZero();
        }
    }

    private static String signed(Deed deed, String app, String stream, Instant until) {
        var name = new ChannelName(ChannelName.DEFAULT_VHOST, app, stream);
        return "?" + SignedUrl.query(KEY, deed, name, until);
    }

    /// As SRS has it, over all protocols; SRS says `Publish.Start` before it asks.
    @Test
    void hooksAreAskedBeforeAnythingBeginsAndToldWhenItIsOver()
            throws IOException, InterruptedException {
        try (var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "channel.grace=500ms",
                                "hooks.on_connect=" + hooks.url("connect"),
                                "hooks.on_close=" + hooks.url("close"),
                                "hooks.on_publish=" + hooks.url("publish"),
                                "hooks.on_unpublish=" + hooks.url("unpublish"),
                                "hooks.on_play=" + hooks.url("play"),
                                "hooks.on_stop=" + hooks.url("stop"))) {
            hooks.says(it -> {
                assertThat(it.is("on_publish") && server.isPublished("live/cam")).isFalse();
                return Answer.YES;
            });
            try (Program publisher =
                    Clip.MINUTE.publishEndlessly(server.rtmp("live/cam?key=known"))) {
                Waiting.until("published", () -> server.isPublished("live/cam"));
                assertThat(hooks.calls("on_connect")).hasSize(1);
                assertThat(hooks.calls("on_publish"))
                        .singleElement()
                        .satisfies(it ->
                                assertThat(it.body())
                                        .contains(
                                                "\"ip\":\"127.0.0.1\"",
                                                "\"param\":\"?key=known\"",
                                                "\"stream\":\"cam\""));
                assertPlays(server.rtmp("live/cam"));
                assertPlays(server.http("live/cam.flv"));
                assertPlays(server.http("live/cam.m3u8"));
                assertThat(hooks.calls("on_play")).hasSize(3);
                Waiting.until("all have left", () -> hooks.calls("on_stop").size() == 3);
                assertThat(hooks.calls("on_unpublish")).isEmpty();
                publisher.stop();
            }
            Waiting.until("it is told", () -> hooks.calls("on_unpublish").size() == 1);
            // The publisher's, and that of the player over RTMP.
            Waiting.until("it is told", () -> hooks.calls("on_close").size() == 2);
            assertThat(hooks.calls("on_close").getLast().body())
                    .containsPattern("\"recv_bytes\":[1-9]");
            assertThat(get(server.http("api/v2/hooks")).body())
                    .contains("\"deadLetters\":[]", "\"calls\":3,\"refusals\":0");
        }
    }

    @Test
    void aRefusalReachesTheClientAsOne() throws IOException, InterruptedException {
        try (var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "rules[0].match=live/*",
                                "rules[0].hooks.on_publish=" + hooks.url("publish"),
                                "rules[0].hooks.on_play=" + hooks.url("play"))) {
            hooks.says(_ -> Answer.of(200, "{\"code\": 403}"));
            try (Program publisher = Clip.SMALL.publish(server.rtmp("live/cam"))) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isNotZero();
            }
            assertThat(server.isPublished("live/cam")).isFalse();
            try (var raw = new RawClient(server.port("rtmp")).connect("live")) {
                raw.call(0, "createStream", 2).result(2);
                raw.call(1, "publish", 3, AmfValue.of("cam"), AmfValue.of("live"));
                assertThat(raw.await("NetStream.Publish.BadName").toString())
                        .contains("it was refused: it answered with code 403");
            }
            HttpResponse<String> answer = get(server.http("live/cam.flv"));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("it was refused: it answered with code 403");
            assertThat(get(server.http("live/cam.m3u8")).statusCode()).isEqualTo(403);
            // The rule is for one app only.
            assertThat(get(server.http("tv/cam.flv")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aHookThatHangsHoldsNobodyForLong() throws IOException, InterruptedException {
        try (var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "hooks.timeout=300ms",
                                "hooks.on_publish=" + hooks.url("publish"),
                                "rules[0].match=lenient/*",
                                "rules[0].hooks.when_down=allow")) {
            var over = new CountDownLatch(1);
            hooks.says(_ -> {
                Waiting.until("the test is over", () -> over.getCount() == 0);
                return Answer.YES;
            });
            try (Program publisher = Clip.SMALL.publish(server.rtmp("live/cam"))) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isNotZero();
            }
            try (Program publisher = Clip.SMALL.publish(server.rtmp("lenient/cam"))) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            over.countDown();
        }
    }

    /// A stream key that only its owner knows becomes the name that everybody sees.
    @Test
    void asNginxHasItAHookGivesAnotherName() throws IOException, InterruptedException {
        try (var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "hooks.format=nginx", "hooks.on_publish=" + hooks.url("publish"))) {
            hooks.says(it ->
                    it.body().contains("&name=secret-key")
                            ? new Answer(302, "", "bob")
                            : Answer.of(403, ""));
            try (Program publisher = Clip.MINUTE.publishEndlessly(server.rtmp("live/secret-key"))) {
                Waiting.until("published", () -> server.isPublished("live/bob"));
                assertThat(server.isPublished("live/secret-key")).isFalse();
                assertThat(hooks.calls().getFirst().headers())
                        .containsEntry("content-type", "application/x-www-form-urlencoded");
                publisher.stop();
            }
        }
    }

    @Test
    void signedUrlsArePlayedOverAllProtocols() throws IOException, InterruptedException {
        try (var server =
                        new RunningServer(
                                "access.publish_key=" + KEY,
                                "access.play_key=" + KEY,
                                "hls.segment=1s");
                Program publisher =
                        Clip.MINUTES.publishEndlessly(
                                server.rtmp(
                                        "live/cam"
                                                + signed(
                                                        Deed.PUBLISH,
                                                        "live",
                                                        "cam",
                                                        Instant.now().plusSeconds(600))))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            String good = signed(Deed.PLAY, "live", "cam", Instant.now().plusSeconds(600));
            assertPlays(server.rtmp("live/cam" + good));
            assertPlays(server.http("live/cam.flv" + good));
            assertPlays(server.http("live/cam.ts" + good));
            assertPlays(server.http("live/cam.m3u8" + good));
            String old = signed(Deed.PLAY, "live", "cam", Instant.now().minusSeconds(1));
            assertThat(status(server.http("live/cam.flv" + old))).isEqualTo(403);
            assertThat(status(server.http("live/cam.flv"))).isEqualTo(403);
            assertThat(publisher.isAlive()).isTrue();
            // Users of this machine may look after it; a proxy's visitors are none.
            String picture = server.http("live/cam/snapshot.mp4");
            assertThat(status(picture)).isEqualTo(200);
            assertThat(status(picture, "X-Forwarded-For", "192.0.2.1")).isEqualTo(403);
            assertThatSegmentsAreForThoseWhoWereLetIn(server, good);
        }
    }

    private void assertThatSegmentsAreForThoseWhoWereLetIn(RunningServer server, String good)
            throws IOException, InterruptedException {
        String playlist = get(server.http("live/cam.m3u8" + good), "User-Agent", "known").body();
        String segment =
                playlist.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
        String url = server.http("live/" + segment);
        assertThat(status(url, "User-Agent", "known")).isEqualTo(200);
        assertThat(status(url, "User-Agent", "stranger")).isEqualTo(403);
        assertThat(status(server.http("live/cam.m3u8"), "User-Agent", "stranger")).isEqualTo(403);
    }

    /// A recording is as open as its channel.
    @Test
    void recordingsAreForThoseWhoMayPlay(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path live = Files.createDirectories(folder.resolve("__defaultVhost__/live"));
        Files.copy(Clip.SMALL.file(), live.resolve("cam.1.flv"));
        try (var server = new RunningServer("dvr.folder=" + folder, "access.play_key=" + KEY)) {
            String url = server.http("vod/__defaultVhost__/live/cam.1.flv");
            assertThat(status(url)).isEqualTo(403);
            String good = signed(Deed.PLAY, "live", "cam.1", Instant.now().plusSeconds(600));
            assertThat(status(url + good)).isEqualTo(200);
            assertThat(status(url, "User-Agent", "stranger")).isEqualTo(403);
            assertThatItsSegmentsAreAsOpen(server, good);
        }
    }

    /// Whoever has the playlist may have its segments: their URLs have what its URL has.
    private void assertThatItsSegmentsAreAsOpen(RunningServer server, String good)
            throws IOException, InterruptedException {
        String folder = "vod/__defaultVhost__/live/";
        String url = server.http(folder + "cam.1.m3u8");
        assertThat(status(url, "User-Agent", "stranger")).isEqualTo(403);
        HttpResponse<String> playlist = get(url + good, "User-Agent", "player");
        String segment =
                playlist.body().lines().filter(it -> !it.startsWith("#")).findFirst().orElseThrow();
        String head = playlist.body().replaceFirst("(?s).*URI=\"([^\"]+)\".*", "$1");
        for (String uri : List.of(segment, head)) {
            String whole = URI.create(url).resolve(uri).toString();
            String bare = whole.replaceFirst("\\?.*", "");
            assertThat(status(bare, "User-Agent", "stranger")).isEqualTo(403);
            assertThat(status(bare, "User-Agent", "player")).isEqualTo(200);
            assertThat(status(whole, "User-Agent", "later " + uri)).isEqualTo(200);
        }
    }

    /// A publisher says it in its URL, a player over HTTP in a header.
    @Test
    void tokensSayWhatTheirBearersMay() throws IOException, InterruptedException {
        var tokens = new Tokens("key-1");
        try (var keys = new HookServer();
                var server =
                        new RunningServer(
                                "access.publish_jwt=" + keys.url("jwks.json"),
                                "access.play_jwt=" + keys.url("jwks.json"))) {
            keys.says(_ -> Answer.of(200, tokens.keys()));
            String publish = tokens.token(Duration.ofHours(1), may("publish"));
            String read = tokens.token(Duration.ofHours(1), may("read"));
            try (Program refused = Clip.SMALL.publish(server.rtmp("live/cam?jwt=" + read))) {
                assertThat(refused.await(PATIENCE)).as(refused.output()).isNotZero();
            }
            try (Program publisher =
                    Clip.MINUTE.publishEndlessly(server.rtmp("live/cam?jwt=" + publish))) {
                Waiting.until("published", () -> server.isPublished("live/cam"));
                assertPlays(server.rtmp("live/cam?token=" + read));
                String url = server.http("live/cam.flv");
                assertThat(status(url, "Authorization", "Bearer " + read)).isEqualTo(200);
                assertThat(status(url, "Authorization", "Bearer " + publish)).isEqualTo(403);
                assertThat(status(url)).isEqualTo(401);
                publisher.stop();
            }
        }
    }

    private static Map<String, Object> may(String action) {
        return Map.of(
                "mediamtx_permissions", List.of(Map.of("action", action, "path", "live/cam")));
    }

    /// MediaMTX's way: those who say nothing are asked for their login.
    @Test
    void aServiceIsAskedForLogins() throws IOException, InterruptedException {
        try (var service = new HookServer();
                var server = new RunningServer("access.auth_url=" + service.url("auth"))) {
            service.says(it ->
                    it.body().contains("\"user\":\"bob\",\"password\":\"known\"")
                            ? Answer.of(204, "")
                            : Answer.of(401, ""));
            try (Program publisher =
                    Clip.MINUTE.publishEndlessly(server.rtmp("live/cam?user=bob&pass=known"))) {
                Waiting.until("published", () -> server.isPublished("live/cam"));
                HttpResponse<String> asked = get(server.http("live/cam.m3u8"));
                assertThat(asked.statusCode()).isEqualTo(401);
                assertThat(asked.headers().firstValue("www-authenticate")).isPresent();
                String login = server.http("live/cam.flv").replace("//", "//bob:known@");
                assertPlays(login);
                publisher.stop();
            }
        }
    }

    @Test
    void networksAndSitesAreRefused() throws IOException, InterruptedException {
        try (var server =
                new RunningServer(
                        "access.publish_deny=127.0.0.0/8",
                        "rules[0].match=site/*",
                        "rules[0].access.play_sites=example.com",
                        "rules[1].match=closed/*",
                        "rules[1].access.play_allow=none")) {
            try (Program publisher = Clip.SMALL.publish(server.rtmp("live/cam"))) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isNotZero();
            }
            assertThat(get(server.http("live/cam.flv")).statusCode()).isEqualTo(404);
            assertThat(get(server.http("closed/cam.flv")).statusCode()).isEqualTo(403);
            assertThat(get(server.http("site/cam.flv")).statusCode()).isEqualTo(403);
            try (var publisher = new TestPublisher(server.server().channels(), "closed/there")) {
                publisher.write(Duration.ofMillis(100));
                assertThat(head(server.http("closed/there.flv"))).isEqualTo(403);
                assertThat(head(server.http("closed/there.ts"))).isEqualTo(403);
            }
            String page = "https://www.example.com/page";
            assertThat(get(server.http("site/cam.flv"), "Referer", page).statusCode())
                    .isEqualTo(404);
        }
    }
}
