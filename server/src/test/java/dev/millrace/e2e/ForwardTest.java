package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.BadLine;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is published at one server, and goes to others.
@Tag("slow")
class ForwardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CAM = "live/cam";

    private static String to(BadLine line) {
        return "rtmp://127.0.0.1:" + line.port();
    }

    private static String to(RunningServer server) {
        return "rtmp://127.0.0.1:" + server.port("rtmp");
    }

    /// How a destination fares.
    private static JsonNode forward(RunningServer server, String to) {
        JsonNode all = new JsonMapper().readTree(server.get("api/v2/forwards")).get("forwards");
        return all.valueStream()
                .filter(it -> it.get("to").asString().equals(to + "/" + CAM))
                .findFirst()
                .orElseThrow(() -> new AssertionError(to + " is not in " + all));
    }

    private static void awaitPublished(RunningServer server) {
        Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
    }

    private static void awaitPictures(Watcher viewer, int more) {
        int before = viewer.frames(TrackKind.VIDEO).size();
        Waiting.until(
                "pictures come",
                PATIENCE,
                () -> viewer.frames(TrackKind.VIDEO).size() >= before + more);
    }

    private static void assertOneTimeline(Watcher viewer) {
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            List<Long> times =
                    viewer.frames(kind).stream().map(Frame::header).map(it -> it.dtsUs()).toList();
            assertThat(times).isSorted();
        }
    }

    @Test
    void aDestinationThatDiesAndComesBackDisturbsNobody() throws IOException {
        try (var line = new BadLine();
                var steady = new RunningServer()) {
            var dies = new RunningServer();
            line.to(dies.port("rtmp"));
            try (var server = new RunningServer("forward.to=" + to(line) + " " + to(steady));
                    Program publisher = Clip.MINUTE.publishEndlessly(server.rtmp(CAM))) {
                awaitPublished(dies);
                awaitPublished(steady);
                try (var viewer = new Watcher(steady.http(CAM + ".flv"))) {
                    awaitPictures(viewer, 25);
                    line.refuse();
                    dies.close();
                    Waiting.until(
                            "it is noticed",
                            PATIENCE,
                            () -> forward(server, to(line)).get("failures").asInt() > 1);
                    awaitPictures(viewer, 50);
                    assertThat(forward(server, to(line)).get("reason").asString()).isNotEmpty();
                    assertThat(forward(server, to(steady)).get("failures").asInt()).isZero();
                    assertThat(server.get("metrics"))
                            .containsPattern(
                                    "millrace_forward_connected\\{channel=\"live/cam\",to=\""
                                            + to(steady)
                                            + "/live/cam\"} 1");
                    assertComesBack(line);
                    assertThat(viewer.isOver()).isFalse();
                    assertOneTimeline(viewer);
                }
                assertThat(publisher.isAlive()).isTrue();
                publisher.kill();
                Waiting.until("it is over", PATIENCE, () -> !steady.isPublished(CAM));
                Waiting.until(
                        "nothing is forwarded",
                        PATIENCE,
                        () -> server.get("api/v2/forwards").equals("{\"forwards\":[]}"));
            }
        }
    }

    private static void assertComesBack(BadLine line) throws IOException {
        try (var again = new RunningServer()) {
            line.to(again.port("rtmp"));
            line.accept();
            awaitPublished(again);
            try (var viewer = new Watcher(again.http(CAM + ".flv"))) {
                awaitPictures(viewer, 50);
                assertThat(viewer.frames(TrackKind.VIDEO).getFirst().header().key()).isTrue();
                assertOneTimeline(viewer);
            }
            var publication = again.channel(CAM).publication().orElseThrow();
            assertThat(publication.stats().droppedFrames())
                    .as("frames before the first key frame")
                    .isZero();
            assertThat(again.channel(CAM).catalog().metadata()).isPresent();
            assertThat(again.channel(CAM).catalog().track(TrackKind.AUDIO)).isPresent();
            line.refuse();
        }
    }

    @Test
    void aSlowDestinationLosesGroupsAndHoldsUpNobody() throws IOException {
        try (var line = new BadLine();
                var slow = new RunningServer();
                var steady = new RunningServer()) {
            line.to(slow.port("rtmp"));
            line.slow(100_000);
            try (var server =
                            new RunningServer(
                                    "forward.to=" + to(line) + " " + to(steady),
                                    "channel.window=1s");
                    Program publisher = Clip.HEAVY.publishEndlessly(server.rtmp(CAM))) {
                awaitPublished(steady);
                try (var viewer = new Watcher(steady.http(CAM + ".flv"))) {
                    Waiting.until(
                            "it loses groups",
                            PATIENCE,
                            () -> forward(server, to(line)).get("missedGroups").asInt() > 1);
                    awaitPictures(viewer, 50);
                    assertOneTimeline(viewer);
                }
                assertThat(forward(server, to(steady)).get("missedGroups").asInt()).isZero();
                assertThat(publisher.isAlive()).isTrue();
            }
        }
    }

    /// Who takes over would put out its own publisher if it took itself for another one.
    @Test
    void nothingIsForwardedToItself() throws IOException {
        try (var line = new BadLine();
                var server =
                        new RunningServer(
                                "forward.to=" + to(line), "rtmp.publish_policy=takeover")) {
            line.to(server.port("rtmp"));
            try (Program publisher = Clip.MINUTE.publishEndlessly(server.rtmp(CAM))) {
                awaitRoundInCircles(server, line);
                assertThat(publisher.isAlive()).isTrue();
                assertThat(server.channel(CAM).publication().orElseThrow().epoch()).isEqualTo(1);
            }
        }
    }

    @Test
    void nothingComesBackThroughAThirdServer() throws IOException {
        String takeover = "rtmp.publish_policy=takeover";
        try (var back = new BadLine();
                var third = new RunningServer("forward.to=" + to(back), takeover);
                var second = new RunningServer("forward.to=" + to(third), takeover);
                var first = new RunningServer("forward.to=" + to(second), takeover)) {
            back.to(first.port("rtmp"));
            try (Program publisher = Clip.MINUTE.publishEndlessly(first.rtmp(CAM))) {
                awaitPublished(third);
                awaitRoundInCircles(third, back);
                assertThat(publisher.isAlive()).isTrue();
                assertThat(first.channel(CAM).publication().orElseThrow().epoch()).isEqualTo(1);
                assertThat(forward(second, to(third)).get("state").asString()).isEqualTo("sending");
            }
        }
    }

    private static void awaitRoundInCircles(RunningServer server, BadLine line) {
        awaitPublished(server);
        Waiting.until(
                "it is found out",
                PATIENCE,
                () -> server.get("api/v2/forwards").contains("round in circles"));
        assertThat(forward(server, to(line)).get("state").asString()).isEqualTo("waiting");
    }

    /// A service says it, once it answers; what it says wrong harms nothing.
    @Test
    void aServiceMaySayWhereItGoes() throws IOException {
        try (var hooks = new HookServer();
                var backup = new RunningServer();
                var server = new RunningServer("hooks.on_forward=" + hooks.url("forward"))) {
            hooks.says(_ -> Answer.of(503, ""));
            try (Program publisher = Clip.MINUTE.publishEndlessly(server.rtmp(CAM + "?key=a"))) {
                Waiting.until(
                        "it is asked again", PATIENCE, () -> hooks.calls("on_forward").size() > 1);
                hooks.says(_ ->
                        Answer.of(
                                200,
                                "{\"code\": 0, \"data\": {\"urls\": [\"http://no\", \"%s\"]}}"
                                        .formatted(to(backup) + "/other/[stream]")));
                Waiting.until("it is published", PATIENCE, () -> backup.isPublished("other/cam"));
                assertThat(publisher.isAlive()).isTrue();
                assertThat(hooks.calls("on_forward").getLast().body())
                        .contains("\"stream\":\"cam\"", "\"param\":\"?key=a\"");
            }
            Waiting.until("it is over", PATIENCE, () -> !backup.isPublished("other/cam"));
        }
    }
}
