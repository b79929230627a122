package dev.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.codec.Codec;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import dev.millrace.testing.Feed;
import dev.millrace.testing.SampleCodecs;
import dev.millrace.testing.TsClip;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/// Every answer of every operation, held against the document the server gives out.
class OpenApiTest {
    private static final String DESCRIPTION = "/api/v2/openapi.yaml";

    /// The answer, and a request that leads to it. `s1` publishes `live/cam`.
    static final List<Arguments> EXCHANGES =
            List.of(
                    arguments("getServer 200", "GET", "server"),
                    arguments("getServer 405", "POST", "server"),
                    arguments("listChannels 200", "GET", "channels"),
                    arguments("listChannels 405", "DELETE", "channels"),
                    arguments("getChannel 200", "GET", "channels/live/cam"),
                    arguments("getChannel 200", "GET", "channels/live/wanted?vhost=example.org"),
                    arguments("getChannel 400", "GET", "channels/cam"),
                    arguments("getChannel 404", "GET", "channels/live/nobody"),
                    arguments("getChannel 405", "PUT", "channels/live/cam"),
                    arguments("listSessions 200", "GET", "sessions"),
                    arguments("listSessions 405", "POST", "sessions"),
                    arguments("getSession 200", "GET", "sessions/s1"),
                    arguments("getSession 200", "GET", "sessions/s2"),
                    arguments("getSession 400", "GET", "sessions/1"),
                    arguments("getSession 404", "GET", "sessions/s99"),
                    arguments("getSession 405", "POST", "sessions/s1"),
                    arguments("endSession 204", "DELETE", "sessions/s1"),
                    arguments("endSession 400", "DELETE", "sessions/cam"),
                    arguments("endSession 404", "DELETE", "sessions/s99"),
                    arguments("listRelays 200", "GET", "relays"),
                    arguments("listRelays 405", "DELETE", "relays"),
                    arguments("getRelay 200", "GET", "relays/live/door"),
                    arguments("getRelay 400", "GET", "relays/door"),
                    arguments("getRelay 404", "GET", "relays/live/nobody"),
                    arguments("getRelay 405", "PATCH", "relays/live/door"),
                    arguments("startRelay 200", "POST", "relays/live/door/start"),
                    arguments("startRelay 404", "POST", "relays/live/nobody/start"),
                    arguments("startRelay 405", "GET", "relays/live/door/start"),
                    arguments("stopRelay 200", "POST", "relays/live/door/stop"),
                    arguments("stopRelay 404", "POST", "relays/live/nobody/stop"),
                    arguments("stopRelay 405", "GET", "relays/live/door/stop"),
                    arguments("getRelayLog 200", "GET", "relays/live/door/log"),
                    arguments("getRelayLog 404", "GET", "relays/live/nobody/log"),
                    arguments("getRelayLog 405", "POST", "relays/live/door/log"),
                    arguments("resetRelay 200", "POST", "relays/live/door/reset"),
                    arguments("resetRelay 404", "POST", "relays/live/nobody/reset"),
                    arguments("resetRelay 405", "GET", "relays/live/door/reset"),
                    arguments("listRelaySettings 200", "GET", "relay-settings"),
                    arguments("listRelaySettings 405", "PUT", "relay-settings"),
                    arguments("getEdge 200", "GET", "edge"),
                    arguments("getEdge 405", "POST", "edge"),
                    arguments("listen 405", "POST", "events"),
                    arguments("getMeeting 200", "GET", "meetings/team"),
                    arguments("getMeeting 400", "GET", "meetings/team/anna"),
                    arguments("getMeeting 405", "POST", "meetings/team"),
                    arguments("measureDown 200", "GET", "bandwidth?seconds=1"),
                    arguments("measureDown 400", "GET", "bandwidth?seconds=0"),
                    arguments("measureDown 405", "DELETE", "bandwidth"),
                    arguments("measureUp 200", "POST", "bandwidth?seconds=1"),
                    arguments("measureUp 400", "POST", "bandwidth?seconds=x"),
                    arguments("getLogin 200", "GET", "login"),
                    arguments("getLogin 405", "PUT", "login"),
                    arguments("login 400", "POST", "login"),
                    arguments("logout 204", "DELETE", "login"),
                    arguments("addRelay 400", "POST", "relays"),
                    arguments("putRelay 400", "PUT", "relays/live/new"),
                    arguments("deleteRelay 404", "DELETE", "relays/live/nobody"),
                    arguments("deleteRelay 409", "DELETE", "relays/live/door"),
                    arguments("getControl 200", "GET", "control"),
                    arguments("getControl 405", "POST", "control"),
                    arguments("listSources 200", "GET", "sources"),
                    arguments("listSources 400", "GET", "sources?limit=0"),
                    arguments("listSources 405", "DELETE", "sources"),
                    arguments("addSource 400", "POST", "sources"),
                    arguments("getSource 200", "GET", "sources/SOURCE"),
                    arguments("getSource 404", "GET", "sources/nobody"),
                    arguments("getSource 405", "POST", "sources/SOURCE"),
                    arguments("changeSource 400", "PATCH", "sources/SOURCE"),
                    arguments("changeSource 404", "PATCH", "sources/nobody"),
                    arguments("deleteSource 204", "DELETE", "sources/SOURCE"),
                    arguments("deleteSource 404", "DELETE", "sources/nobody"),
                    arguments("getSnapshot 404", "GET", "sources/SOURCE/snapshot.mp4"),
                    arguments("getSnapshot 405", "POST", "sources/SOURCE/snapshot.mp4"),
                    arguments("listRecordings 200", "GET", "recordings?active=true"),
                    arguments("listRecordings 200", "GET", "recordings?newest=true&source=SOURCE"),
                    arguments("listRecordings 400", "GET", "recordings?source=x"),
                    arguments("listRecordings 405", "DELETE", "recordings"),
                    arguments("startRecording 400", "POST", "recordings"),
                    arguments("getRecording 200", "GET", "recordings/RECORDING"),
                    arguments("getRecording 404", "GET", "recordings/nobody"),
                    arguments("getRecording 405", "PUT", "recordings/RECORDING"),
                    arguments("deleteRecording 204", "DELETE", "recordings/RECORDING"),
                    arguments("deleteRecording 404", "DELETE", "recordings/nobody"),
                    arguments("stopRecording 200", "POST", "recordings/RECORDING/stop"),
                    arguments("stopRecording 404", "POST", "recordings/nobody/stop"),
                    arguments("stopRecording 405", "GET", "recordings/RECORDING/stop"),
                    arguments("getTimeline 200", "GET", "recordings/RECORDING/timeline"),
                    arguments("getTimeline 400", "GET", "recordings/RECORDING/timeline?from=now"),
                    arguments("getTimeline 404", "GET", "recordings/nobody/timeline"),
                    arguments("getTimeline 405", "POST", "recordings/RECORDING/timeline"),
                    arguments(
                            "getEffectiveConfig 200",
                            "GET",
                            "config/effective?channel=live/cam&vhost=tv.example"),
                    arguments("getEffectiveConfig 400", "GET", "config/effective"),
                    arguments("getEffectiveConfig 405", "POST", "config/effective"),
                    arguments("getConfig 200", "GET", "config"),
                    arguments("getConfig 405", "DELETE", "config"),
                    arguments("changeConfig 200", "POST", "config"),
                    arguments("changeConfig 200", "POST", "config?dryRun=1"),
                    arguments("listHooks 200", "GET", "hooks"),
                    arguments("listHooks 405", "POST", "hooks"),
                    arguments("listForwards 200", "GET", "forwards"),
                    arguments("listForwards 405", "POST", "forwards"),
                    arguments("listRecorders 200", "GET", "dvr"),
                    arguments("listRecorders 405", "POST", "dvr"),
                    arguments("startRecorder 200", "POST", "dvr/live/cam/start"),
                    arguments("startRecorder 400", "POST", "dvr/cam/start"),
                    arguments("startRecorder 404", "POST", "dvr/live/nobody/start"),
                    arguments("startRecorder 405", "GET", "dvr/live/cam/start"),
                    arguments("stopRecorder 400", "POST", "dvr/cam/stop"),
                    arguments("stopRecorder 404", "POST", "dvr/live/cam/stop"),
                    arguments("stopRecorder 405", "GET", "dvr/live/cam/stop"),
                    arguments("listFiles 200", "GET", "dvr/files?channel=live/cam&limit=5"),
                    arguments("listFiles 400", "GET", "dvr/files?limit=0"),
                    arguments("listFiles 405", "POST", "dvr/files"),
                    arguments("deleteFile 404", "DELETE", "dvr/files/live/none.flv"),
                    arguments("deleteFile 405", "GET", "dvr/files/live/none.flv"),
                    arguments("listEdges 200", "GET", "edges"),
                    arguments("listEdges 400", "GET", "edges?after=x"),
                    arguments("listEdges 405", "POST", "edges"),
                    arguments("getDescription 200", "GET", "openapi.yaml"),
                    arguments("getDescription 405", "DELETE", "openapi.yaml"));

    /// Whatever changes something.
    static final List<Arguments> CHANGES =
            List.of(
                    arguments("endSession", "DELETE", "sessions/s1"),
                    arguments("addRelay", "POST", "relays"),
                    arguments("changeConfig", "POST", "config"),
                    arguments("putRelay", "PUT", "relays/live/door"),
                    arguments("deleteRelay", "DELETE", "relays/live/door"),
                    arguments("startRelay", "POST", "relays/live/door/start"),
                    arguments("stopRelay", "POST", "relays/live/door/stop"),
                    arguments("resetRelay", "POST", "relays/live/door/reset"),
                    arguments("startRecorder", "POST", "dvr/live/cam/start"),
                    arguments("stopRecorder", "POST", "dvr/live/cam/stop"),
                    arguments("deleteFile", "DELETE", "dvr/files/live/none.flv"),
                    arguments("addSource", "POST", "sources"),
                    arguments("changeSource", "PATCH", "sources/SOURCE"),
                    arguments("deleteSource", "DELETE", "sources/SOURCE"),
                    arguments("startRecording", "POST", "recordings"),
                    arguments("deleteRecording", "DELETE", "recordings/RECORDING"),
                    arguments("stopRecording", "POST", "recordings/RECORDING/stop"),
                    arguments("measureUp", "POST", "bandwidth"),
                    arguments("login", "POST", "login"),
                    arguments("logout", "DELETE", "login"));

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private final ApiServer server;
    private final OpenApi document;

    OpenApiTest() throws IOException {
        server = new ApiServer();
        document = new OpenApi(server.get(DESCRIPTION).body());
    }

    @BeforeEach
    void publishAndWatch() throws Exception {
        Feed feed = Feed.open(server.channels, server.sessions, "live/cam");
        feed.send(50);
        server.traffic.tick(0);
        server.traffic.tick(1_000_000_000);
        server.session("rtmp", _ -> {});
        server.session("hls", _ -> {}).engage(Session.Role.VIEWER, "live/cam");
        server.channels.join(ChannelName.of("example.org", "live", "wanted"));
        server.cluster.tick(System.nanoTime());
        server.relay("live/door", "rtmp://user:secret@127.0.0.1:1/live/door");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @FieldSource("EXCHANGES")
    void theAnswerIsAsDescribed(String described, String method, String resource) {
        HttpResponse<byte[]> answer = server.send(method, "/api/v2/" + server.resolved(resource));
        assertThat(document.problems(described, answer))
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    /// Two tracks at a time, as a channel has them.
    @Test
    void everyCodecIsAsDescribed() {
        try (Feed feed = Feed.open(server.channels, server.sessions, "live/codecs")) {
            for (Codec video : SampleCodecs.VIDEO) {
                for (Codec audio : SampleCodecs.AUDIO) {
                    feed.publication().configure(video);
                    feed.publication().configure(audio);
                    HttpResponse<byte[]> answer = server.get("/api/v2/channels/live/codecs");
                    assertThat(document.problems("getChannel 200", answer)).isEmpty();
                    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                            .contains(video.codecName(), audio.codecName());
                }
            }
        }
    }

    @Test
    void aConfigurationThatCannotBeTakenIsRefused() {
        assertIs("changeConfig 400", server.sendText("POST", "/api/v2/config", "bad"));
        assertIs("changeConfig 409", server.sendText("POST", "/api/v2/config?keep=1", "data"));
    }

    @Test
    void anUnchangedDescriptionIsNotSentAgain() {
        String tag = ApiServer.header(server.get(DESCRIPTION), "ETag");
        HttpResponse<byte[]> answer = server.get(DESCRIPTION, "If-None-Match", tag);
        assertThat(document.problems("getDescription 304", answer)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void pagesOfOtherSitesCanChangeNothing(String operation, String method, String resource) {
        HttpResponse<byte[]> answer =
                server.send(method, "/api/v2/" + resource, "Origin", "http://elsewhere");
        assertThat(document.problems(operation + " 403", answer)).isEmpty();
    }

    @Test
    @DisplayName("B7, B8: 401 without a token, or with a wrong one")
    void whoShowsNoTokenLearnsNothing() throws IOException {
        var rights = new Access.Settings(ApiServer.TOKEN, Right.NOTHING, Right.NOTHING);
        try (var closed = new ApiServer(rights)) {
            for (Arguments exchange : EXCHANGES) {
                String operation = word(exchange, 0).replaceFirst(" .*", "");
                if (needsToken(operation) && !word(exchange, 0).endsWith("405")) {
                    String path = "/api/v2/" + word(exchange, 2);
                    HttpResponse<byte[]> answer = closed.send(word(exchange, 1), path);
                    assertIs(operation + " 401", answer);
                    assertThat(ApiServer.header(answer, "WWW-Authenticate")).startsWith("Bearer");
                }
            }
            HttpResponse<byte[]> listening = closed.get("/api/v2/events");
            assertThat(document.problems("listen 401", listening)).isEmpty();
            HttpResponse<byte[]> login =
                    closed.sendText("POST", "/api/v2/login", "{\"token\": \"guess\"}");
            assertThat(document.problems("login 401", login)).isEmpty();
        }
    }

    private boolean needsToken(String operation) {
        return document.answers().contains(operation + " 401") && !operation.equals("login");
    }

    private static String word(Arguments exchange, int index) {
        return String.valueOf(exchange.get()[index]);
    }

    @Test
    void aRelayIsAddedChangedAndDeleted() {
        String relay = "/api/v2/relays/live/new";
        String form = "{\"name\": \"live/new\", \"source\": \"rtmp://127.0.0.1:1/a/b\"}";
        assertIs("addRelay 201", server.sendText("POST", "/api/v2/relays", form));
        assertIs("addRelay 409", server.sendText("POST", "/api/v2/relays", form));
        assertIs("putRelay 200", server.sendText("PUT", relay, form));
        assertIs("deleteRelay 204", server.send("DELETE", relay));
        assertIs("putRelay 201", server.sendText("PUT", relay, form));
    }

    @Test
    void aRecordingIsStartedStoppedAndDeleted() {
        assertIs("startRecorder 200", server.send("POST", "/api/v2/dvr/live/cam/start"));
        Waiting.until("a file", () -> server.dvr.list().getFirst().bytes() > 0);
        assertIs("listRecorders 200", server.get("/api/v2/dvr"));
        assertIs("stopRecorder 200", server.send("POST", "/api/v2/dvr/live/cam/stop"));
        Waiting.until("its end", () -> server.dvr.list().getFirst().file().isEmpty());
        HttpResponse<byte[]> files = server.get("/api/v2/dvr/files?channel=live/cam");
        assertIs("listFiles 200", files);
        String path = ApiServer.json(files).get("files").get(0).get("path").asString();
        assertIs("deleteFile 204", server.send("DELETE", "/api/v2/dvr/files/" + path));
        assertIs("deleteFile 404", server.send("DELETE", "/api/v2/dvr/files/" + path));
    }

    @Test
    void aSourceIsAddedChangedAndRecorded() {
        String source = "/api/v2/sources/" + server.resolved("SOURCE");
        String form = "{\"name\": \"door\", \"segmentSeconds\": 4}";
        assertIs("addSource 201", server.sendText("POST", "/api/v2/sources", form));
        assertIs("addSource 409", server.sendText("POST", "/api/v2/sources", form));
        assertIs("changeSource 409", server.sendText("PATCH", source, "{\"name\": \"door\"}"));
        String change = "{\"name\": \"gate\", \"streaming\": true}";
        assertIs("changeSource 200", server.sendText("PATCH", source, change));
        String wanted =
                server.resolved("{\"source\": \"SOURCE\", \"start\": \"2026-01-01T00:00:00Z\"}");
        assertIs("startRecording 201", server.sendText("POST", "/api/v2/recordings", wanted));
    }

    @Test
    void aSourceThatStreamsHasAPicture() throws IOException {
        String snapshot = "/api/v2/sources/%s/snapshot.mp4".formatted(server.resolved("SOURCE"));
        server.sendLive(Files.readAllBytes(clip()));
        HttpResponse<byte[]> movie = server.get(snapshot);
        assertIs("getSnapshot 200", movie);
        assertThat(new String(movie.body(), 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        String tag = ApiServer.header(movie, "ETag");
        assertIs("getSnapshot 304", server.get(snapshot, "If-None-Match", tag));
        server.sendLive("nothing that anybody could show".getBytes(StandardCharsets.UTF_8));
        assertIs("getSnapshot 404", server.get(snapshot));
    }

    private Path clip() throws IOException {
        String encoding =
                "-f lavfi -i testsrc2=size=64x48:rate=10 -t 1 -c:v libx264 -preset ultrafast";
        return TsClip.encode(folder.resolve("clip.ts"), encoding).file();
    }

    @Test
    void aKeyMeasuresTheLineAndAWrongOneDoesNot() throws IOException {
        var rights = new Access.Settings(ApiServer.TOKEN, Right.NOTHING, Right.NOTHING);
        try (var closed = new ApiServer(rights)) {
            String line = "/api/v2/bandwidth?seconds=1&key=";
            assertIs("measureDown 200", closed.get(line + "the-key"));
            assertIs("measureDown 403", closed.get(line + "another"));
        }
    }

    @Test
    void theRightTokenGivesACookie() {
        String token = "{\"token\": \"%s\"}".formatted(ApiServer.TOKEN.reveal());
        assertIs("login 204", server.sendText("POST", "/api/v2/login", token));
        for (int i = 0; i < 10; i++) {
            server.sendText("POST", "/api/v2/login", "{\"token\": \"guess\"}");
        }
        assertIs("login 429", server.sendText("POST", "/api/v2/login", token));
    }

    private void assertIs(String described, HttpResponse<byte[]> answer) {
        assertThat(document.problems(described, answer))
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    @Test
    void everyDescribedAnswerIsTried() {
        var tried = EXCHANGES.stream().map(e -> (String) e.get()[0]).collect(Collectors.toSet());
        CHANGES.forEach(change -> tried.add(change.get()[0] + " 403"));
        tried.addAll(
                List.of(
                        "getDescription 304",
                        "measureDown 403",
                        "getSnapshot 200",
                        "getSnapshot 304",
                        "addRelay 201",
                        "addRelay 409",
                        "changeConfig 400",
                        "changeConfig 409",
                        "putRelay 200",
                        "putRelay 201",
                        "deleteRelay 204",
                        "addSource 201",
                        "addSource 409",
                        "changeSource 200",
                        "changeSource 409",
                        "startRecording 201",
                        "stopRecorder 200",
                        "deleteFile 204",
                        "login 204",
                        "login 429"));
        assertThat(
                        document.answers().stream()
                                .filter(answer -> !answer.endsWith(" 401")) // all are tried
                                .filter(answer ->
                                        !answer.startsWith("listen ") // StateEventsTest
                                                || answer.endsWith("405")))
                .containsExactlyInAnyOrderElementsOf(tried);
    }

    @Test
    void aWrongAnswerIsSeen() {
        HttpResponse<byte[]> sessions = server.get("/api/v2/sessions");
        assertThat(document.problems("listChannels 200", sessions))
                .anyMatch(problem -> problem.contains("'channels' not found"))
                .anyMatch(problem -> problem.contains("'sessions' is not defined"));
        assertThat(document.problems("getServer 404", sessions)).containsExactly("status is 200");
    }
}
