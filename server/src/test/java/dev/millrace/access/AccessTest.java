package dev.millrace.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.net.Admission;
import dev.millrace.net.Failures;
import dev.millrace.net.http.HttpServer;
import dev.millrace.net.http.HttpSettings;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests over a real connection from this machine, as whoever sends them words them.
class AccessTest {
    private static final String TOKEN = "only-for-administrators";

    private final AtomicLong nowNs = new AtomicLong(1);
    private Access access = access(Right.NOTHING, Right.NOTHING);
    private final HttpServer server;

    AccessTest() throws IOException {
        server =
                HttpServer.open(
                        HttpSettings.plain(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        new Admission(Admission.Limits.NONE, System::nanoTime),
                        List.of(new Asking()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /// Says what a request may, at `/`; whether it may change things, at `/configure`; and gives a
    /// cookie for `Token: …` at `/login`.
    private final class Asking extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (request.getHttpURI().getPath()) {
                case "/login" -> login(request, response, callback);
                case "/configure" ->
                        access.refusal(request, Right.CONFIGURE)
                                .ifPresentOrElse(
                                        problem -> problem.send(request, response, callback),
                                        () -> Content.Sink.write(response, true, "ok", callback));
                default -> {
                    Grant grant = access.of(request);
                    String text = grant.may() + " by " + grant.by();
                    Content.Sink.write(response, true, text, callback);
                }
            }
            return true;
        }

        private void login(Request request, Response response, Callback callback) {
            try {
                HttpCookie cookie = access.login(request, request.getHeaders().get("Token"));
                Response.addCookie(response, cookie);
                callback.succeeded();
            } catch (Access.RefusedException e) {
                Problem problem = e.problem();
                problem.send(request, response, callback);
            }
        }
    }

    private Access access(Right open, Right local) {
        return new Access(new Access.Settings(new Token(TOKEN), open, local), nowNs::get);
    }

    private String ask(String path, String... headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            boolean hasHost = List.of(headers).stream().anyMatch(it -> it.startsWith("Host:"));
            String host = hasHost ? "" : "Host: localhost:" + port() + "\r\n";
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String request =
                    "GET " + path + " HTTP/1.1\r\n" + host + lines + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int port() {
        return server.listening().getFirst().address().getPort();
    }

    private String may(String... headers) throws IOException {
        String answer = ask("/", headers);
        return answer.substring(answer.lastIndexOf("\r\n\r\n") + 4);
    }

    private int status(String path, String... headers) throws IOException {
        return Integer.parseInt(ask(path, headers).substring("HTTP/1.1 ".length(), 12));
    }

    private static String basic(String pair) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theTokenOpensEverything() throws IOException {
        assertThat(may()).isEqualTo("nothing by open");
        assertThat(may("Authorization: Bearer " + TOKEN)).isEqualTo("configure by token");
        assertThat(may("authorization: bearer  " + TOKEN)).isEqualTo("configure by token");
        assertThat(may(basic("admin:" + TOKEN))).isEqualTo("configure by token");
        assertThat(may(basic(":" + TOKEN))).isEqualTo("configure by token");
        assertThat(status("/configure", "Authorization: Bearer " + TOKEN)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer",
                "Authorization: Bearer only-for-administrator",
                "Authorization: Bearer only-for-administrators2",
                "Authorization: Basic b25seS1mb3I",
                "Authorization: Basic %%%",
                "Authorization: Digest username=\"admin\"",
                "Authorization: only-for-administrators",
                "Cookie: millrace=only-for-administrators",
            })
    void whatIsNotTheTokenOpensNothing(String header) throws IOException {
        assertThat(may(header)).isEqualTo("nothing by open");
        assertThat(status("/configure", header)).isEqualTo(401);
    }

    @Test
    void aBrowserKeepsACookieThatIsNotTheToken() throws IOException {
        String answer = ask("/login", "Token: " + TOKEN);
        assertThat(answer)
                .doesNotContain(TOKEN)
                .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000");
        String cookie = answer.replaceFirst("(?s).*Set-Cookie: ([^;]+);.*", "Cookie: $1");
        assertThat(may(cookie)).isEqualTo("configure by token");
        assertThat(may(cookie, "Origin: http://elsewhere.example")).isEqualTo("nothing by open");
        assertThat(may(cookie.substring(0, cookie.length() - 1))).isEqualTo("nothing by open");
    }

    @ParameterizedTest
    @CsvSource({
        "Accept: */*, operate by loopback",
        "Host: 127.0.0.1:99, operate by loopback",
        "Host: [::1], operate by loopback",
        "Host: rebound.example, read by open",
        "Host: 127.0.0.1.example, read by open",
        "Origin: http://elsewhere.example, read by open",
        "Origin: null, read by open",
        "X-Forwarded-For: 192.0.2.1, read by open",
        "Forwarded: for=192.0.2.1, read by open",
        "Via: 1.1 proxy, read by open",
    })
    void aUserOfTheMachineIsNeitherAProxyNorAPageOfAnotherSite(String header, String may)
            throws IOException {
        access = access(Right.READ, Right.OPERATE);
        assertThat(may(header)).isEqualTo(may);
    }

    @Test
    void whatIsOpenToEverybodyIsOpenToUsersOfTheMachine() throws IOException {
        access = access(Right.OPERATE, Right.READ);
        assertThat(may()).isEqualTo("operate by open");
    }

    @Test
    void nobodyTriesTokensOut() throws IOException {
        for (int i = 0; i < Failures.PER_MINUTE; i++) {
            assertThat(status("/login", "Token: guess" + i)).isEqualTo(401);
        }
        assertThat(ask("/login", "Token: " + TOKEN))
                .startsWith("HTTP/1.1 429")
                .contains("Retry-After: 60", "too many wrong tokens");
        assertThat(status("/configure", "Authorization: Bearer guess")).isEqualTo(429);
        assertThat(status("/configure", "Authorization: Bearer " + TOKEN)).isEqualTo(429);
        nowNs.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(status("/login", "Token: " + TOKEN)).isEqualTo(200);
    }

    @Test
    void eachTokenIsAnother() {
        assertThat(Token.random().reveal())
                .matches("[A-Za-z0-9_-]{24}")
                .isNotEqualTo(Token.random().reveal());
        assertThat(new Token(TOKEN).toString()).doesNotContain(TOKEN);
    }
}
