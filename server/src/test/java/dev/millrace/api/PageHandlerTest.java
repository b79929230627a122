package dev.millrace.api;

import static dev.millrace.api.ApiServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageHandlerTest {
    private static final String SCRIPT = "/assets/app-1a2b3c4d.js";

    private final ApiServer server;

    PageHandlerTest() throws IOException {
        server = new ApiServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /            | text/html; charset=utf-8       | no-cache
                    /index.html  | text/html; charset=utf-8       | no-cache
                    /favicon.svg | image/svg+xml                  | no-cache
                    /assets/app-1a2b3c4d.js | text/javascript; charset=utf-8 | \
                    public, max-age=31536000, immutable
                    """)
    void filesHaveTheirTypeAndCaching(String path, String type, String caching) {
        HttpResponse<byte[]> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(header(answer, "Cache-Control")).isEqualTo(caching);
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void thePageMayPlayAndNothingElse() {
        String policy = header(server.get("/"), "Content-Security-Policy");
        assertThat(policy.split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "connect-src 'self' ws: wss:",
                        "media-src 'self' blob: data:",
                        "worker-src 'self' blob:",
                        "frame-ancestors 'self'");
        assertThat(header(server.get("/"), "X-Frame-Options")).isEqualTo("SAMEORIGIN");
    }

    @Test
    void whatIsUnchangedIsNotSentAgain() {
        String tag = header(server.get("/"), "ETag");
        HttpResponse<byte[]> again = server.get("/", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void scriptsAreCompressedForThoseWhoLikeIt() throws IOException {
        byte[] plain = server.get(SCRIPT).body();
        HttpResponse<byte[]> packed = server.get(SCRIPT, "Accept-Encoding", "gzip");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.body().length).isLessThan(plain.length / 2);
        var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()));
        assertThat(unpacked.readAllBytes()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.html",
                "/assets",
                "/assets/",
                "/assets/nothing.js",
                "/notes.md",
                "/package-info.class",
                "/other/index.html",
                "/assets/..%2Findex.html",
                "/.index.html"
            })
    void otherPathsAreNotThePage(String path) {
        HttpResponse<byte[]> answer = server.get(path);
        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void nothingCanBePostedToThePage() {
        HttpResponse<byte[]> answer = server.send("POST", "/");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void withoutThePageThereIsAProblem() throws IOException {
        try (var bare = new ApiServer("/nowhere")) {
            HttpResponse<byte[]> answer = bare.get("/");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("/api/v2");
        }
    }
}
