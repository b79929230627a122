package dev.millrace.api;

import static dev.millrace.api.ApiServer.header;
import static dev.millrace.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import dev.millrace.observe.Session.Role;
import dev.millrace.testing.Feed;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ApiHandlerTest {
    private final ApiServer server;

    ApiHandlerTest() throws IOException {
        server = new ApiServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theServerSaysWhatItIs() {
        JsonNode answer = server.json("/api/v2/server");
        assertThat(answer.get("name").asString()).isEqualTo("millrace");
        assertThat(answer.get("version").asString()).isEqualTo("1.2.3");
        assertThat(answer.get("listeners").toString())
                .isEqualTo("[{\"protocol\":\"rtmp\",\"address\":\"0.0.0.0:1935\"}]");
        assertThat(answer.get("channels").asInt()).isZero();
        assertThat(answer.at("/memory/channelsMax").asLong()).isEqualTo(1 << 30);
    }

    @Test
    void ratesAreThoseOfTheTraffic() {
        try (var feed = Feed.open(server.channels, server.sessions, "live/cam")) {
            Session viewer = watch("flv", "live/cam");
            server.traffic.tick(0);
            feed.session().bytesIn().add(1000);
            viewer.bytesOut().add(3000);
            server.traffic.tick(1_000_000_000);
            assertThat(server.json("/api/v2/server").get("bitrate").toString())
                    .isEqualTo("{\"in\":8000,\"out\":24000}");
            assertThat(server.json("/api/v2/channels/live/cam").get("bitrate").toString())
                    .isEqualTo("{\"in\":8000,\"out\":24000}");
        }
    }

    @Test
    void aChannelSaysWhoAndWhat() {
        try (var feed = Feed.open(server.channels, server.sessions, "live/cam")) {
            feed.send(100);
            watch("rtmps", "live/cam");
            watch("hls", "live/cam");
            JsonNode channel = server.json("/api/v2/channels/live/cam");
            assertThat(channel.get("name").asString()).isEqualTo("live/cam");
            assertThat(channel.has("vhost")).isFalse();
            assertThat(channel.get("state").asString()).isEqualTo("live");
            assertThat(channel.at("/publisher/session").asString()).isEqualTo(feed.id());
            assertThat(channel.at("/publisher/remote").asString()).isEqualTo("127.0.0.1:50000");
            assertThat(channel.get("tracks").get(0).toString())
                    .isEqualTo(
                            "{\"kind\":\"video\",\"codec\":\"H.264\",\"codecs\":\"avc1.42C01E\","
                                    + "\"profile\":\"Constrained Baseline\",\"level\":\"3.0\","
                                    + "\"width\":640,\"height\":360,\"frameRate\":25.0,"
                                    + "\"bitDepth\":8,\"chroma\":\"4:2:0\","
                                    + "\"colour\":{\"primaries\":\"bt709\","
                                    + "\"transfer\":\"bt709\",\"matrix\":\"bt709\","
                                    + "\"range\":\"limited\",\"dynamicRange\":\"SDR\"},"
                                    + "\"bitrate\":0}");
            assertThat(channel.get("tracks").get(1).toString())
                    .isEqualTo(
                            "{\"kind\":\"audio\",\"codec\":\"AAC\",\"codecs\":\"mp4a.40.2\","
                                    + "\"profile\":\"LC\",\"sampleRate\":48000,\"channels\":1,"
                                    + "\"channelLayout\":\"mono\","
                                    + "\"bitrate\":0}");
            assertThat(channel.at("/groups/newest").asLong()).isPositive();
            assertThat(channel.at("/groups/bytes").asLong()).isPositive();
            assertThat(channel.get("subscribers").toString())
                    .isEqualTo("{\"rtmp\":1,\"flv\":0,\"ts\":0,\"hls\":1}");
            assertThat(server.json("/api/v2/channels").get("channels")).hasSize(1);
        }
    }

    @Test
    void aChannelWithoutPublisherWaits() throws Exception {
        Feed.open(server.channels, server.sessions, "live/left").close();
        server.channels.join(ChannelName.of("Example.org", "live", "wanted"));
        JsonNode channels = server.json("/api/v2/channels").get("channels");
        assertThat(channels)
                .hasSize(2)
                .allSatisfy(channel -> {
                    assertThat(channel.get("state").asString()).isEqualTo("waiting");
                    assertThat(channel.get("publisher").isNull()).isTrue();
                });
        assertThat(channels)
                .extracting(channel -> channel.get("name").asString())
                .containsExactly("live/left", "live/wanted?vhost=example.org");
        for (String query : List.of("?vhost=example.org", "%3Fvhost=example.org")) {
            JsonNode hosted = server.json("/api/v2/channels/live/wanted" + query);
            assertThat(hosted.get("vhost").asString()).isEqualTo("example.org");
        }
    }

    @Test
    void namesOfAnyScriptAreFound() {
        try (var _ = Feed.open(server.channels, server.sessions, "live/küche")) {
            JsonNode channel = server.json("/api/v2/channels/live/k%C3%BCche");
            assertThat(channel.get("name").asString()).isEqualTo("live/küche");
        }
    }

    @Test
    void aSessionSaysWhatItDoes() {
        Session session = server.session("rtmp", _ -> {});
        JsonNode idle = server.json("/api/v2/sessions/s1");
        assertThat(idle.get("role").asString()).isEqualTo("idle");
        assertThat(idle.get("channel").isNull()).isTrue();
        session.engage(Role.VIEWER, "live/cam");
        session.agent("LNX 9,0,124,2");
        session.via(List.of("millrace-1;session=s7"));
        session.bytesIn().add(12);
        session.bytesOut().add(34);
        session.countSkipsBy(() -> 5);
        session.note("slow");
        assertThat(server.json("/api/v2/sessions").get("sessions").toString())
                .isEqualTo(
                        "[{\"id\":\"s1\",\"protocol\":\"rtmp\",\"role\":\"viewer\","
                                + "\"channel\":\"live/cam\",\"remote\":\"192.0.2.7:51200\","
                                + "\"agent\":\"LNX 9,0,124,2\",\"via\":[\"millrace-1;session=s7\"],"
                                + "\"since\":\"1970-01-01T00:00:00Z\","
                                + "\"bytesIn\":12,\"bytesOut\":34,\"skippedGroups\":5,"
                                + "\"note\":\"slow\"}]");
    }

    @Test
    void deletingASessionHangsUp() {
        var reasons = new LinkedBlockingQueue<String>();
        Session session = server.session("flv", reasons::add);
        HttpResponse<byte[]> answer = server.send("DELETE", "/api/v2/sessions/" + session.id());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(reasons).containsExactly("ended by the API");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET    | /api               | 404 | /api/v2/server
                    GET    | /api/v1/server     | 404 | /api/v2/server
                    GET    | /api/v2/           | 404 | /api/v2/sessions
                    GET    | /api/v2/server/    | 404 | /api/v2/server,
                    GET    | /api/v2/channels/  | 400 | is not app/stream
                    GET    | /api/v2/channels/a | 400 | "a" is not app/stream
                    GET    | /api/v2/channels/a/%3Cb%3E | 400 | U+003C
                    GET    | /api/v2/channels/a/b | 404 | nobody publishes a/b
                    GET    | /api/v2/sessions/12  | 400 | such as s12
                    GET    | /api/v2/sessions/s01 | 400 | such as s12
                    DELETE | /api/v2/sessions/s12 | 404 | there is no session s12
                    POST   | /api/v2/server     | 405 | allowed are GET, HEAD, OPTIONS
                    DELETE | /api/v2/channels   | 405 | allowed are GET, HEAD, OPTIONS
                    PUT    | /api/v2/sessions/s1 | 405 | allowed are GET, HEAD, DELETE, OPTIONS
                    """)
    void whatIsWrongIsAProblem(String method, String path, int status, String detail) {
        server.session("rtmp", _ -> {});
        HttpResponse<byte[]> answer = server.send(method, path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(answer).get("status").asInt()).isEqualTo(status);
        assertThat(json(answer).get("detail").asString()).contains(detail);
        if (status == 405) {
            assertThat("allowed are " + header(answer, "Allow")).isEqualTo(detail);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server", "channels", "sessions", "sessions/s1", "relays", "openapi.yaml"})
    void headIsGetWithoutBody(String resource) {
        server.session("rtmp", _ -> {});
        HttpResponse<byte[]> get = server.get("/api/v2/" + resource);
        HttpResponse<byte[]> head = server.send("HEAD", "/api/v2/" + resource);
        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Type")).isEqualTo(header(get, "Content-Type"));
        assertThat(header(head, "Cache-Control")).isEqualTo(header(get, "Cache-Control"));
        assertThat(header(head, "Content-Length")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /api/v2/server      | GET, HEAD, OPTIONS
                    /api/v2/sessions/s1 | GET, HEAD, DELETE, OPTIONS
                    """)
    void optionsSaysWhatMayBeDone(String path, String allowed) {
        server.session("rtmp", _ -> {});
        HttpResponse<byte[]> answer = server.send("OPTIONS", path);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Allow")).isEqualTo(allowed);
    }

    @Test
    void scriptsOfOtherSitesMayNotEndSessions() {
        server.session("rtmp", _ -> {});
        HttpResponse<byte[]> preflight =
                server.send(
                        "OPTIONS",
                        "/api/v2/sessions/s1",
                        "Access-Control-Request-Method",
                        "DELETE");
        assertThat(header(preflight, "Access-Control-Allow-Methods"))
                .isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void answersAreNotCached() {
        assertThat(header(server.get("/api/v2/server"), "Cache-Control")).isEqualTo("no-store");
    }

    private Session watch(String protocol, String channel) {
        Session session = server.session(protocol, _ -> {});
        session.engage(Role.VIEWER, channel);
        return session;
    }
}
