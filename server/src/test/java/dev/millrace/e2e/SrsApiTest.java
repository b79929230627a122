package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of SRS find what they know: FFmpeg publishes, and others of it play over RTMP, HTTP-FLV
/// and HLS.
@Tag("slow")
class SrsApiTest {
    private static final String TOKEN = "the-token-of-this-test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static RunningServer server;
    private static final List<Program> PROGRAMS = new ArrayList<>();

    @BeforeAll
    static void publishAndPlay() throws IOException {
        server =
                new RunningServer(
                        "srs.listen=127.0.0.1:0",
                        "admin.token=" + TOKEN,
                        "hls.segment=1s",
                        "vhosts[0].name=tv.example.com",
                        "vhosts[1].name=old.example.com",
                        "vhosts[1].enabled=false");
        PROGRAMS.add(Clip.MINUTE.publishEndlessly(server.rtmp("live/cam")));
        Waiting.until("it is published", PATIENCE, () -> server.isPublished("live/cam"));
        PROGRAMS.add(play(server.rtmp("live/cam")));
        PROGRAMS.add(play(server.http("live/cam.flv")));
        PROGRAMS.add(play(server.http("live/cam.m3u8")));
        Waiting.until("all play", PATIENCE, () -> server.viewers("live/cam") == 3);
    }

    @AfterAll
    static void close() {
        PROGRAMS.forEach(Program::close);
        server.close();
    }

    private static Program play(String url) {
        return Program.start("ffmpeg", "-v", "error", "-i", url, "-f", "null", "-");
    }

    private static HttpResponse<String> send(
            String method, String path, String body, String... headers) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port("srs"), path));
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    private static JsonNode json(String path) {
        return json(get(path));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    /// The client of this type.
    private static JsonNode client(String type, String stream) {
        for (JsonNode client : json("/api/v1/clients?count=100").get("clients")) {
            boolean isIt = client.get("type").asString().equals(type);
            if (isIt && client.get("name").asString().equals(stream)) {
                return client;
            }
        }
        throw new AssertionError("no " + type + " of " + stream);
    }

    private static String id(String type, String stream) {
        return client(type, stream).get("id").asString();
    }

    private static JsonNode stream() {
        return json("/api/v1/streams").get("streams").get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "root, /",
        "api, /api",
        "v1, /api/v1/",
        "versions, /api/v1/versions",
        "summaries, /api/v1/summaries",
        "rusages, /api/v1/rusages",
        "self_proc_stats, /api/v1/self_proc_stats",
        "system_proc_stats, /api/v1/system_proc_stats",
        "meminfos, /api/v1/meminfos",
        "authors, /api/v1/authors",
        "features, /api/v1/features",
        "requests, /api/v1/requests",
        "configs, /api/v1/configs",
        "configs-logs, /api/v1/configs/logs",
        "vhosts, /api/v1/vhosts",
        "vhost, /api/v1/vhosts/VHOST",
        "streams, /api/v1/streams/?count=1",
        "stream, /api/v1/streams/STREAM",
        "clients, /api/v1/clients",
        "client, /api/v1/clients/CLIENT",
        "no-path, /api/v1/nope",
        "no-vhost, /api/v1/vhosts/vid-0",
        "no-stream, /api/v1/streams/vid-0",
        "no-client, /api/v1/clients/s999999",
    })
    void everyAnswerHasItsShape(String name, String path) throws IOException {
        String real =
                path.replace("VHOST", stream().get("vhost").asString())
                        .replace("STREAM", stream().get("id").asString())
                        .replace("CLIENT", id("rtmp-play", "cam"));
        new JsonShape(name).check(json(real));
    }

    @Test
    void aStreamIsWhatFfmpegSends() {
        JsonNode stream = stream();
        assertThat(stream.get("name").asString()).isEqualTo("cam");
        assertThat(stream.get("app").asString()).isEqualTo("live");
        assertThat(stream.get("url").asString()).isEqualTo("/live/cam");
        assertThat(stream.get("tcUrl").asString()).isEqualTo(server.rtmp("live"));
        assertThat(stream.get("clients").asInt()).isEqualTo(4);
        assertThat(stream.get("frames").asInt()).isPositive();
        assertThat(stream.get("publish").get("active").asBoolean()).isTrue();
        assertThat(stream.get("publish").get("cid").asString())
                .isEqualTo(id("fmle-publish", "cam"));
        assertThat(stream.get("video").toString())
                .matches(
                        "\\{\"codec\":\"H264\",\"profile\":\"High\",\"level\":\"[0-9.]+\","
                                + "\"width\":320,\"height\":180}");
        assertThat(stream.get("audio").toString())
                .isEqualTo(
                        "{\"codec\":\"AAC\",\"sample_rate\":44100,\"channel\":1,"
                                + "\"profile\":\"LC\"}");
        Waiting.until(
                "its bytes are counted",
                () ->
                        stream().get("recv_bytes").asLong() > 0
                                && stream().get("send_bytes").asLong() > 0
                                && stream().get("kbps").get("recv_30s").asLong() > 0);
    }

    @Test
    void idsStay() {
        String vhost = stream().get("vhost").asString();
        assertThat(stream().get("id")).isEqualTo(stream().get("id"));
        assertThat(json("/api/v1/vhosts/" + vhost).get("vhost").get("name").asString())
                .isEqualTo("__defaultVhost__");
        assertThat(client("hls-play", "cam").get("vhost").asString()).isEqualTo(vhost);
        assertThat(client("flv-play", "cam").get("stream")).isEqualTo(stream().get("id"));
        assertThat(json("/api/v1/vhosts").get("server")).isEqualTo(json("/api").get("server"));
    }

    @Test
    void virtualHostsSayWhatIsInThem() {
        JsonNode all = json("/api/v1/vhosts").get("vhosts");
        assertThat(all).hasSize(3);
        assertThat(all.get(0).get("clients").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(all.get(0).get("hls").toString())
                .isEqualTo("{\"enabled\":true,\"fragment\":1.0}");
        assertThat(all.get(1).get("name").asString()).isEqualTo("old.example.com");
        assertThat(all.get(1).get("enabled").asBoolean()).isFalse();
        assertThat(all.get(2).get("enabled").asBoolean()).isTrue();
        assertThat(all.get(2).get("clients").asInt()).isZero();
    }

    @Test
    void listsComeInPages() {
        List<String> all =
                json("/api/v1/clients").get("clients").valueStream().map(this::idOf).toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(4);
        JsonNode page = json("/api/v1/clients?start=1&count=2").get("clients");
        assertThat(page.valueStream().map(this::idOf)).isEqualTo(all.subList(1, 3));
        assertThat(json("/api/v1/clients?start=1000").get("clients")).isEmpty();
        assertThat(json("/api/v1/streams?count=0").get("streams")).isEmpty();
        assertThat(get("/api/v1/clients?count=many").statusCode()).isEqualTo(400);
    }

    private String idOf(JsonNode client) {
        return client.get("id").asString();
    }

    @Test
    void aPlayerAndAPublisherCanBeEnded() throws IOException {
        try (Program publisher = Clip.MINUTE.publishEndlessly(server.rtmp("live/kick"))) {
            Waiting.until("it is published", PATIENCE, () -> server.isPublished("live/kick"));
            try (Program player = play(server.rtmp("live/kick"))) {
                Waiting.until("it plays", PATIENCE, () -> server.viewers("live/kick") == 1);
                assertEnds(id("rtmp-play", "kick"));
                player.await(PATIENCE);
            }
            assertEnds(id("fmle-publish", "kick"));
            publisher.await(PATIENCE);
        }
    }

    private static void assertEnds(String client) {
        HttpResponse<String> answer = send("DELETE", "/api/v1/clients/" + client, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"code\":0,");
        Waiting.until("it is gone", () -> get("/api/v1/clients/" + client).statusCode() == 404);
    }

    @ParameterizedTest
    @CsvSource({
        "/nope, 804",
        "/api/v1/nope, 804",
        "/api/v1/vhosts/vid-0, 804",
        "/api/v1/streams/vid-0, 2048",
        "/api/v1/clients/s999999, 2049",
        "/api/v1/clients/12, 2049"
    })
    void whatIsNotThere(String path, int code) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("code").asInt()).isEqualTo(code);
    }

    @Test
    void theUsualPortHasItToo() {
        assertThat(server.get("api/v1/versions")).startsWith("{\"code\":0,");
        assertThat(server.get("api/v2/server")).contains("\"version\"");
        assertThat(server.get("healthz")).contains("ok");
    }

    @Test
    void withoutTheTokenNobodyFromElsewhereSeesAnything() {
        String[] elsewhere = {"X-Forwarded-For", "192.0.2.1"};
        HttpResponse<String> refused = get("/api/v1/summaries", elsewhere);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(json(refused).get("code").asInt()).isEqualTo(401);
        assertThat(get("/api/v1/metrics", elsewhere).statusCode()).isEqualTo(401);
        String client = "/api/v1/clients/" + id("rtmp-play", "cam");
        assertThat(send("DELETE", client, "", elsewhere).statusCode()).isEqualTo(401);
        String[] withToken = {"X-Forwarded-For", "192.0.2.1", "Authorization", "Bearer " + TOKEN};
        assertThat(get("/api/v1/summaries", withToken).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageOfAnotherSiteEndsNobody() {
        String client = "/api/v1/clients/" + id("rtmp-play", "cam");
        String[] page = {"Origin", "http://evil.example"};
        assertThat(send("DELETE", client, "", page).statusCode()).isEqualTo(403);
        assertThat(get(client + "?method=DELETE").statusCode()).isEqualTo(200);
        assertThat(get(client).statusCode()).isEqualTo(200);
    }

    @Test
    void aScriptMayWhatEverybodyMayOrShowsTheToken() throws IOException {
        String path = "/api/v1/versions?callback=jQuery_1.$done";
        assertThat(get(path).statusCode()).isEqualTo(403);
        HttpResponse<String> answer = get(path, "Authorization", "Bearer " + TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/javascript");
        assertThat(answer.body()).startsWith("jQuery_1.$done({\"code\":0,").endsWith("})");

        try (var program = play(server.http("live/cam.flv?jsonp"))) {
            Waiting.until("it plays", PATIENCE, () -> server.viewers("live/cam") == 4);
            String ending =
                    "/api/v1/clients/%s?callback=f&method=DELETE".formatted(newest("flv-play"));
            assertThat(get(ending).statusCode()).isEqualTo(403);
            assertThat(get(ending, "Authorization", "Bearer " + TOKEN).body()).startsWith("f({");
            program.await(PATIENCE);
        }
        Waiting.until("it is gone", PATIENCE, () -> server.viewers("live/cam") == 3);
    }

    @Test
    void whatEverybodyMayAScriptMayRead() throws IOException {
        try (var open = new RunningServer("admin.open=operate", "admin.token=" + TOKEN);
                var publisher = Clip.SMALL.publishEndlessly(open.rtmp("live/cam"))) {
            Waiting.until("it is published", PATIENCE, () -> open.isPublished("live/cam"));
            assertThat(open.get("api/v1/streams?callback=f")).startsWith("f({\"code\":0,");
            String cid = open.server().sessions().list().iterator().next().id();
            URI ending =
                    URI.create(open.http("api/v1/clients/" + cid + "?callback=f&method=DELETE"));
            assertThat(send(HttpRequest.newBuilder(ending)).statusCode()).isEqualTo(403);
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    private String newest(String type) {
        return json("/api/v1/clients?count=100")
                .get("clients")
                .valueStream()
                .filter(client -> client.get("type").asString().equals(type))
                .map(this::idOf)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "alert(1)", "a%20b", "a%22", "%3Cscript%3E", "a-b", "f%0A", "%C3%A9"})
    void aFunctionHasASafeName(String name) {
        HttpResponse<String> answer = get("/api/v1/versions?callback=" + name);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/json");
    }

    @Test
    void theLevelOfTheLogCanBeChanged() {
        String logs = "/api/v1/configs/logs";
        String level = json(logs).get("data").get("level").asString();
        assertThat(send("PUT", logs, "{\"level\":\"%s\"}".formatted(level)).statusCode())
                .isEqualTo(200);
        assertThat(json(logs).get("data").get("level").asString()).isEqualTo(level);
        assertThat(send("PUT", logs, "{\"level\":\"loud\"}").statusCode()).isEqualTo(400);
        assertThat(send("PUT", logs, "{\"tank\":\"file\"}").body()).contains("standard output");
        assertThat(send("PUT", logs, "{").statusCode()).isEqualTo(400);
    }

    @Test
    void methodsThatDoNothing() {
        HttpResponse<String> answer = send("POST", "/api/v1/streams", "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
        HttpResponse<String> asked = send("OPTIONS", "/api/v1/clients/s1", "");
        assertThat(asked.headers().firstValue("Allow")).contains("GET, HEAD, DELETE, OPTIONS");
    }

    @Test
    void requestsHideSecrets() {
        HttpResponse<String> answer =
                get("/api/v1/requests", "Authorization", "Bearer " + TOKEN, "Cookie", "a=secret");
        assertThat(answer.body()).contains("\"***\"").doesNotContain(TOKEN, "secret");
    }

    @Test
    void theExportersMetrics() {
        String text = get("/api/v1/metrics").body();
        assertThat(text)
                .contains("# TYPE srs_streams gauge", "# TYPE srs_clients_total counter")
                .containsPattern("(?m)^srs_streams [1-9]")
                .containsPattern("(?m)^srs_clients [1-9]")
                .containsPattern("(?m)^srs_clients_total [1-9]")
                .containsPattern("(?m)^srs_clients_errs_total \\d")
                .containsPattern("(?m)^srs_send_bytes_total [1-9]")
                .containsPattern("(?m)^srs_receive_bytes_total [1-9]")
                .containsPattern("(?m)^srs_cpu_percent \\d")
                .containsPattern("(?m)^srs_memory [1-9]")
                .containsPattern("(?m)^srs_build_info\\{.*version=");
    }

    @Test
    void aHeartbeatTellsWhereItIs() throws Exception {
        var body = new CompletableFuture<String>();
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer monitor = HttpServer.create(loopback, 0);
        monitor.createContext(
                "/servers",
                exchange -> {
                    body.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        monitor.start();
        try (var _ =
                new RunningServer(
                        "heartbeat.url=http://127.0.0.1:%d/servers"
                                .formatted(monitor.getAddress().getPort()),
                        "heartbeat.device_id=north",
                        "heartbeat.summaries=true")) {
            String sent = body.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            new JsonShape("heartbeat").check(new JsonMapper().readTree(sent));
            assertThat(sent).startsWith("{\"device_id\":\"north\",\"ip\":\"127.0.0.1\",");
        } finally {
            monitor.stop(0);
        }
    }
}
