package dev.millrace.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Publication;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.observe.Session;
import dev.millrace.testing.Download;
import dev.millrace.testing.FlvDownload;
import dev.millrace.testing.FrameText;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LiveGatewayTest {
    private final WebServer server =
            new WebServer(
                    WebServer.Options.USUAL.live(
                            new LiveSettings(Duration.ofMillis(500), Duration.ofSeconds(1))));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aChannelThatNobodyPublishesIsNotFoundAfterAWhile() {
        HttpResponse<String> answer = server.get("/live/nobody.flv");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("nobody publishes live/nobody").contains("500 ms");
        assertThat(server.channels.list()).as("waiting makes no channel").isEmpty();
        assertThat(server.sessions.refusedViewers().counts()).containsEntry("flv", 1L);
        Waiting.until("the session is over", () -> server.sessions.count() == 0);
    }

    @Test
    void aPublisherThatSendsNothingIsNotFoundEither() {
        TestPublisher.publication(server.channels, "live/silent");
        HttpResponse<String> answer = server.get("/live/silent.ts");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("nothing to see came");
    }

    @Test
    void headSaysWhetherThereIsAStreamAndNeverWaits() {
        server.publish("live/cam").write(Duration.ofMillis(100));
        HttpResponse<String> there = server.send("HEAD", "/live/cam.flv");
        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(there.headers().firstValue("Content-Type")).contains("video/x-flv");
        assertThat(there.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(there.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(server.send("HEAD", "/live/nobody.flv").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/cam.flv, not app/stream",
        "/live/ca%20m.flv, U+0020",
        "/live//cam.flv, empty segment",
        "/live/.flv, stream name is empty",
        "/live/c%0D%0Aam.flv, Suspicious",
        "'/live/cam.flv?vhost=a/b', vhost",
    })
    void aNameThatIsNoneIsRefusedWithTheReason(String path, String reason) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/live/../../etc/passwd.flv",
                "/live/%2e%2e/cam.flv",
                "/live/%2fcam.flv",
                "/live/..%5c..%5ccam.ts",
                "/live/../../etc/passwd.m3u8",
                "/live/%2e%2e/index.m3u8",
                "/live/cam/../../1795262400.ts",
                "/live/cam%00/1795262400.ts",
            })
    void aPathThatLeadsElsewhereIsRefused(String path) throws IOException {
        try (Socket socket = server.connect()) {
            ask(socket, path);
            assertThat(answer(socket)).matches("(?s)HTTP/1.1 40[04] .*problem\\+json.*");
        }
    }

    /// Or whoever reads until the connection ends takes every end for a fault.
    @ParameterizedTest
    @ValueSource(strings = {"flv", "ts"})
    void theEndIsMarkedAlsoWhereTheConnectionEnds(String format) throws IOException {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (Socket socket = server.connect()) {
            ask(socket, "/live/cam." + format);
            Waiting.until(
                    "a viewer",
                    () -> server.sessions.list().stream().anyMatch(s -> s.bytesOut().sum() > 0));
            publisher.close();
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nTransfer-Encoding: chunked\r\n")
                    .endsWith("\r\n0\r\n\r\n");
        }
    }

    private static void ask(Socket socket, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void namesMayHaveSeveralSegmentsOtherScriptsAndAVirtualHost() {
        server.publish("live/eu/größe").write(Duration.ofMillis(100));
        try (var viewer = new FlvDownload(server.uri("/live/eu/gr%C3%B6%C3%9Fe.flv"))) {
            viewer.awaitFrames(1);
        }
        assertThat(server.get("/live/eu/gr%C3%B6%C3%9Fe.flv?vhost=other").statusCode())
                .isEqualTo(404);
    }

    @Test
    void otherMethodsAreRefusedWithThoseThatAreAllowed() {
        HttpResponse<String> answer = server.send("POST", "/live/cam.flv");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void aWebSocketCarriesTheSame() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(700));
        URI uri = URI.create(server.uri("/live/cam.flv").toString().replace("http", "ws"));
        try (var viewer = new FlvDownload(uri)) {
            viewer.awaitFrames(publisher.written().size());
            publisher.write(Duration.ofMillis(500));
            viewer.awaitFrames(publisher.written().size());
            assertThat(viewer.frames().stream().map(FrameText::of).toList())
                    .isEqualTo(
                            publisher.written().stream()
                                    .map(FlvDownload::rounded)
                                    .map(FrameText::of)
                                    .toList());
            assertThat(server.sessions.list()).hasSize(1);
            assertThat(server.sessions.list().iterator().next().bytesOut().sum())
                    .isEqualTo(viewer.bytes());
            publisher.close();
            viewer.awaitEnd();
            assertThat(viewer.failure()).isEmpty();
        }
        Waiting.until("no session", () -> server.sessions.count() == 0);
    }

    @Test
    void whoIsGoneBeforeTheUpgradeIsForgotten() throws IOException {
        server.publish("live/cam").write(Duration.ofSeconds(2));
        String request =
                "GET /live/cam.flv HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        for (int i = 0; i < 500; i++) {
            try (Socket socket = server.connect()) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(i % 2 == 0, 0); // half of them are reset
            }
        }
        Waiting.until("no session", () -> server.sessions.count() == 0);
    }

    @Test
    void aWebSocketThatClosesIsForgotten() {
        server.publish("live/cam").write(Duration.ofMillis(700));
        URI uri = URI.create(server.uri("/live/cam.flv").toString().replace("http", "ws"));
        try (var viewer = new FlvDownload(uri)) {
            viewer.awaitFrames(1);
        }
        Waiting.until("no session", () -> server.sessions.count() == 0);
    }

    @Test
    void aViewersClockStartsNearZeroOnAKeyFrame() {
        long startUs = 20 * 3_600 * MediaTime.US_PER_SECOND;
        Publication publication = server.publish("live/cam").publication();
        for (int i = 0; i < 3; i++) {
            publication.write(
                    FrameHeader.video(startUs + i * 40_000L, 0, i == 1, 4), ByteBuffer.allocate(4));
        }
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(2);
            FrameHeader first = viewer.frames().getFirst().header();
            assertThat(first.key()).isTrue();
            assertThat(first.dtsUs()).isBetween(0L, 100_000L);
        }
    }

    @Test
    void everyoneGetsAProperEndWhenTheServerStops() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (var flv = new FlvDownload(server.uri("/live/cam.flv"));
                var ts = Download.http(server.uri("/live/cam.ts"))) {
            flv.awaitFrames(publisher.written().size());
            ts.await(() -> ts.bytes().length > 0, () -> "a byte");
            server.channels.close("the server is stopping");
            flv.awaitEnd();
            ts.await(ts::isOver, () -> "the end");
            assertThat(flv.failure()).isEmpty();
            assertThat(ts.failure()).isEmpty();
        }
    }

    @Test
    void whoIsHungUpOnGetsAProperEnd() {
        TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
        try (var viewer = new FlvDownload(server.uri("/live/cam.flv"))) {
            viewer.awaitFrames(publisher.written().size());
            Session session = server.sessions.list().iterator().next();
            assertThat(session.role()).isEqualTo(Session.Role.VIEWER);
            assertThat(session.channel()).contains("live/cam");
            session.hangUp("enough");
            viewer.awaitEnd();
            assertThat(viewer.failure()).isEmpty();
        }
        Waiting.until("no session", () -> server.sessions.count() == 0);
    }
}
