package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.entry.SignedUrl;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.testing.BadLine;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An edge, whose channels are those of other servers.
@Tag("slow")
class OriginTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";
    private static final String KEY = "nobody-knows-it";
    private static final String NO_RELAYS = "{\"relays\":[]}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static RunningServer edge(String origins, String... settings) throws IOException {
        var all = new ArrayList<>(List.of("origin.from=" + origins, "hls.segment=500ms"));
        all.add("origin.stall_timeout=30s"); // a machine may stand still for a while
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static String place(String scheme, RunningServer server) {
        return "%s://127.0.0.1:%d".formatted(scheme, server.port(scheme));
    }

    private static String place(String scheme, BadLine line) {
        return "%s://127.0.0.1:%d".formatted(scheme, line.port());
    }

    private static void awaitPublished(RunningServer server) {
        Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
    }

    private static void awaitPictures(Watcher viewer, int more) {
        int before = viewer.frames(TrackKind.VIDEO).size();
        Waiting.until(
                "pictures come",
                PATIENCE,
                () -> viewer.frames(TrackKind.VIDEO).size() >= before + more || viewer.isOver());
        assertThat(viewer.isOver()).as(() -> viewer.awaitEnd()).isFalse();
    }

    private static void assertOneTimeline(Watcher viewer) {
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            List<Long> times =
                    viewer.frames(kind).stream().map(Frame::header).map(it -> it.dtsUs()).toList();
            assertThat(times).isSorted();
        }
    }

    /// The status of an answer that may never end.
    private static int status(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
        HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    private static String delete(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).DELETE().build();
        return CLIENT.send(request, BodyHandlers.ofString()).body();
    }

    private static String signed(Deed deed) {
        var name = new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam");
        return "?" + SignedUrl.query(KEY, deed, name, Instant.now().plusSeconds(600));
    }

    /// So that a viewer of an edge is found in the log of its origin.
    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "http"})
    void theOriginIsToldForWhomItIs(String scheme) throws IOException {
        try (var origin = new RunningServer();
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            awaitPublished(origin);
            try (var edge = edge(place(scheme, origin));
                    var viewer = new Watcher(edge.rtmp(CAM))) {
                awaitPictures(viewer, 5);
                String session =
                        edge.server().sessions().list().stream()
                                .filter(it -> it.role() == Session.Role.VIEWER)
                                .map(Session::id)
                                .findFirst()
                                .orElseThrow();
                assertThat(origin.server().sessions().list())
                        .filteredOn(it -> it.role() == Session.Role.VIEWER)
                        .singleElement()
                        .satisfies(it ->
                                assertThat(it.via())
                                        .singleElement()
                                        .asString()
                                        .matches("millrace-[0-9a-f]{16};session=" + session));
                assertThat(origin.get("api/v2/sessions")).contains(";session=" + session);
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "http"})
    void aChannelIsFetchedWhileSomebodyWatches(String scheme)
            throws IOException, InterruptedException {
        try (var origin = new RunningServer();
                var line = new BadLine();
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            awaitPublished(origin);
            String origins = place(scheme, origin) + " " + place(scheme, line);
            try (var edge = edge(origins, "origin.idle_timeout=1s", "channel.grace=500ms")) {
                assertThat(edge.get("api/v2/relays")).isEqualTo(NO_RELAYS);
                try (var viewer = new Watcher(edge.http(CAM + ".flv"));
                        var other = new Watcher(edge.rtmp(CAM))) {
                    awaitPictures(viewer, 25);
                    awaitPictures(other, 25);
                    assertThat(edge.get(CAM + ".m3u8")).contains("#EXTINF");
                    assertThat(edge.get("api/v2/relays")).contains("\"origin\":\"cluster\"");
                    assertThat(delete(edge.http("api/v2/relays/" + CAM)))
                            .contains("\"status\":409", "\"not-set-up\"");
                    assertThat(origin.viewers(CAM)).isEqualTo(1);
                    assertOneTimeline(viewer);
                }
                Waiting.until(
                        "it is let go",
                        PATIENCE,
                        () -> edge.get("api/v2/relays").equals(NO_RELAYS));
                Waiting.until("it is left", PATIENCE, () -> origin.viewers(CAM) == 0);
                Waiting.until("it is gone", PATIENCE, () -> !edge.isPublished(CAM));
                assertThat(status(edge.http(CAM + ".flv"))).isEqualTo(200);
                assertThat(line.connections()).as("the first one has not failed").isZero();
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"rtmp, PICTURE_AND_SOUND", "http, OTHER"})
    void anotherOriginTakesOverAndNobodyIsHungUpOn(String scheme, Clip second) throws IOException {
        try (var first = new RunningServer();
                var other = new RunningServer();
                var line = new BadLine();
                Program one = Clip.PICTURE_AND_SOUND.publishEndlessly(first.rtmp(CAM));
                Program two = second.publishEndlessly(other.rtmp(CAM))) {
            awaitPublished(first);
            awaitPublished(other);
            line.to(first.port(scheme));
            try (var edge = edge(place(scheme, line) + " " + place(scheme, other));
                    var viewer = new Watcher(edge.http(CAM + ".flv"));
                    var overRtmp = new Watcher(edge.rtmp(CAM))) {
                awaitPictures(viewer, 30);
                awaitPictures(overRtmp, 30);
                assertThat(other.viewers(CAM)).isZero();
                try (var playlist = new PlaylistWatch(edge.http(CAM + ".m3u8"))) {
                    playlist.await(2);
                    line.refuse();
                    Waiting.until("it goes on", PATIENCE, () -> other.viewers(CAM) == 1);
                    awaitPictures(viewer, 60);
                    awaitPictures(overRtmp, 60);
                    playlist.await(3);
                    assertThat(playlist.broken()).isEmpty();
                    assertThat(playlist.discontinuities()).isEqualTo(1);
                }
                for (Watcher watcher : List.of(viewer, overRtmp)) {
                    assertOneTimeline(watcher);
                    assertThat(watcher.configurations(TrackKind.VIDEO))
                            .hasSize(second == Clip.OTHER ? 2 : 1);
                }
            }
            assertThat(one.isAlive() && two.isAlive()).isTrue();
        }
    }

    @Test
    void anOriginThatIsSilentIsGivenUp() throws IOException {
        try (var first = new RunningServer();
                var other = new RunningServer();
                var line = new BadLine();
                Program one = Clip.MINUTE.publishEndlessly(first.rtmp(CAM));
                Program two = Clip.MINUTE.publishEndlessly(other.rtmp(CAM))) {
            awaitPublished(first);
            awaitPublished(other);
            line.to(first.port("rtmp"));
            String origins = place("rtmp", line) + " " + place("rtmp", other);
            try (var edge = edge(origins, "origin.stall_timeout=3s");
                    var viewer = new Watcher(edge.http(CAM + ".flv"))) {
                awaitPictures(viewer, 25);
                line.goDark();
                Waiting.until("it goes on", PATIENCE, () -> other.viewers(CAM) == 1);
                awaitPictures(viewer, 50);
                assertOneTimeline(viewer);
            }
            assertThat(one.isAlive() && two.isAlive()).isTrue();
        }
    }

    /// The first origin does not have it, and the second one is not there: the third one is right.
    @Test
    void theOriginThatHasItIsFound() throws IOException {
        try (var empty = new RunningServer("rtmp.play_wait=200ms");
                var dead = new BadLine();
                var origin = new RunningServer();
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            dead.refuse();
            awaitPublished(origin);
            String all =
                    String.join(
                            " ",
                            place("rtmp", empty),
                            place("http", dead),
                            place("rtmp", origin) + "/[app]/[stream]");
            try (var edge = edge(all);
                    var viewer = new Watcher(edge.http(CAM + ".flv"))) {
                awaitPictures(viewer, 25);
                assertThat(publisher.isAlive()).isTrue();
            }
        }
    }

    @Test
    void whatIsPublishedAtTheEdgeIsAtTheOrigin() throws IOException {
        try (var origin = new RunningServer();
                var line = new BadLine()) {
            line.to(origin.port("rtmp"));
            try (var edge = edge(place("rtmp", line));
                    Program publisher = Clip.MINUTE.publishEndlessly(edge.rtmp(CAM))) {
                awaitPublished(origin);
                try (var there = new Watcher(origin.http(CAM + ".flv"));
                        var here = new Watcher(edge.http(CAM + ".flv"))) {
                    awaitPictures(there, 25);
                    awaitPictures(here, 25);
                    assertThat(edge.get("api/v2/relays")).isEqualTo(NO_RELAYS);
                    assertThat(edge.get("api/v2/forwards"))
                            .contains("\"kind\":\"origin\",\"state\":\"sending\"");
                    line.cut();
                    awaitPictures(there, 75);
                    awaitPictures(here, 25);
                    assertOneTimeline(there);
                }
                assertThat(publisher.isAlive()).isTrue();
                publisher.kill();
                Waiting.until("it is over", PATIENCE, () -> !origin.isPublished(CAM));
            }
        }
    }

    /// Somebody has waited at the edge, for whom it was fetched.
    @Test
    void whoWatchesAtTheEdgeSeesWhatIsPublishedThere() throws IOException {
        try (var origin = new RunningServer();
                var edge =
                        edge(place("rtmp", origin), "origin.start_wait=60s", "channel.grace=1s");
                var viewer = new Watcher(edge.http(CAM + ".flv"))) {
            Waiting.until("it waits", PATIENCE, () -> edge.viewers(CAM) == 1);
            try (Program publisher = Clip.MINUTE.publishEndlessly(edge.rtmp(CAM))) {
                awaitPublished(origin);
                awaitPictures(viewer, 50);
                Waiting.until(
                        "it is not fetched",
                        PATIENCE,
                        () -> edge.get("api/v2/relays").equals(NO_RELAYS));
                assertThat(publisher.isAlive()).isTrue();
            }
        }
    }

    @Test
    void theRefusalOfAnOriginReachesThePublisher() throws IOException {
        try (var origin = new RunningServer("access.publish_key=" + KEY);
                var edge = edge(place("rtmp", origin), "origin.pass_query=true")) {
            assertThat(refusal(edge)).contains("the origin refuses", "the URL is not signed");
            assertThat(edge.isPublished(CAM)).isFalse();
            try (Program publisher =
                    Clip.MINUTE.publishEndlessly(edge.rtmp(CAM + signed(Deed.PUBLISH)))) {
                awaitPublished(origin);
                assertThat(publisher.isAlive()).isTrue();
            }
        }
    }

    @Test
    void whatIsPublishedAtTheOriginIsNotPublishedAtTheEdge() throws IOException {
        try (var origin = new RunningServer();
                var edge = edge(place("rtmp", origin));
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            awaitPublished(origin);
            assertThat(refusal(edge)).contains("the origin refuses", "is being published by");
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    private static String refusal(RunningServer edge) throws IOException {
        try (var raw = new RawClient(edge.port("rtmp")).connect("live")) {
            raw.call(0, "createStream", 2).result(2);
            raw.call(1, "publish", 3, AmfValue.of("cam"), AmfValue.of("live"));
            return raw.await("NetStream.Publish.BadName").toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "http"})
    void theOriginIsAskedAboutEachViewer(String scheme) throws IOException, InterruptedException {
        try (var origin = new RunningServer("access.play_key=" + KEY);
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            awaitPublished(origin);
            try (var edge = edge(place(scheme, origin), "origin.pass_query=true")) {
                assertThat(status(edge.http(CAM + ".flv"))).isEqualTo(403);
                String good = signed(Deed.PLAY);
                try (var viewer = new Watcher(edge.http(CAM + ".flv" + good));
                        var other = new Watcher(edge.rtmp(CAM + good))) {
                    awaitPictures(viewer, 25);
                    awaitPictures(other, 25);
                    assertThat(status(edge.http(CAM + ".flv"))).isEqualTo(403);
                    assertThat(status(edge.http(CAM + ".m3u8"))).isEqualTo(403);
                    assertThat(status(edge.http(CAM + ".m3u8" + good))).isEqualTo(200);
                    Waiting.until(
                            "only the edge is left", PATIENCE, () -> origin.viewers(CAM) == 1);
                }
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "http"})
    void anEdgeMayBeTheOriginOfAnother(String scheme) throws IOException {
        try (var origin = new RunningServer();
                var near = edge(place(scheme, origin));
                var far = edge(place(scheme, near));
                Program publisher = Clip.MINUTE.publishEndlessly(origin.rtmp(CAM))) {
            awaitPublished(origin);
            try (var viewer = new Watcher(far.http(CAM + ".flv"));
                    var other = new Watcher(far.rtmp(CAM))) {
                awaitPictures(viewer, 50);
                awaitPictures(other, 50);
                assertOneTimeline(viewer);
                assertThat(near.viewers(CAM)).isEqualTo(1);
                assertThat(origin.viewers(CAM)).isEqualTo(1);
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "http"})
    void edgesThatAskEachOtherFindItOut(String scheme) throws IOException {
        try (var line = new BadLine();
                var one = edge(place(scheme, line), "origin.start_wait=5s");
                var two = edge(place(scheme, one), "origin.start_wait=5s")) {
            line.to(two.port(scheme));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(two.http(CAM + ".flv"))).build();
            var answer = CLIENT.sendAsync(request, BodyHandlers.ofString());
            Waiting.until(
                    "it is found out",
                    PATIENCE,
                    () ->
                            Stream.of("round in circles", "508: Loop Detected")
                                    .anyMatch(one.get("api/v2/relays")::contains));
            assertThat(answer.join().statusCode()).isEqualTo(503);
            assertThat(line.connections()).isLessThan(60);
            Waiting.until(
                    "nothing is left",
                    PATIENCE,
                    () ->
                            one.get("api/v2/relays").equals(NO_RELAYS)
                                    && two.get("api/v2/relays").equals(NO_RELAYS));
        }
    }
}
