package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.config.Config;
import dev.millrace.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The line to a server in this process.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BandwidthCommandTest {
    /// What is wrong, the exit code, and what must be said about it. SERVER is where it listens.
    static final List<Arguments> MISTAKES =
            List.of(
                    arguments("", ExitCode.USAGE, "Missing required parameter: 'URL'"),
                    arguments("udp://host", ExitCode.USAGE, "not of the form http://host[:port]"),
                    arguments("--seconds 0 http://h", ExitCode.USAGE, "from 1 to 9"),
                    arguments(
                            "http://a:secret@127.0.0.1:1?key=secret",
                            ExitCode.SOFTWARE,
                            "the line to http://127.0.0.1:1: Connection refused"),
                    arguments(
                            "SERVER?key=wrong",
                            ExitCode.SOFTWARE,
                            "this is not the key (bandwidth.key)"),
                    arguments("rtmp://host", ExitCode.USAGE, "rtmp://host[:port]/app?key=KEY"),
                    arguments(
                            "RTMP?key=secret-but-wrong",
                            ExitCode.SOFTWARE,
                            "this is not the key (bandwidth.key)"));

    private Server server;

    /// What came of a command.
    private record Ran(int code, String out, String err) {}

    @BeforeAll
    void start() throws IOException, ConfigException {
        server = server("bandwidth.key=nobody-knows-it", "bandwidth.rate=4M");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Server server(String... settings) throws IOException, ConfigException {
        var all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("rtmp.listen=127.0.0.1:0", "http.listen=127.0.0.1:0"));
        return Server.start(Config.of(all.toArray(String[]::new)), false);
    }

    private static String url(Server server) {
        return "http://127.0.0.1:%d"
                .formatted(Objects.requireNonNull(server.addresses().get("http")).getPort());
    }

    private static String rtmp(Server server) {
        return "rtmp://127.0.0.1:%d/app"
                .formatted(Objects.requireNonNull(server.addresses().get("rtmp")).getPort());
    }

    private String at(String place) {
        return place.replace("SERVER", url(server)).replace("RTMP", rtmp(server));
    }

    private static Ran run(String arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = Millrace.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = Millrace.execute(line, ("bandwidth " + arguments).strip().split(" +"));
        return new Ran(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERVER", "RTMP"})
    void measuresBothWaysNoFasterThanIsSet(String place) {
        Ran ran = run("--seconds 1 --json " + at(place) + "?key=nobody-knows-it");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(ran.out());
        for (String way : List.of("down", "up")) {
            assertThat(report.get(way).get("bytes").asLong()).isPositive();
            // What the system and the first piece hold comes at once.
            assertThat(report.get(way).get("seconds").asDouble()).isGreaterThan(0.9);
        }
        assertThat(report.get("down").get("bitrate").asLong()).isBetween(1L, 8_000_000L);
    }

    @Test
    void usersOfTheMachineNeedNoKey() {
        Ran ran = run("--seconds 1 " + url(server));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).containsPattern("down +[0-9.]+ Mbit/s").contains("\nup ");
    }

    /// A key is where the one who redirects has put it; a password is for nobody else.
    @Test
    void followsRedirectionsAndSaysWhereTheyLed() throws IOException {
        var logins = new CopyOnWriteArrayList<String>();
        try (var second = new Redirector(it -> url(server) + it.getRequestURI(), logins);
                var first =
                        new Redirector(
                                it -> second.url("localhost") + it.getRequestURI(),
                                new CopyOnWriteArrayList<>())) {
            String asked = first.url("a:secret@127.0.0.1") + "?key=nobody-knows-it";
            Ran ran = run("--seconds 1 " + asked);
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out())
                    .startsWith("at    " + url(server) + System.lineSeparator() + "down ")
                    .contains("\nup ")
                    .doesNotContain("secret", "nobody-knows-it");
            assertThat(logins).containsExactly("none");
            Ran inJson = run("--seconds 1 --json " + asked);
            assertThat(JsonMapper.shared().readTree(inJson.out()).get("redirectedTo").asString())
                    .isEqualTo(url(server));
        }
    }

    @Test
    void circlesHaveAnEnd() throws IOException {
        try (var circle =
                new Redirector(it -> it.getRequestURI().toString(), new CopyOnWriteArrayList<>())) {
            Ran ran = run(circle.url("127.0.0.1"));
            assertThat(ran.code()).isEqualTo(ExitCode.SOFTWARE);
            assertThat(ran.err()).contains("redirected more than 5 times");
        }
    }

    @Test
    void whatIsWrongBehindARedirectionIsSaidOfThatPlace() throws IOException {
        try (var toNowhere =
                new Redirector(
                        it -> "http://127.0.0.1:1" + it.getRequestURI(),
                        new CopyOnWriteArrayList<>())) {
            Ran ran = run(toNowhere.url("127.0.0.1") + "?key=secret");
            assertThat(ran.code()).isEqualTo(ExitCode.SOFTWARE);
            assertThat(ran.err())
                    .contains("redirected to http://127.0.0.1:1: Connection refused")
                    .doesNotContain("secret");
        }
    }

    /// Sends everybody elsewhere, and notes who they say they are.
    private static final class Redirector implements AutoCloseable {
        private final HttpServer server;

        Redirector(Function<HttpExchange, String> where, List<String> logins) throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        var login = exchange.getRequestHeaders().getFirst("Authorization");
                        logins.add(login == null ? "none" : login);
                        exchange.getResponseHeaders().add("Location", where.apply(exchange));
                        exchange.sendResponseHeaders(302, -1);
                        exchange.close();
                    });
            server.start();
        }

        String url(String host) {
            return "http://%s:%d".formatted(host, server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void aMistakeIsSaid(String arguments, int code, String said) {
        Ran ran = run(at(arguments));
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.err()).contains(said).doesNotContain("secret");
    }

    @Test
    void whereNobodyMayItSaysSo() throws IOException, ConfigException {
        try (Server closed = server("bandwidth.at_once=0")) {
            Ran ran = run(url(closed));
            assertThat(ran.code()).isEqualTo(ExitCode.SOFTWARE);
            assertThat(ran.err()).contains("the most allowed (bandwidth.at_once)");
        }
    }
}
