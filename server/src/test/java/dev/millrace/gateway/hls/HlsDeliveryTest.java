package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What caches and players ask of playlists and segments, as resources of HTTP.
final class HlsDeliveryTest {
    private static final Pattern SEGMENT = Pattern.compile("cam/[0-9]+\\.ts");

    private final WebServer server =
            new WebServer(
                    WebServer.Options.USUAL.hls(
                            new HlsSettings(
                                    true,
                                    false,
                                    Duration.ofSeconds(1),
                                    3,
                                    Optional.empty(),
                                    Duration.ofMillis(500),
                                    Duration.ofSeconds(10),
                                    Optional.empty(),
                                    1)));
    private TestPublisher publisher = server.publish("live/cam");

    @BeforeEach
    void write() {
        publisher.write(Duration.ofMillis(3_100));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPlaylistThatDidNotChangeIsNotSentAgain() {
        String tag = header(server.get("/live/cam.m3u8"), "ETag");
        HttpResponse<String> again = server.get("/live/cam.m3u8", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);
        HttpResponse<String> head = server.send("HEAD", "/live/cam.m3u8");
        assertThat(header(head, "ETag")).isEqualTo(tag);
        assertThat(header(head, "Content-Length")).isNotEqualTo("0").matches("[0-9]+");
        assertThat(head.body()).isEmpty();
        publisher.write(Duration.ofSeconds(1));
        Waiting.until(
                "another playlist",
                () -> server.get("/live/cam.m3u8", "If-None-Match", tag).statusCode() == 200);
    }

    @Test
    @DisplayName("B54: gzip of playlists")
    void playlistsAreCompressedForWhoeverWants() throws IOException {
        String plain = server.get("/live/cam.m3u8").body();
        HttpResponse<byte[]> packed = server.getBytes("/live/cam.m3u8", "Accept-Encoding", "gzip");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "Vary")).contains("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(plain.length());
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
        HttpResponse<byte[]> again =
                server.getBytes(
                        "/live/cam.m3u8",
                        "Accept-Encoding",
                        "gzip",
                        "If-None-Match",
                        header(packed, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void segmentsSayHowLongTheyAreAndMayBeKept() {
        String path = segment();
        HttpResponse<byte[]> whole = server.getBytes(path);
        assertThat(header(whole, "Content-Type")).isEqualTo("video/mp2t");
        assertThat(header(whole, "Content-Length")).isEqualTo("" + whole.body().length);
        assertThat(header(whole, "Cache-Control")).contains("immutable");
        assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.body().length % 188).isZero();

        HttpResponse<String> head = server.send("HEAD", path);
        assertThat(header(head, "Content-Length")).isEqualTo("" + whole.body().length);
        assertThat(head.body()).isEmpty();
        String tag = header(whole, "ETag");
        assertThat(server.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void partsOfASegmentCanBeAskedFor() {
        String path = segment();
        byte[] whole = server.getBytes(path).body();
        HttpResponse<byte[]> part = server.getBytes(path, "Range", "bytes=188-1000");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(header(part, "Content-Range"))
                .isEqualTo("bytes 188-1000/%d".formatted(whole.length));
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 188, 1001));
        byte[] end = server.getBytes(path, "Range", "bytes=-188").body();
        assertThat(end).isEqualTo(Arrays.copyOfRange(whole, whole.length - 188, whole.length));

        HttpResponse<String> none = server.get(path, "Range", "bytes=%d-".formatted(whole.length));
        assertThat(none.statusCode()).isEqualTo(416);
        assertThat(header(none, "Content-Range")).isEqualTo("bytes */" + whole.length);
        HttpResponse<byte[]> other =
                server.getBytes(path, "Range", "bytes=0-9", "If-Range", "\"another\"");
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void otherSitesMayRead() {
        HttpResponse<String> answer = server.get("/live/cam.m3u8", "Origin", "https://a.example");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        HttpResponse<String> preflight =
                server.send(
                        "OPTIONS",
                        segment(),
                        "Origin",
                        "https://a.example",
                        "Access-Control-Request-Method",
                        "GET",
                        "Access-Control-Request-Headers",
                        "range");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Headers")).contains("Range");
    }

    @Test
    void whatNobodyAsksForIsNoLongerMadeAndTheNumbersGoOnLater() {
        String before = segment();
        Waiting.until("no cutting", () -> server.hls.cutting() == 0);
        assertThat(server.get(before).statusCode()).isEqualTo(404);
        long first = number(before);
        publisher.write(Duration.ofSeconds(3));
        assertThat(number(segment())).isGreaterThan(first + 2);
    }

    @Test
    void whatIsNotListedGoesFirstWhenMemoryIsShort() {
        String first = segment();
        assertThat(server.getBytes(first).statusCode()).isEqualTo(200);
        publisher.write(Duration.ofSeconds(5));
        Waiting.until("another first", () -> !segment().equals(first));
        assertThat(server.getBytes(first).statusCode()).isEqualTo(404);
    }

    private String segment() {
        Matcher uri = SEGMENT.matcher(server.get("/live/cam.m3u8").body());
        assertThat(uri.find()).isTrue();
        return "/live/" + uri.group();
    }

    private static long number(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1, path.length() - 3));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }
}
