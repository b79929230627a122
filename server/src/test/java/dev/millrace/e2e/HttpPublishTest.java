package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.testing.FlvDownload;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.Program;
import dev.millrace.testing.SocketPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// FLV that is published over WebSocket, and as the body of a request.
@Tag("slow")
class HttpPublishTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpResponse<String> post(String url, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", url, body, headers);
    }

    private HttpResponse<String> send(String method, String url, byte[] body, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(PATIENCE)
                        .expectContinue(true) // who is refused then sends nothing
                        .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static byte[] clip() throws IOException {
        return Files.readAllBytes(Clip.SMALL.file());
    }

    /// The payloads of a file's pictures and sounds, in order.
    private static List<byte[]> payloads(byte[] flv) throws Exception {
        var tags = new ArrayList<FlvTag>();
        new FlvReader().read(flv, 0, flv.length, tags::add);
        var demuxer = new FlvDemuxer();
        var payloads = new ArrayList<byte[]>();
        for (FlvTag tag : tags) {
            boolean isMedia = tag.kind() != TrackKind.DATA;
            if (isMedia
                    && demuxer.read(
                                    tag.kind(),
                                    tag.timestampMs() * 1_000,
                                    tag.body().length,
                                    new ByteReader(tag.body()))
                            instanceof FlvItem.Payload payload) {
                payloads.add(payload.frame(tag.body()).payload());
            }
        }
        return payloads;
    }

    private static List<byte[]> mediaOf(FlvDownload viewer) {
        return viewer.frames().stream()
                .filter(frame -> frame.header().kind() != TrackKind.DATA)
                .map(frame -> frame.payload())
                .toList();
    }

    private static int publishers(RunningServer server) {
        return (int)
                server.server().sessions().list().stream()
                        .filter(session -> session.role() == Session.Role.PUBLISHER)
                        .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 1_000, 1 << 20})
    void aWebSocketPublishesWhereverItsMessagesEnd(int messageBytes) throws Exception {
        byte[] clip = clip();
        List<byte[]> sent = payloads(clip);
        try (var server = new RunningServer();
                var publisher = new SocketPublisher(server.http("live/cam.flv"))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            try (var viewer = new FlvDownload(URI.create(server.http("live/cam.flv")))) {
                Waiting.until("a viewer", () -> server.server().sessions().count() == 2);
                publisher.send(clip, messageBytes);
                // The newest group, from its key frame to the last of the file.
                int last = sent.size();
                viewer.awaitFrames(20);
                Waiting.until(
                        "the last frame", () -> endsWith(mediaOf(viewer), sent.get(last - 1)));
                List<byte[]> seen = mediaOf(viewer);
                assertThat(seen)
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(sent.subList(last - seen.size(), last));
            }
            assertThat(server.get("api/v2/channels/live/cam"))
                    .contains("H.264", "AAC", "\"protocol\":\"flv\"");
            publisher.bye();
            Waiting.until("it has left", () -> publishers(server) == 0);
            assertThat(server.isPublished("live/cam")).isFalse();
            assertThat(publisher.goodbye().code()).isEqualTo(1000);
        }
    }

    private static boolean endsWith(List<byte[]> payloads, byte[] last) {
        return !payloads.isEmpty() && Arrays.equals(payloads.getLast(), last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void aBodyIsPublishedToItsEnd(String method) throws Exception {
        byte[] clip = clip();
        try (var server = new RunningServer()) {
            HttpResponse<String> answer = send(method, server.http("live/cam.flv"), clip);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
            assertThat(server.isPublished("live/cam")).isFalse();
            assertThat(server.channel("live/cam").kept().count()).isPositive();
            Waiting.until("nobody is left", () -> server.server().sessions().count() == 0);
        }
    }

    @Test
    void ffmpegPublishesByPost() throws Exception {
        try (var server = new RunningServer();
                Program publisher =
                        Program.start(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-re",
                                "-stream_loop",
                                "-1",
                                "-i",
                                Clip.SMALL.file().toString(),
                                "-c",
                                "copy",
                                "-f",
                                "flv",
                                "-method",
                                "POST",
                                server.http("live/cam.flv"))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            try (Program player =
                    Program.start(
                            "ffprobe",
                            "-v",
                            "error",
                            "-show_entries",
                            "stream=codec_name",
                            server.rtmp("live/cam"))) {
                assertThat(player.await(PATIENCE)).as(player.output()).isZero();
                assertThat(player.output()).contains("h264").contains("aac");
            }
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        }
    }

    @Test
    void whoMayNotIsToldWhy() throws Exception {
        try (var server = new RunningServer("access.publish_key=nobody-knows-it")) {
            String url = server.http("live/cam.flv");
            HttpResponse<String> answer = post(url, clip());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("the URL is not signed");
            try (var publisher = new SocketPublisher(url)) {
                assertThat(publisher.goodbye())
                        .isEqualTo(new SocketPublisher.Goodbye(4403, "the URL is not signed"));
            }
            Waiting.until("nobody is left", () -> server.server().sessions().count() == 0);
        }
    }

    @Test
    void aSecondPublisherIsToldThatThereIsOne() throws Exception {
        try (var server = new RunningServer();
                var first = new SocketPublisher(server.http("live/cam.flv"))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            HttpResponse<String> answer = post(server.http("live/cam.flv"), clip());
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("is being published by 127.0.0.1");
            try (var second = new SocketPublisher(server.http("live/cam.flv"))) {
                assertThat(second.goodbye().code()).isEqualTo(4409);
            }
            assertThat(publishers(server)).isEqualTo(1);
            first.bye();
        }
    }

    @Test
    void withTakeoverTheFirstIsToldAndLeaves() {
        try (var server = new RunningServer("rtmp.publish_policy=takeover");
                var first = new SocketPublisher(server.http("live/cam.flv"))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            try (var second = new SocketPublisher(server.http("live/cam.flv"))) {
                assertThat(first.goodbye())
                        .isEqualTo(
                                new SocketPublisher.Goodbye(4409, "another publisher took over"));
                Waiting.until("one is left", () -> publishers(server) == 1);
                second.bye();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsNoFlvIsRefused() throws Exception {
        byte[] page =
                "<!doctype html><title>this is no FLV</title>".getBytes(StandardCharsets.UTF_8);
        try (var server = new RunningServer()) {
            String url = server.http("live/cam.flv");
            HttpResponse<String> answer = post(url, page);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("broke the protocol: ");
            try (var publisher = new SocketPublisher(url)) {
                publisher.send(page, 1_000);
                assertThat(publisher.goodbye().code()).isEqualTo(4400);
            }
            try (var publisher = new SocketPublisher(url)) {
                publisher.sendText("hello");
                assertThat(publisher.goodbye())
                        .isEqualTo(
                                new SocketPublisher.Goodbye(
                                        4400, "FLV comes in binary messages, and this is text"));
            }
            Waiting.until("nobody is left", () -> server.server().sessions().count() == 0);
        }
    }

    @Test
    void aBodyThatBreaksOffEndsThePublication() throws Exception {
        try (var server = new RunningServer();
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port("http"))) {
            String ask = "POST /live/cam.flv HTTP/1.1\r\nHost: h\r\nContent-Length: 999999\r\n\r\n";
            socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(clip());
            Waiting.until("published", () -> server.isPublished("live/cam"));
            socket.shutdownOutput();
            Waiting.until("nobody is left", () -> server.server().sessions().count() == 0);
            assertThat(server.isPublished("live/cam")).isFalse();
        }
    }

    /// A tag of 16 MB that comes a byte at a time would hold a channel for ever.
    @Test
    void whoIsSilentOrDripsIsSentAway() throws Exception {
        try (var server = new RunningServer("rtmp.idle_timeout=500ms");
                var silent = new SocketPublisher(server.http("live/silent.flv"));
                var dripping = new SocketPublisher(server.http("live/drip.flv"))) {
            byte[] clip = clip();
            Thread drip = Thread.ofVirtual().start(() -> drip(clip, dripping));
            assertThat(silent.goodbye())
                    .isEqualTo(new SocketPublisher.Goodbye(4408, "sent nothing for 500 ms"));
            assertThat(dripping.goodbye().code()).isEqualTo(4408);
            drip.join();
            Waiting.until("nobody is left", () -> server.server().sessions().count() == 0);
        }
    }

    private static void drip(byte[] bytes, SocketPublisher to) {
        try {
            for (int i = 0; i < 1_000; i++) {
                to.send(new byte[] {bytes[i]}, 1);
                Waiting.briefly();
            }
        } catch (CompletionException e) {
            // It was sent away.
        }
    }

    @Test
    void pagesOfOtherSitesMayNotUnlessTheyAreNamed() throws Exception {
        try (var server = new RunningServer("http.cors_origin=https://friend.example");
                var named = new RunningServer("access.publish_sites=friend.example")) {
            String url = server.http("live/cam.flv");
            String own = server.http("").replaceFirst("/$", "");
            assertForeign(url, "https://evil.example");
            assertForeign(url, "null");
            String other = "https://evil.example";
            assertThat(post(named.http("live/cam.flv"), clip(), "Origin", other).statusCode())
                    .isEqualTo(403);
            assertThat(post(url, clip(), "Origin", own).statusCode()).isEqualTo(204);
            assertThat(post(url, clip(), "Origin", "https://friend.example").statusCode())
                    .isEqualTo(204);
            String page = "https://studio.friend.example";
            try (var publisher = new SocketPublisher(named.http("live/cam.flv"), "Origin", page)) {
                Waiting.until("published", () -> named.isPublished("live/cam"));
                publisher.bye();
            }
        }
    }

    private void assertForeign(String url, String page) throws Exception {
        HttpResponse<String> answer = post(url, clip(), "Origin", page);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertNoSocket(url, "Origin", page);
    }

    private static void assertNoSocket(String url, String... headers) {
        assertThatThrownBy(() -> new SocketPublisher(url, headers))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(WebSocketHandshakeException.class)
                .satisfies(fault ->
                        assertThat(((WebSocketHandshakeException) fault).getResponse().statusCode())
                                .isEqualTo(403));
    }

    @Test
    void itCanBeTurnedOff() throws Exception {
        try (var server = new RunningServer("http.publish=false")) {
            HttpResponse<String> answer = post(server.http("live/cam.flv"), clip());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("http.publish");
            assertNoSocket(server.http("live/cam.flv"));
        }
    }

    @Test
    void hooksAreAskedAsForRtmp() throws Exception {
        try (var hooks = new HookServer();
                var server =
                        new RunningServer(
                                "hooks.on_connect=" + hooks.url("connect"),
                                "hooks.on_close=" + hooks.url("close"),
                                "hooks.on_publish=" + hooks.url("publish"),
                                "hooks.on_unpublish=" + hooks.url("unpublish"))) {
            String url = server.http("live/cam.flv?key=known");
            try (var publisher = new SocketPublisher(url)) {
                Waiting.until("published", () -> server.isPublished("live/cam"));
                assertThat(hooks.calls("on_connect")).hasSize(1);
                assertThat(hooks.calls("on_publish").getFirst().body())
                        .contains("\"param\":\"?key=known\"", "\"stream\":\"cam\"");
                publisher.bye();
            }
            Waiting.until("it is told", () -> hooks.calls("on_unpublish").size() == 1);
            Waiting.until("it is told", () -> hooks.calls("on_close").size() == 1);
            hooks.says(it -> it.is("on_connect") ? Answer.of(200, "1") : Answer.YES);
            assertThat(post(url, clip()).statusCode()).isEqualTo(403);
            hooks.says(it -> it.is("on_publish") ? Answer.of(200, "1") : Answer.YES);
            try (var publisher = new SocketPublisher(url)) {
                assertThat(publisher.goodbye().code()).isEqualTo(4403);
            }
        }
    }

    @Test
    void theApiEndsIt() throws Exception {
        try (var server = new RunningServer();
                var publisher = new SocketPublisher(server.http("live/cam.flv"))) {
            Waiting.until("published", () -> server.isPublished("live/cam"));
            String id = server.server().sessions().list().iterator().next().id();
            var request =
                    HttpRequest.newBuilder(URI.create(server.http("api/v2/sessions/" + id)))
                            .DELETE();
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(204);
            assertThat(publisher.goodbye())
                    .isEqualTo(new SocketPublisher.Goodbye(4503, "ended by the API"));
        }
    }
}
