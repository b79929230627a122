package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.TrackKind;
import dev.millrace.relay.Relays;
import dev.millrace.testing.TsDump;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that fetches from a camera over RTSP.
@Tag("slow")
class RtspRelaysTest {
    private static final String CAM = "live/cam";

    private static RunningServer relaying(String source, String... settings) throws IOException {
        var all = new ArrayList<>(List.of("relays[0].name=cam", "relays[0].source=" + source));
        all.addAll(List.of("relays[0].retry.initial=100ms", "relays[0].retry.max=500ms"));
        all.addAll(List.of("relays[0].idle_timeout=1s", "channel.grace=20s", "hls.segment=1s"));
        all.addAll(List.of(settings));
        return new RunningServer(all.toArray(String[]::new));
    }

    private static JsonNode status(RunningServer edge) {
        return new JsonMapper().readTree(edge.get("api/v2/relays/" + CAM));
    }

    private static void await(RunningServer edge, String state) {
        Waiting.until("it is " + state, () -> status(edge).get("state").asString().equals(state));
    }

    private static void awaitMore(Watcher viewer, int frames) {
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            int before = viewer.frames(kind).size();
            Waiting.until(
                    "more of " + kind,
                    () -> viewer.isOver() || viewer.frames(kind).size() >= before + frames);
        }
        assertThat(viewer.isOver()).isFalse();
    }

    @Test
    void aCameraIsFetchedWhileSomebodyWatches() throws IOException {
        try (var camera = Camera.start(0, "");
                var edge = relaying(camera.url("rtsp", Camera.PASSWORD))) {
            assertThat(status(edge).get("state").asString()).isEqualTo("stopped");
            URI playlist = URI.create(edge.http(CAM + ".m3u8"));
            String first = Playlists.load(playlist).segments().getFirst().resource().uri();
            TsDump segment = TsDump.of(RunningServer.get(playlist.resolve(first)));
            assertThat(segment.frames(TrackKind.VIDEO).getFirst().header().key()).isTrue();
            assertThat(segment.frames(TrackKind.AUDIO)).isNotEmpty();
            try (var viewer = new Watcher(edge.http(CAM + ".flv"))) {
                awaitMore(viewer, 25);
                await(edge, "running");
            }
            await(edge, "stopped");
        }
    }

    @Test
    void aCameraThatLosesItsPowerComesBackToTheSameViewer() throws IOException {
        try (var camera = Camera.start(0, "");
                var edge = relaying(camera.url("rtsp", Camera.PASSWORD));
                var viewer = new Watcher(edge.http(CAM + ".flv"))) {
            awaitMore(viewer, 10);
            camera.kill();
            Waiting.until("it is noticed", () -> status(edge).get("crashes").asInt() > 0);
            try (var _ = Camera.start(camera.port(), "")) {
                await(edge, "running");
                awaitMore(viewer, 25);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp, udp, 'the server does not send that over TCP; UDP is tried'",
        "rtspu, tcp, 'the server does not send that over UDP; TCP is tried'",
    })
    void theOtherWayIsTakenIfThereIsNone(String scheme, String way, String said)
            throws IOException {
        try (var camera = Camera.start(0, way);
                var edge = relaying(camera.url(scheme, Camera.PASSWORD));
                var viewer = new Watcher(edge.http(CAM + ".flv"))) {
            awaitMore(viewer, 25);
            assertThat(edge.get("api/v2/relays/" + CAM + "/log")).contains(said);
        }
    }

    @ParameterizedTest
    @CsvSource({Camera.PASSWORD + ", running", "wr0ng-word, backoff"})
    void thePasswordIsNowhere(String password, String state) throws IOException {
        try (var log = new LogLines(Relays.class);
                var camera = Camera.start(0, "");
                var edge = relaying(camera.url("rtsp", password), "relays[0].start=always")) {
            Waiting.until("something happened", () -> story(edge).contains(state));
            String answers =
                    String.join(
                            "\n",
                            edge.get("api/v2/relays"),
                            edge.get("api/v2/relays/" + CAM),
                            edge.get("api/v2/relays/" + CAM + "/log"),
                            edge.get("api/v2/sessions"),
                            edge.get("api/v2/channels"),
                            String.join("\n", log.all()));
            assertThat(answers)
                    .contains("rtsp://***@127.0.0.1:%d/card".formatted(camera.port()))
                    .doesNotContain(password);
            if (!state.equals("running")) {
                assertThat(story(edge).toString()).contains("does not accept the user name");
            }
        }
    }

    private static String story(RunningServer edge) {
        return status(edge).get("history").toString();
    }
}
