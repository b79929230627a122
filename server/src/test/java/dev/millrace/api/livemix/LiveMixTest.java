package dev.millrace.api.livemix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.access.Right;
import dev.millrace.control.node.ControlSettings;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.Waiting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What LiveMix's own tests ask of its control node, where LiveMix is right; and what would be
/// right where it is not.
class LiveMixTest {
    private static final String CAM = "{\"name\": \"cam\", \"segment_len\": 4}";
    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";
    private static final String NO_TIME = "0001-01-01T00:00:00Z";

    @TempDir private Path folder;
    private ControlServer server;

    @BeforeEach
    void open() {
        server = new ControlServer(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String add(String source) {
        return ControlServer.json(server.send("POST", "/v1/source", source))
                .at("/source/id")
                .asString();
    }

    private JsonNode source(String id) {
        return server.json("/v1/source/" + id).at("/source");
    }

    private JsonNode recording(String id) {
        return server.json("/v1/recording/" + id).at("/recording");
    }

    /// A segment as a LiveMix edge node posts it.
    private HttpResponse<byte[]> post(String source, String name, long start, byte[] body) {
        return server.send(
                "POST",
                "/v1/new-segment",
                body,
                "Source-ID",
                source,
                "Segment-Name",
                name,
                "Segment-Start-TS",
                Long.toString(start),
                "Segment-Length-MSec",
                "4000",
                "Segment-URI",
                "file:///etc/passwd");
    }

    private static byte[] body(long number) {
        return ("segment " + number).getBytes(StandardCharsets.UTF_8);
    }

    private String live(String source) {
        return ControlServer.text(server.get("/v1/vod/live/%s/vid.m3u8".formatted(source)));
    }

    // Management

    @Test
    void isAliveAndReady() {
        assertThat(server.status("GET", "/liveness/alive")).isEqualTo(200);
        assertThat(server.status("GET", "/liveness/ready")).isEqualTo(200);
    }

    @Test
    void theRequestIdComesBack() {
        HttpResponse<byte[]> answer = server.get("/v1/source", "X-Request-ID", "my-request");
        assertThat(answer.headers().firstValue("X-Request-ID")).hasValue("my-request");
        assertThat(ControlServer.json(answer).at("/request_id").asString()).isEqualTo("my-request");
        assertThat(ControlServer.json(answer).at("/success").asBoolean()).isTrue();
        assertThat(server.get("/v1/source").headers().firstValue("X-Request-ID")).isPresent();
    }

    @Test
    void anErrorIsInTheEnvelope() {
        HttpResponse<byte[]> answer = server.get("/v1/source/" + UNKNOWN);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(ControlServer.text(answer))
                .contains("\"success\":false", "\"code\":404", "\"detail\":\"there is no such");
    }

    @Test
    void aSourceIsMadeAndReadBack() {
        String id =
                add(
                        "{\"name\": \"cam\", \"segment_len\": 4, \"description\": \"gate\","
                                + " \"playlist\": \"http://cam/live.m3u8\"}");
        JsonNode source = source(id);
        assertThat(source.at("/name").asString()).isEqualTo("cam");
        assertThat(source.at("/segment_length").asInt()).isEqualTo(4);
        assertThat(source.at("/description").asString()).isEqualTo("gate");
        assertThat(source.at("/playlist").asString()).isEqualTo("http://cam/live.m3u8");
        assertThat(source.at("/streaming").asInt()).isEqualTo(-1);
        assertThat(source.at("/local_time").asString()).isEqualTo(NO_TIME);
        assertThat(source.has("rr_target")).isFalse();
        assertThat(server.json("/v1/source?source_name=cam").at("/sources/0/id").asString())
                .isEqualTo(id);
        assertThat(server.status("GET", "/v1/source?source_name=nobody")).isEqualTo(404);
        assertThat(server.send("POST", "/v1/source", CAM).statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello world",
                "[]",
                "{\"name\": \"cam\"}",
                "{\"segment_len\": 4}",
                "{\"name\": 7, \"segment_len\": 4}",
                "{\"name\": \"cam\", \"segment_len\": \"4\"}",
                "{\"name\": \"cam\", \"segment_len\": 0}",
                "{\"name\": \"cam\", \"segment_len\": 99999999999}",
                "{\"name\": \" \", \"segment_len\": 4}",
                "{\"name\": \"cam\", \"segment_len\": 4, \"playlist\": \"no uri\"}"
            })
    void aWrongSourceIsRefused(String body) {
        HttpResponse<byte[]> answer = server.send("POST", "/v1/source", body);
        assertThat(answer.statusCode()).as(ControlServer.text(answer)).isEqualTo(400);
    }

    @Test
    void aSourceIsRenamedSwitchedAndDeleted() {
        String id = add(CAM);
        String path = "/v1/source/" + id;
        assertThat(server.status("PUT", path + "/name")).isEqualTo(400);
        assertThat(server.status("PUT", path + "/name?new_name=gate")).isEqualTo(200);
        assertThat(source(id).at("/name").asString()).isEqualTo("gate");
        assertThat(server.status("PUT", path + "/streaming")).isEqualTo(400);
        assertThat(server.status("PUT", path + "/streaming?new_state=true")).isEqualTo(200);
        assertThat(source(id).at("/streaming").asInt()).isEqualTo(1);
        assertThat(server.status("PUT", path + "/streaming?new_state=false")).isEqualTo(200);
        assertThat(source(id).at("/streaming").asInt()).isEqualTo(-1);
        assertThat(server.status("DELETE", path)).isEqualTo(200);
        assertThat(server.status("DELETE", path)).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/source/%s/name?new_name=x",
        "PUT, /v1/source/%s/streaming?new_state=true",
        "POST, /v1/source/%s/recording",
        "GET, /v1/source/%s/recording",
        "GET, /v1/recording/%s",
        "POST, /v1/recording/%s/stop",
        "DELETE, /v1/recording/%s",
        "GET, /v1/recording/%s/segment",
        "GET, /v1/vod/live/%s/vid.m3u8",
        "GET, /v1/vod/recording/%s/vid.m3u8"
    })
    void whatIsNotThereIsNotFound(String method, String path) {
        assertThat(server.status(method, path.formatted(UNKNOWN))).isEqualTo(404);
        assertThat(server.status(method, path.formatted("no-id"))).isEqualTo(404);
    }

    @Test
    void aMethodThatDoesNothingIsSaidSo() {
        assertThat(server.status("DELETE", "/v1/source")).isEqualTo(405);
    }

    // Recordings

    /// L18: no start means now, with a body or without.
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"alias\": \"one\", \"description\": \"more\"}"})
    void aRecordingStartsNow(String body) {
        Instant before = Instant.now().minusSeconds(1);
        String id = server.record(add(CAM), body);
        JsonNode recording = recording(id);
        assertThat(id).hasSize(26);
        assertThat(Instant.parse(recording.at("/start_ts").asString()))
                .isBetween(before, Instant.now());
        assertThat(recording.at("/end_ts").asString()).isEqualTo(NO_TIME);
        assertThat(recording.at("/active").asInt()).isEqualTo(1);
        assertThat(recording.has("alias")).isEqualTo(body.contains("alias"));
    }

    @Test
    void aRecordingMayStartInThePast() {
        long epoch = Instant.now().minusSeconds(60).getEpochSecond();
        String id = server.record(add(CAM), "{\"start_time_epoch\": %d}".formatted(epoch));
        assertThat(Instant.parse(recording(id).at("/start_ts").asString()).getEpochSecond())
                .isEqualTo(epoch);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{\"start_time_epoch\": \"now\"}",
                "{\"start_time_epoch\": -5}",
                "{\"start_time_epoch\": 99999999999}",
                "{\"start_time_epoch\": 9223372036854775807}",
                "{\"alias\": 5}"
            })
    void aWrongRecordingIsRefused(String body) {
        String path = "/v1/source/%s/recording".formatted(add(CAM));
        assertThat(server.send("POST", path, body).statusCode()).isEqualTo(400);
    }

    /// L22: there is no edge node at all.
    @Test
    void aRecordingIsStoppedOnceAndNoMore() {
        String source = add(CAM);
        String id = server.record(source, "");
        String active = "/v1/source/%s/recording?only_active=true".formatted(source);
        assertThat(server.json(active).at("/recordings")).hasSize(1);
        assertThat(server.status("POST", "/v1/recording/%s/stop".formatted(id))).isEqualTo(200);
        String end = recording(id).at("/end_ts").asString();
        assertThat(recording(id).at("/active").asInt()).isEqualTo(-1);
        assertThat(server.status("POST", "/v1/recording/%s/stop?force=true".formatted(id)))
                .isEqualTo(200);
        assertThat(recording(id).at("/end_ts").asString()).isEqualTo(end);
        assertThat(server.json(active).at("/recordings")).isEmpty();
        assertThat(server.json("/v1/recording").at("/recordings")).hasSize(1);
        assertThat(server.status("DELETE", "/v1/recording/%s?force=true".formatted(id)))
                .isEqualTo(200);
        assertThat(server.json("/v1/recording").at("/recordings")).isEmpty();
    }

    // LiveMix's own edge nodes

    @Test
    void anEdgeNodeReportsAndIsToldWhatToRecord() {
        String source = add(CAM);
        String path = "/v1/source/%s/status".formatted(source);
        String id = server.record(source, "");
        JsonNode answer =
                ControlServer.json(
                        server.send(
                                "POST",
                                path,
                                "{\"rr_target_id\": \"edge-1\","
                                        + " \"local_timestamp\": \"1999-01-01T00:00:00Z\"}"));
        assertThat(answer.at("/source/rr_target").asString()).isEqualTo("edge-1");
        // L7: its own clock is nobody's business.
        assertThat(Instant.parse(answer.at("/source/local_time").asString()))
                .isAfter(Instant.now().minusSeconds(60));
        assertThat(answer.at("/recordings/0/id").asString()).isEqualTo(id);
        assertThat(server.send("POST", path, "").statusCode()).isEqualTo(400);
        assertThat(server.send("POST", path, "x").statusCode()).isEqualTo(400);
        assertThat(server.send("POST", path, "{}").statusCode()).isEqualTo(400);
    }

    /// S3: where it came from is not opened.
    @Test
    void aPostedSegmentIsShown() {
        String source = add(CAM);
        long start = Instant.now().getEpochSecond() - 20;
        assertThat(post(source, "a.ts", start, body(1)).statusCode()).isEqualTo(200);
        assertThat(live(source))
                .contains("#EXT-X-TARGETDURATION:4\n", "#EXTINF:4.000,")
                .contains(
                        "#EXT-X-PROGRAM-DATE-TIME:%s"
                                .formatted(
                                        Instant.ofEpochSecond(start).toString().replace("Z", "")))
                .doesNotContain("ENDLIST", "a.ts");
        String file = live(source).lines().filter(it -> !it.startsWith("#")).findFirst().orElse("");
        HttpResponse<byte[]> segment = server.get("/v1/vod/live/%s/%s".formatted(source, file));
        assertThat(segment.body()).isEqualTo(body(1));
        assertThat(segment.headers().firstValue("Content-Type")).hasValue("video/mp2t");
        assertThat(server.status("GET", "/v1/vod/live/%s/a.ts".formatted(source))).isEqualTo(404);
        assertThat(server.status("GET", "/v1/vod/live/%s/a.mp4".formatted(source))).isEqualTo(404);
        assertThat(server.status("GET", "/v1/vod/live/%s/ts".formatted(source))).isEqualTo(404);
        assertThat(server.status("GET", "/v1/vod/live/%s/m3u8".formatted(source))).isEqualTo(404);
    }

    /// L11, L12.
    @Test
    void postsComeTwiceAndOutOfOrder() {
        String source = add(CAM);
        long start = Instant.now().getEpochSecond() - 60;
        for (long i : new long[] {0, 0, 2, 1, 1, 2, 3}) {
            assertThat(post(source, "s.ts", start + 4 * i, body(i)).statusCode()).isEqualTo(200);
        }
        List<byte[]> bodies = new ArrayList<>();
        live(source)
                .lines()
                .filter(it -> !it.startsWith("#"))
                .forEach(it ->
                        bodies.add(server.get("/v1/vod/live/%s/%s".formatted(source, it)).body()));
        assertThat(bodies).containsExactly(body(0), body(1), body(2), body(3));
        assertThat(live(source)).doesNotContain("GAP", "#EXT-X-DISCONTINUITY\n");
    }

    /// L7: the clock of the edge node was two hours ahead, and was put right.
    @Test
    void aClockThatIsSetBackIsFollowed() {
        String source = add(CAM);
        long now = Instant.now().getEpochSecond();
        assertThat(post(source, "s.ts", now + 7_200, body(0)).statusCode()).isEqualTo(200);
        for (long i = 1; i <= 10; i++) {
            assertThat(post(source, "s.ts", now + 4 * i, body(i)).statusCode()).isEqualTo(200);
        }
        assertThat(live(source)).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
        assertThat(bodies(source)).containsExactly(body(0), body(8), body(9), body(10));
    }

    private List<byte[]> bodies(String source) {
        return live(source)
                .lines()
                .filter(it -> !it.startsWith("#"))
                .map(it -> server.get("/v1/vod/live/%s/%s".formatted(source, it)).body())
                .toList();
    }

    /// L19: the segment in which a recording ends is posted when it is over.
    @Test
    void aRecordingHasItsLastSegment() {
        String source = add(CAM);
        long start = Instant.now().getEpochSecond() - 6;
        post(source, "0.ts", start, body(0));
        String id = server.record(source, "{\"start_time_epoch\": %d}".formatted(start));
        server.send("POST", "/v1/recording/%s/stop".formatted(id), "");
        post(source, "1.ts", start + 4, body(1));
        post(source, "2.ts", start + 4_000, body(2));
        Waiting.until(
                "both are stored", () -> server.node.catalogue().segments(id, -1, 9).size() == 2);
    }

    /// L9: names are nobody's identity.
    @Test
    void twoCamerasWithTheSameNamesAreNotMixedUp() {
        String cam = add(CAM);
        String door = add(CAM.replace("cam", "door"));
        long start = Instant.now().getEpochSecond() - 20;
        post(cam, "seg-1.ts", start, body(1));
        post(door, "seg-1.ts", start, body(2));
        String file = live(cam).lines().filter(it -> !it.startsWith("#")).findFirst().orElse("");
        assertThat(server.get("/v1/vod/live/%s/%s".formatted(cam, file)).body()).isEqualTo(body(1));
        assertThat(server.status("GET", "/v1/vod/live/%s/%s".formatted(door, file))).isEqualTo(404);
    }

    @Test
    void postedSegmentsAreRecorded() {
        String source = add(CAM);
        long start = Instant.now().getEpochSecond() - 20;
        post(source, "0.ts", start, body(0));
        String id = server.record(source, "{\"start_time_epoch\": %d}".formatted(start));
        post(source, "1.ts", start + 4, body(1));
        Waiting.until(
                "both are stored",
                () ->
                        server.json("/v1/recording/%s/segment".formatted(id)).at("/segments").size()
                                == 2);
        JsonNode segment = server.json("/v1/recording/%s/segment".formatted(id)).at("/segments/0");
        assertThat(segment.at("/length").asDouble()).isEqualTo(4.0);
        assertThat(segment.at("/uploaded").asInt()).isEqualTo(1);
        server.send("POST", "/v1/recording/%s/stop".formatted(id), "");
        String base = "/v1/vod/recording/%s/".formatted(id);
        String playlist = ControlServer.text(server.get(base + "whatever.M3U8"));
        assertThat(playlist).contains("#EXT-X-ENDLIST", segment.at("/name").asString());
        assertThat(server.get(base + segment.at("/name").asString()).body()).isEqualTo(body(0));
    }

    @ParameterizedTest
    @CsvSource({
        "Source-ID, nobody, 404",
        "Source-ID, , 400",
        "Segment-Name, , 400",
        "Segment-Start-TS, , 400",
        "Segment-Start-TS, soon, 400",
        "Segment-Start-TS, 99999999999, 400",
        "Segment-Length-MSec, , 400",
        "Segment-Length-MSec, 1.5, 400",
        "Segment-Length-MSec, -1, 400",
        "Segment-URI, , 400"
    })
    void aWrongPostIsRefused(String header, String value, int status) {
        String[] headers = {
            "Source-ID", add(CAM),
            "Segment-Name", "a.ts",
            "Segment-Start-TS", Long.toString(Instant.now().getEpochSecond()),
            "Segment-Length-MSec", "4000",
            "Segment-URI", "file:///a.ts"
        };
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals(header)) {
                headers[i] = value == null ? "X-Nothing" : header;
                headers[i + 1] = value == null ? "-" : value;
            }
        }
        HttpResponse<byte[]> answer = server.send("POST", "/v1/new-segment", body(1), headers);
        assertThat(answer.statusCode()).as(ControlServer.text(answer)).isEqualTo(status);
    }

    /// S4.
    @Test
    void hugeBodiesAreRefused() {
        assertThat(server.send("POST", "/v1/source", " ".repeat(70_000)).statusCode())
                .isEqualTo(400);
        byte[] huge = new byte[(64 << 20) + 1];
        assertThat(post(add(CAM), "a.ts", Instant.now().getEpochSecond(), huge).statusCode())
                .isEqualTo(413);
        assertThat(server.node.transfers().used()).isZero();
    }

    @Test
    void nothingYetIsSaidSo() {
        String source = add(CAM);
        assertThat(server.status("GET", "/v1/vod/live/%s/vid.m3u8".formatted(source)))
                .isEqualTo(503);
    }

    /// S1.
    @Test
    void whoShowsNoTokenChangesNothing(@TempDir Path other) {
        var settings = ControlServer.settings(ControlSettings.Keep.ALL);
        try (var closed = new ControlServer(other, settings, it -> it, Right.NOTHING)) {
            assertThat(closed.send("POST", "/v1/source", CAM).statusCode()).isEqualTo(401);
            assertThat(closed.status("GET", "/v1/source")).isEqualTo(401);
            assertThat(closed.status("POST", "/v1/new-segment")).isEqualTo(401);
            String edge = "Bearer " + ControlServer.EDGE_TOKEN;
            assertThat(closed.get("/v1/source", "Authorization", edge).statusCode()).isEqualTo(200);
            assertThat(
                            closed.send(
                                            "POST",
                                            "/v1/source",
                                            CAM.getBytes(StandardCharsets.UTF_8),
                                            "Authorization",
                                            edge)
                                    .statusCode())
                    .isEqualTo(401);
            String admin = "Bearer " + ControlServer.ADMIN.reveal();
            assertThat(closed.get("/v1/recording", "Authorization", admin).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void oldRecordingsAreDeletedWhenTheyAreTooOld(@TempDir Path other) {
        var keep = new ControlSettings.Keep(Optional.of(Duration.ofNanos(1)), Optional.empty());
        try (var small =
                new ControlServer(other, ControlServer.settings(keep), it -> it, Right.CONFIGURE)) {
            small.send("POST", "/v1/source", CAM);
            String id = small.record(small.sourceId("cam"), "");
            String running = small.record(small.sourceId("cam"), "");
            small.send("POST", "/v1/recording/%s/stop".formatted(id), "");
            String deleted = small.record(small.sourceId("cam"), "");
            small.send("DELETE", "/v1/recording/" + deleted, ""); // so that it is looked at once
            Waiting.until(
                    "the one that ended is gone",
                    () -> small.status("GET", "/v1/recording/" + id) == 404);
            assertThat(small.status("GET", "/v1/recording/" + running)).isEqualTo(200);
        }
    }
}
