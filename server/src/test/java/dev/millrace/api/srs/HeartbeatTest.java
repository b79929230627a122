package dev.millrace.api.srs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.testing.FreePort;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private static Heartbeat.Settings settings(int port, boolean summaries) {
        URI url = URI.create("http://127.0.0.1:%d/api/v1/servers".formatted(port));
        return new Heartbeat.Settings(url, INTERVAL, "north", "192.0.2.7", summaries);
    }

    private static Heartbeat start(int port, boolean summaries) {
        return Heartbeat.start(settings(port, summaries), () -> Map.of("ok", true));
    }

    /// A server that takes what it is told.
    private HttpServer open(int port, int status) throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer server = HttpServer.create(loopback, 0);
        server.createContext(
                "/api/v1/servers",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    bodies.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    @Test
    void isSentAgainAndAgain() throws IOException {
        HttpServer server = open(0, 200);
        try (Heartbeat _ = start(server.getAddress().getPort(), false)) {
            Waiting.until("three of them", () -> bodies.size() >= 3);
        } finally {
            server.stop(0);
        }
        assertThat(bodies).containsOnly("POST {\"device_id\":\"north\",\"ip\":\"192.0.2.7\"}");
    }

    @Test
    void hasSummariesIfTheyAreWanted() throws IOException {
        HttpServer server = open(0, 200);
        try (Heartbeat _ = start(server.getAddress().getPort(), true)) {
            Waiting.until("one of them", () -> !bodies.isEmpty());
        } finally {
            server.stop(0);
        }
        assertThat(bodies.getFirst()).contains("\"summaries\":{\"code\":0,\"data\":{\"ok\":true}}");
    }

    @Test
    void goesOnAfterErrors() throws IOException {
        HttpServer server = open(0, 500);
        try (Heartbeat _ = start(server.getAddress().getPort(), false)) {
            Waiting.until("three of them", () -> bodies.size() >= 3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void findsAServerThatWasAwayAndTellsBothOnce() throws IOException {
        var log = (Logger) LoggerFactory.getLogger(Heartbeat.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        int port = FreePort.find();
        try (Heartbeat _ = start(port, false)) {
            Waiting.until("it is away", () -> told(lines, port).size() == 1);
            HttpServer server = open(port, 200);
            Waiting.until("it is found", () -> told(lines, port).size() == 2);
            server.stop(0);
        } finally {
            log.setLevel(null);
            log.detachAppender(lines);
        }
        assertThat(told(lines, port).get(0)).contains("fails: ");
        assertThat(told(lines, port).get(1)).endsWith("works again");
        assertThat(bodies).isNotEmpty();
    }

    private static List<String> told(ListAppender<ILoggingEvent> lines, int port) {
        synchronized (lines) { // as whoever appends one
            return lines.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(line -> line.contains(":" + port + "/"))
                    .toList();
        }
    }

    @Test
    void doesNotWaitForAServerThatHangs() throws IOException {
        var accepted = new AtomicInteger();
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> acceptAll(server, accepted));
            try (Heartbeat _ = start(server.getLocalPort(), false)) {
                Waiting.until("three of them", () -> accepted.get() >= 3);
            }
        }
    }

    /// And says nothing.
    private static void acceptAll(ServerSocket server, AtomicInteger accepted) {
        try {
            while (!server.isClosed()) {
                server.accept();
                accepted.incrementAndGet();
            }
        } catch (IOException e) {
            assertThat(server.isClosed()).isTrue();
        }
    }
}
