package dev.millrace.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.net.Admission;
import dev.millrace.net.http.HttpSettings.Headers;
import dev.millrace.testing.Program;
import dev.millrace.testing.Tls;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpServerTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final Admission EVERYONE =
            new Admission(Admission.Limits.NONE, System::nanoTime);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /// Says hello; at `/slow` only when the test lets it; at `/broken` never.
    private final class Hello extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            switch (request.getHttpURI().getPath()) {
                case "/hello" -> {}
                case "/slow" -> {
                    asked.countDown();
                    goOn.await();
                }
                case "/broken" -> throw new IllegalStateException("a secret");
                default -> {
                    return false;
                }
            }
            byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
            Content.of("text/plain", hello).send(request, response, callback);
            return true;
        }
    }

    @Test
    void everyAnswerHasTheHeadersThatProtectAndNoneThatTellTooMuch() throws Exception {
        var headers = get(serve(plain(10)), "/hello").headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("X-Powered-By")).isEmpty();
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(headers.firstValue("Date")).isPresent();
    }

    @Test
    void whoWantsToMaySayMore(@TempDir Path folder) throws Exception {
        var tls = Tls.make(folder);
        HttpServer server =
                serve(
                        new HttpSettings(
                                ANY_PORT,
                                Optional.of(new HttpSettings.Secure(ANY_PORT, tls.identity())),
                                10,
                                Duration.ofSeconds(30),
                                new Headers("*", Duration.ofDays(365), "Millrace/1.2.3")));
        var plain = get(server, "/hello").headers();
        assertThat(plain.firstValue("Server")).contains("Millrace/1.2.3");
        assertThat(plain.firstValue("Strict-Transport-Security")).isEmpty();
        int port = server.listening().get(1).address().getPort();
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls.trusting()).build()) {
            URI uri = URI.create("https://localhost:%d/nothing".formatted(port));
            var secure = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(secure.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=31536000");
        }
    }

    @Test
    void whatIsNotThereIsAProblemWithAHint() throws Exception {
        HttpResponse<String> answer = get(serve(plain(10)), "/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                                + "\"detail\":\"nothing is here; streams are at "
                                + "/{app}/{stream}.flv, .ts and"
                                + " .m3u8, the API at /api/v2/server\"}");
    }

    @Test
    void ourOwnFaultsAreNotExplainedToStrangers() throws Exception {
        HttpResponse<String> answer = get(serve(plain(10)), "/broken");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("its log says why").doesNotContain("secret");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void headersThatAreTooLargeAreAProblem() throws Exception {
        HttpServer server = serve(plain(10));
        String cookies = "Cookie: " + "x".repeat(9_000) + "\r\n";
        String answer = exchange(server, "GET /hello HTTP/1.1\r\nHost: x\r\n" + cookies + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("problem+json");
    }

    @Test
    void nonsenseIsAProblem() throws Exception {
        String answer = exchange(serve(plain(10)), "\u0000\u0001 this is no HTTP\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("problem+json");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = HttpSettings.plain((InetSocketAddress) taken.getLocalSocketAddress());
            assertThatThrownBy(() -> HttpServer.open(settings, EVERYONE, List.of()))
                    .isInstanceOf(BindException.class)
                    .hasMessage(
                            "http cannot listen on 127.0.0.1:%d: Address already in use"
                                    .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void tooManyConnectionsAreToldSo() throws Exception {
        HttpServer server = serve(plain(1));
        var first = CompletableFuture.supplyAsync(() -> getQuietly(server, "/slow"));
        asked.await();
        String answer = exchange(server, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 503 ")
                .contains("Connection: close")
                .contains("Retry-After: 10")
                .contains("http.connections_max");
        assertThat(server.refused()).isEqualTo(1);
        goOn.countDown();
        assertThat(first.get()).isEqualTo("hello");
    }

    @Test
    void aClientThatSendsItsHeadersByteByByteIsNotWaitedForForEver() throws Exception {
        HttpServer server = serve(patience(Duration.ofMillis(400)));
        try (var socket = connect(server)) {
            byte[] request =
                    ("GET /hello HTTP/1.1\r\nX: " + "y".repeat(5_000))
                            .getBytes(StandardCharsets.UTF_8);
            int sent = 0;
            try {
                for (; sent < request.length; sent++) {
                    socket.getOutputStream().write(request[sent]);
                    server.chore().tick(System.nanoTime());
                    Waiting.briefly();
                }
            } catch (SocketException e) {
                // closed by the server
            }
            assertThat(sent).isLessThan(request.length);
        }
    }

    @Test
    void aRequestThatTakesLongIsNotIdle() throws Exception {
        HttpServer server = serve(patience(Duration.ofMillis(50)));
        var answer = CompletableFuture.supplyAsync(() -> getQuietly(server, "/slow"));
        asked.await();
        long inAWhileNs = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        server.chore().tick(inAWhileNs);
        goOn.countDown();
        assertThat(answer.get()).isEqualTo("hello");
    }

    @Test
    void stoppingLetsRequestsEnd() throws Exception {
        HttpServer server = serve(plain(10));
        var answer = CompletableFuture.supplyAsync(() -> getQuietly(server, "/slow"));
        asked.await();
        var stopped = CompletableFuture.runAsync(() -> server.close(Duration.ofSeconds(10)));
        assertThat(stopped.isDone()).isFalse();
        goOn.countDown();
        assertThat(answer.get()).isEqualTo("hello");
        stopped.get();
    }

    @Test
    void plainConnectionsSpeakHttp2ToThoseWhoKnow() throws Exception {
        HttpServer server = serve(plain(10));
        String url = uri(server, "/hello").toString();
        String answer =
                Program.run(
                        Duration.ofSeconds(30),
                        "curl",
                        "-sS",
                        "--http2-prior-knowledge",
                        "-w",
                        " over %{http_version}",
                        url);
        assertThat(answer).isEqualTo("hello over 2");
    }

    @Test
    void whoAsksForAnUpgradeToHttp2IsAnsweredAsBefore() throws Exception {
        HttpServer server = serve(plain(10));
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri(server, "/hello")).version(Version.HTTP_2);
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    @Test
    void secureConnectionsChooseTheirProtocol(@TempDir Path folder) throws Exception {
        var tls = Tls.make(folder);
        var secure = new HttpSettings.Secure(ANY_PORT, tls.identity());
        HttpServer server =
                serve(
                        new HttpSettings(
                                ANY_PORT,
                                Optional.of(secure),
                                10,
                                Duration.ofSeconds(30),
                                Headers.USUAL));
        var https = server.listening().get(1);
        assertThat(https.protocol()).isEqualTo("https");
        URI uri = URI.create("https://localhost:%d/hello".formatted(https.address().getPort()));
        for (Version version : Version.values()) {
            if (version == Version.HTTP_1_1 || version == Version.HTTP_2) {
                try (HttpClient client =
                        HttpClient.newBuilder().sslContext(tls.trusting()).build()) {
                    var request = HttpRequest.newBuilder(uri).version(version).build();
                    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.body()).isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void oneOriginCanBeAllowedInsteadOfAll() throws Exception {
        HttpServer server =
                serve(
                        new HttpSettings(
                                ANY_PORT,
                                Optional.empty(),
                                10,
                                Duration.ofSeconds(30),
                                Headers.forOrigin("https://a.example")));
        var headers = get(server, "/hello").headers();
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("https://a.example");
        assertThat(headers.allValues("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, Origin: https://a.example, 200",
        "https://a.example, Origin: http://x, 200", // our own page
        "https://a.example, Origin: https://x, 200", // and that behind a proxy
        "https://a.example, X: no browser, 200",
        "https://a.example, Origin: https://b.example, 403",
        "https://a.example, Origin: https://a.example.b.example, 403",
        "https://a.example, Origin: null, 403",
        "*, Origin: https://b.example, 200",
    })
    void webSocketsAreForTheSameSitesAsAnswers(String allowed, String header, int status)
            throws Exception {
        HttpServer server =
                serve(
                        new HttpSettings(
                                ANY_PORT,
                                Optional.empty(),
                                10,
                                Duration.ofSeconds(30),
                                Headers.forOrigin(allowed)));
        String request =
                "GET /hello HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                        + "Connection: close, Upgrade\r\n"
                        + header
                        + "\r\n\r\n";
        String answer = exchange(server, request);
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        if (status == 403) {
            assertThat(answer).contains("problem+json").contains("http.cors_origin");
        }
    }

    private HttpServer serve(HttpSettings settings) throws IOException {
        HttpServer server = HttpServer.open(settings, EVERYONE, List.of(new Hello()));
        open.add(server);
        return server;
    }

    private static HttpSettings plain(int connectionsMax) {
        return new HttpSettings(
                ANY_PORT, Optional.empty(), connectionsMax, Duration.ofSeconds(30), Headers.USUAL);
    }

    private static HttpSettings patience(Duration idleTimeout) {
        return new HttpSettings(ANY_PORT, Optional.empty(), 10, idleTimeout, Headers.USUAL);
    }

    private static URI uri(HttpServer server, String path) {
        int port = server.listening().getFirst().address().getPort();
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    private static HttpResponse<String> get(HttpServer server, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri(server, path)).version(Version.HTTP_1_1);
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String getQuietly(HttpServer server, String path) {
        try {
            return get(server, path).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Socket connect(HttpServer server) throws IOException {
        InetSocketAddress address = server.listening().getFirst().address();
        return new Socket(address.getAddress(), address.getPort());
    }

    /// Sends these bytes and reads until the server hangs up.
    private static String exchange(HttpServer server, String request) throws IOException {
        try (Socket socket = connect(server)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
