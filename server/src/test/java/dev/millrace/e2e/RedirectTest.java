package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that sends people elsewhere.
@Tag("slow")
class RedirectTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    /// The status, and where it is.
    private static String head(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).HEAD().build();
        HttpResponse<Void> answer =
                HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
        return answer.statusCode() + " " + answer.headers().firstValue("Location").orElse("");
    }

    private static String place(String scheme, RunningServer server) {
        return "%s://127.0.0.1:%d".formatted(scheme, server.port(scheme));
    }

    private static void awaitPictures(Watcher viewer) {
        Waiting.until(
                "pictures come",
                PATIENCE,
                () -> viewer.frames(TrackKind.VIDEO).size() > 25 || viewer.isOver());
        assertThat(viewer.isOver()).as(() -> viewer.awaitEnd()).isFalse();
    }

    @Test
    void aRuleSendsThoseElsewhereWhoWantAChannel() throws IOException, InterruptedException {
        try (var origin = new RunningServer();
                var server =
                        new RunningServer(
                                "rules[0].match=live/*",
                                "rules[0].redirect.rtmp=" + place("rtmp", origin),
                                "rules[0].redirect.http=" + place("http", origin),
                                "rtmp.play_wait=200ms");
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            Waiting.until("it is published", PATIENCE, () -> origin.isPublished(CAM));
            for (String path : new String[] {CAM + ".flv?a=1", CAM + ".ts", CAM + ".m3u8?a=1"}) {
                HttpResponse<String> answer = get(server.http(path));
                assertThat(answer.statusCode()).isEqualTo(302);
                assertThat(answer.headers().firstValue("Location"))
                        .contains(place("http", origin) + "/" + path);
                assertThat(head(server.http(path)))
                        .isEqualTo("302 %s/%s".formatted(place("http", origin), path));
            }
            assertThat(get(server.http("tv/cam.flv")).statusCode()).isEqualTo(404);
            assertThat(rtmpRedirect(server, place("rtmp", origin) + "/live"))
                    .isEqualTo(place("rtmp", origin) + "/live/cam?a=1");
            try (var overRtmp = new Watcher(server.rtmp(CAM));
                    var overHttp = new Watcher(server.http(CAM + ".flv"))) {
                awaitPictures(overRtmp);
                awaitPictures(overHttp);
                assertThat(origin.viewers(CAM)).isEqualTo(2);
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    /// What a player is told in so many words.
    private static String rtmpRedirect(RunningServer server, String tcUrl) throws IOException {
        try (var raw = new RawClient(server.port("rtmp")).connect("live")) {
            raw.call(0, "createStream", 2).result(2);
            raw.call(1, "play", 0, AmfValue.of("cam?a=1"));
            AmfValue info = raw.await("NetConnection.Connect.Rejected").command().argument(1);
            assertThat(info.text("level", "")).isEqualTo("error");
            assertThat(info.text("description", "")).isEqualTo("RTMP 302 Redirect");
            AmfValue ex = info.get("ex").orElseThrow();
            assertThat(ex.number("code", 0)).isEqualTo(302);
            assertThat(ex.text("redirect", "")).isEqualTo(tcUrl);
            raw.awaitEnd();
            return ex.text("redirect2", "");
        }
    }

    @Test
    void aServiceSendsThemElsewhere() throws IOException, InterruptedException {
        try (var origin = new RunningServer();
                var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "hooks.on_play=" + hooks.url("play"),
                                "hooks.on_connect=" + hooks.url("connect"));
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            hooks.says(it ->
                    it.is("on_connect")
                            ? Answer.YES
                            : new Answer(
                                    302,
                                    "",
                                    it.body().contains("rtmp://")
                                            ? place("rtmp", origin)
                                            : place("http", origin) + "/live/cam.flv"));
            Waiting.until("it is published", PATIENCE, () -> origin.isPublished(CAM));
            assertThat(get(server.http("live/x.m3u8")).headers().firstValue("Location"))
                    .contains(place("http", origin) + "/live/cam.flv");
            for (String path :
                    List.of("live/x.flv", "live/x.ts", "live/x.m3u8", "vod/live/x.flv")) {
                assertThat(head(server.http(path)))
                        .isEqualTo("302 %s/live/cam.flv".formatted(place("http", origin)));
            }
            try (var overRtmp = new Watcher(server.rtmp(CAM));
                    var overHttp = new Watcher(server.http("live/x.flv"))) {
                awaitPictures(overRtmp);
                awaitPictures(overHttp);
            }
            hooks.says(_ -> new Answer(302, "", place("rtmp", origin)));
            try (var atOnce = new Watcher(server.rtmp(CAM))) {
                awaitPictures(atOnce);
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "http"})
    void anEdgeGoesWhereItIsSent(String scheme) throws IOException {
        try (var origin = new RunningServer();
                var sender =
                        new RunningServer(
                                "redirect.rtmp=" + place("rtmp", origin),
                                "redirect.http=" + place("http", origin));
                var edge =
                        new RunningServer(
                                "origin.from=" + place(scheme, sender),
                                "rules[0].match=live/back",
                                "rules[0].origin.from=" + place("rtmp", sender));
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM));
                Program other = Clip.MINUTE.publishEndlessly(edge.rtmp("live/back"))) {
            Waiting.until("it is published", PATIENCE, () -> origin.isPublished(CAM));
            Waiting.until("the other, too", PATIENCE, () -> origin.isPublished("live/back"));
            try (var viewer = new Watcher(edge.http(CAM + ".flv"))) {
                awaitPictures(viewer);
            }
            assertThat(publisher.isAlive() && other.isAlive()).isTrue();
        }
    }
}
