package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.client.source.MediaSources;
import dev.millrace.hls.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBodyTest {
    private static final String OK = "HTTP/1.1 200 OK\nConnection: close";
    private static final ClientOptions IMPATIENT =
            ClientOptions.DEFAULT
                    .withReadTimeout(Duration.ofMillis(300))
                    .withConnectTimeout(Duration.ofMillis(300));

    private static String redirection(String location) {
        return "HTTP/1.1 302 Found\nConnection: close\nContent-Length: 0\nLocation: " + location;
    }

    private static String fetch(String url) throws IOException {
        try (var body = HttpBody.get(HttpBody.parse(url), IMPATIENT)) {
            return new String(body.readAll(1000), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"301", "302", "303", "307", "308"})
    void redirectionsAreFollowed(String status) throws Exception {
        try (var server =
                new ScriptedServer((request, out) -> {
                    boolean first = request.startsWith("GET /live/a ");
                    String head = redirection("b?key=x").replace("302", status);
                    ScriptedServer.write(out, first ? head : OK, first ? "" : "there");
                })) {
            assertThat(fetch(server.url("/live/a"))).isEqualTo("there");
            assertThat(server.requests().getLast()).startsWith("GET /live/b?key=x ");
        }
    }

    @Test
    void redirectionsWithoutEndAreNamedWithoutSecrets() throws Exception {
        try (var server = ScriptedServer.saying(redirection("/a"), "")) {
            String url = server.url("/a?key=secret").replace("//", "//user:secret@");
            assertThatThrownBy(() -> fetch(url))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining(server.url("/a is redirected more than 10 times"))
                    .hasMessageNotContaining("secret");
            assertThat(server.requests()).hasSize(11);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/hosts", "ftp://127.0.0.1/", "jar:file:/a!/", "http:///x"})
    void redirectionsLeadToHttpOnly(String location) throws Exception {
        try (var server = ScriptedServer.saying(redirection(location), "")) {
            assertThatThrownBy(() -> fetch(server.url("/a")))
                    .isInstanceOf(MalformedURLException.class);
        }
    }

    @Test
    void userInfoIsBasicAuthenticationAtItsOwnHostOnly() throws Exception {
        try (var other = ScriptedServer.saying(OK, "other");
                var server =
                        new ScriptedServer((request, out) -> {
                            String to =
                                    request.startsWith("GET /a ")
                                            ? "/b"
                                            : "http://localhost:%d/c".formatted(other.port());
                            ScriptedServer.write(out, redirection(to), "");
                        })) {
            String url = server.url("/a").replace("//", "//user:p%40ss@");
            assertThat(fetch(url)).isEqualTo("other");
            String encoded =
                    Base64.getEncoder()
                            .encodeToString("user:p@ss".getBytes(StandardCharsets.UTF_8));
            assertThat(server.requests())
                    .hasSize(2)
                    .allMatch(request -> request.contains("Authorization: Basic " + encoded));
            assertThat(other.requests()).singleElement().asString().doesNotContain("Authorization");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:p@a/x, y, http://u:p@a/y",
        "http://u:p@a/x, //a/y, http://u:p@a/y",
        "http://u:p@a/x, https://a/y, https://u:p@a/y",
        "https://u:p@a/x, http://a/y, http://a/y",
        "http://u:p@a/x, http://a:81/y, http://a:81/y",
        "http://u:p@a/x, http://b/y, http://b/y",
        "http://u:p@a/x, http://v:q@b/y, http://v:q@b/y",
        "http://a/x/l.m3u8, 'my file|0.ts', http://a/x/my%20file%7C0.ts",
        "http://a/x/l.m3u8, ?n=1, http://a/x/?n=1"
    })
    void referencesTakeCredentialsToTheirHostOnly(String base, String reference, String target)
            throws Exception {
        assertThat(HttpBody.resolve(URI.create(base), reference)).hasToString(target);
    }

    @Test
    void errorsHaveNoUserInfo() throws Exception {
        try (var server = ScriptedServer.saying("HTTP/1.1 401 No\nContent-Length: 0", "")) {
            String url = server.url("/live.flv").replace("//", "//user:secret@");
            for (String path : new String[] {"", ".m3u8", ".ts"}) {
                assertThatThrownBy(() -> MediaSources.openRemote(url + path, IMPATIENT))
                        .isInstanceOf(RejectedException.class)
                        .hasMessage("401: No");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".flv", ".ts", ".m3u8"})
    void aPageIsNamedForWhatItIs(String ending) throws Exception {
        try (var server = ScriptedServer.saying(OK, "\n<!doctype html><title>Log in</title>")) {
            assertThatThrownBy(() -> play(server.url("/live" + ending)))
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessageStartingWith("an HTML page came instead of ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        ".flv, '{\"error\": 1}', JSON came instead of FLV",
        ".flv, '#EXTM3U', a playlist of HLS came instead of FLV",
        ".flv, 'no such', 'something else, which begins with 6E6F2073756368 came instead of FLV'",
        ".ts, 'FLV        ', FLV came instead of MPEG-TS",
        ".m3u8, 'ID3 .. .. ..', packed audio came instead of a playlist of HLS"
    })
    void otherThingsAreNamedToo(String ending, String body, String message) throws Exception {
        try (var server = ScriptedServer.saying(OK, body)) {
            assertThatThrownBy(() -> play(server.url("/live" + ending)))
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessage(message);
        }
    }

    private static void play(String url) throws IOException {
        try (var source = MediaSources.openRemote(url, IMPATIENT)) {
            Recording.of(source);
        }
    }

    @Test
    void noiseIsNoTransportStream() throws Exception {
        try (var server = ScriptedServer.saying(OK, "noise ".repeat(400_000))) {
            assertThatThrownBy(() -> play(server.url("/live.ts")))
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessage("no packet of MPEG-TS in the first MiB, so this is none");
        }
    }

    @Test
    void compressionIsNotAskedForNorRead() throws Exception {
        try (var server = ScriptedServer.saying(OK + "\nContent-Encoding: gzip", "\u001F\u008B")) {
            assertThatThrownBy(() -> fetch(server.url("/a")))
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessageContaining("compressed (\"gzip\")");
            assertThat(server.requests().getFirst()).doesNotContainIgnoringCase("accept-encoding");
        }
    }

    @Test
    void aCutBodyIsNoEnd() throws Exception {
        try (var server = ScriptedServer.saying(OK + "\nContent-Length: 10", "12345")) {
            assertThatThrownBy(() -> fetch(server.url("/a"))).isInstanceOf(IOException.class);
        }
        try (var server = ScriptedServer.saying(OK + "\nTransfer-Encoding: chunked", "5\r\n123")) {
            assertThatThrownBy(() -> fetch(server.url("/a"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void bodiesAndChunksHaveAnEnd() throws Exception {
        try (var server = ScriptedServer.saying(OK, "#".repeat(2000))) {
            assertThatThrownBy(() -> fetch(server.url("/a")))
                    .hasMessage("the answer has more than 1000 bytes");
        }
        String chunked = OK + "\nTransfer-Encoding: chunked";
        try (var server = ScriptedServer.saying(chunked, "5;" + "x".repeat(1 << 20))) {
            assertThatThrownBy(() -> fetch(server.url("/a"))).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX-", "HTTP/1.1 200 OK\r\n\r\n#EXTM3U"})
    void whoTricklesIsGivenUp(String beginning) throws Exception {
        try (var server = new TricklingServer(beginning)) {
            assertThatThrownBy(() -> HlsPlayer.connect(server.url(), IMPATIENT))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    /// Says its beginning, and then a byte now and then.
    private static final class TricklingServer implements AutoCloseable {
        private final ScriptedServer server;

        TricklingServer(String beginning) throws IOException {
            server =
                    new ScriptedServer((_, out) -> {
                        out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
                        trickle(out);
                    });
        }

        private void trickle(java.io.OutputStream out) throws IOException {
            server.trickle(out, "x".repeat(10_000));
        }

        String url() {
            return server.url("/live.m3u8");
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Test
    void aRangeIsCutOutByWhomEver() throws Exception {
        Optional<ByteRange> range = Optional.of(new ByteRange(3, 2));
        String partial = "HTTP/1.1 206 Partial\nConnection: close\nContent-Length: 3";
        try (var whole = ScriptedServer.saying(OK, "0123456789");
                var part = ScriptedServer.saying(partial, "234");
                var shorter = ScriptedServer.saying(OK, "0123")) {
            assertThat(fetch(whole, range)).isEqualTo("234");
            assertThat(fetch(part, range)).isEqualTo("234");
            assertThat(part.requests().getFirst()).contains("Range: bytes=2-4");
            assertThatThrownBy(() -> fetch(shorter, range)).isInstanceOf(EOFException.class);
        }
    }

    private static String fetch(ScriptedServer server, Optional<ByteRange> range)
            throws IOException {
        try (var body = HttpBody.of(HttpBody.parse(server.url("/a")), IMPATIENT).open(range)) {
            return new String(body.readAll(100), StandardCharsets.UTF_8);
        }
    }
}
