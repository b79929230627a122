package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that two servers in a row would read differently, that are too long, or that try to
/// climb out of what is served.
@Tag("slow")
class HttpAttacksTest {
    private static RunningServer server;

    @BeforeAll
    static void serve() throws IOException {
        server = new RunningServer("rtmp.play_wait=0s", "http.idle_timeout=5s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// RFC 9112, 6.3 and 11.2: what could hide a second request is refused, and the connection
    /// closed.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 6",
                "Content-Length: -1",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "X: a\r\n b: folded",
                " Leading: space",
                "No colon",
                "X: a\0b",
            })
    void whatCouldHideARequestIsRefused(String headers) {
        String hidden = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
        String answer =
                Attackers.http(
                        server.port("http"),
                        "GET / HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n0\r\n\r\n%s"
                                .formatted(headers, hidden));
        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|501) .*");
        assertThat(answer).doesNotContain("millrace_build_info");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n", // no host
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/3.7\r\nHost: x\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%zz.flv HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/cam.flv?vhost=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /live/cam.m3u8?vhost=%ff HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
                "\r\n\r\n\r\n\u0016\u0003\u0001\u0002\r\n\r\n",
            })
    void nonsenseIsTheClientsFault(String request) {
        assertThat(Attackers.http(server.port("http"), request))
                .matches("(?s)HTTP/1\\.1 (400|404|505) .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/..%2f..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/%252e%252e/etc/passwd",
                "/..;/..;/etc/passwd",
                "/assets/../../../etc/passwd",
                "/assets/%2e%2e%2f%2e%2e%2fetc/passwd",
                "/assets//etc/passwd",
                "/assets/..%5c..%5cetc%5cpasswd",
                "/%c0%ae%c0%ae/etc/passwd",
                "/live/../../../etc/passwd.flv",
                "/live/%2e%2e/%2e%2e/x.m3u8",
                "/live/..%00.flv",
                "//etc/passwd",
                "/file:///etc/passwd",
                "/META-INF/MANIFEST.MF",
                "/dev/millrace/api/openapi.yaml",
                "/api/v2/channels/..%2f..%2fetc%2fpasswd",
                "/api/v2/sessions/..%2f..%2fetc",
            })
    void nobodyClimbsOut(String path) {
        String answer =
                Attackers.http(
                        server.port("http"),
                        "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path));
        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404) .*");
        assertThat(answer).doesNotContain("root:", "Manifest-Version", "openapi:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PUT", "DELETE", "PROPFIND", "X", "get"})
    void otherMethodsDoNothing(String method) {
        String answer =
                Attackers.http(
                        server.port("http"),
                        method + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404|405|501) .*");
    }

    @Test
    void whatIsTooLongIsRefusedBeforeItIsHeld() {
        String much = "x".repeat(1 << 20);
        for (String request :
                new String[] {
                    much + " / HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /" + much + " HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: x\r\n" + much + ": y\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: x\r\nY: " + much + "\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(100_000) + "\r\n",
                }) {
            String answer = Attackers.http(server.port("http"), request);
            // The answer may be lost: the rest of the request is still under way when it ends.
            assertThat(answer).matches("(?s)(HTTP/1\\.1 (400|414|431) .*)?");
        }
    }

    /// CVE-2023-44487: a client that opens streams and resets them at once has as many under way as
    /// it likes. It is hung up on.
    @Test
    void requestsThatAreResetAtOnceEndTheConnection() throws IOException {
        try (Socket socket = Attackers.connect(server.port("http"))) {
            var preface = new ByteArrayOutputStream();
            preface.writeBytes(
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            preface.writeBytes(frame(4, 0, 0));
            Attackers.send(socket, preface.toByteArray());
            // :method GET, :scheme http, :path /, :authority x
            byte[] get = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'x'};
            for (int batch = 0; batch < 200; batch++) {
                var wire = new ByteArrayOutputStream();
                for (int i = 0; i < 100; i++) {
                    int stream = 2 * (100 * batch + i) + 1;
                    wire.writeBytes(frame(1, 5, stream, get));
                    wire.writeBytes(frame(3, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
                }
                Attackers.send(socket, wire.toByteArray());
            }
            Attackers.drain(socket);
        }
        assertThat(server.get("api/v2/server")).contains("version");
    }

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        var frame = new dev.millrace.bytes.ByteWriter();
        frame.u24(payload.length).u8(type).u8(flags).u32(stream).bytes(payload);
        return frame.toByteArray();
    }
}
