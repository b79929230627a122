package dev.millrace.edge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.edge.Samples;
import dev.millrace.hls.ByteRange;
import dev.millrace.hls.Resource;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Segments that are fetched from hosts that may be asked.
class SegmentReaderTest {
    private static final byte[] BODY = Samples.body(1);

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch tired = new CountDownLatch(1);
    private final CompletableFuture<IOException> left = new CompletableFuture<>();
    private HttpServer host;
    private SegmentReader reader;
    private String prefix = "";

    @BeforeEach
    void start() throws IOException {
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/good.ts", exchange -> answer(exchange, 200, BODY));
        host.createContext(
                "/text.ts", exchange -> answer(exchange, 200, new byte[] {'r', 'o', 'o', 't'}));
        host.createContext("/gone.ts", exchange -> answer(exchange, 404, new byte[0]));
        host.createContext("/far.ts", this::redirect);
        host.createContext("/endless.ts", this::endless);
        host.createContext("/once.ts", this::failOnce);
        host.createContext("/stalled.ts", this::stall);
        host.setExecutor(Thread::startVirtualThread);
        host.start();
        String place = "127.0.0.1:" + host.getAddress().getPort();
        prefix = "http://" + place;
        reader = new SegmentReader(new Allowed(List.of(), List.of(place)));
    }

    @AfterEach
    void stop() {
        reader.close();
        host.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            out.write(body);
        }
    }

    private void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Location", prefix + "/good.ts");
        answer(exchange, 302, new byte[0]);
    }

    private void endless(HttpExchange exchange) throws IOException {
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[1 << 20];
            for (int i = 0; i < Segment.BYTES_MAX / some.length + 2; i++) {
                out.write(some);
            }
        }
    }

    private void failOnce(HttpExchange exchange) throws IOException {
        if (asked.getAndIncrement() == 0) {
            answer(exchange, 503, new byte[0]);
        } else {
            answer(exchange, 200, BODY);
        }
    }

    private void stall(HttpExchange exchange) throws IOException {
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, 1 << 30);
            out.write(BODY);
            out.flush();
            tired.await();
            byte[] some = new byte[1 << 20];
            for (int i = 0; i < Segment.BYTES_MAX / some.length / 2; i++) {
                out.write(some);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } catch (IOException e) {
            left.complete(e);
            throw e;
        }
    }

    private byte[] read(Resource resource) throws Exception {
        return reader.read(reader.allowed().place(prefix, resource.uri()), resource);
    }

    @Test
    void aSegmentIsFetched() throws Exception {
        assertThat(read(Resource.of("good.ts"))).isEqualTo(BODY);
        assertThat(read(Resource.of("once.ts"))).isEqualTo(BODY);
    }

    @Test
    void aRangeIsCutOutWhereTheHostDoesNotDoIt() throws Exception {
        var range = new ByteRange(376, 188);
        assertThat(read(Resource.of("good.ts", range)))
                .isEqualTo(Arrays.copyOfRange(BODY, 188, 564));
        assertThatIOException()
                .isThrownBy(() -> read(Resource.of("good.ts", new ByteRange(188, BODY.length))))
                .withMessageContaining("range");
    }

    /// Whoever does not go on is left, and not waited for by a thread for ever.
    @Test
    void aHostThatStandsStillIsLeft() {
        var hasty = new SegmentReader(reader.allowed(), Duration.ofMillis(300));
        try (hasty) {
            assertThatIOException()
                    .isThrownBy(() ->
                            hasty.read(
                                    hasty.allowed().place(prefix, "stalled.ts"),
                                    Resource.of("stalled.ts")))
                    .withMessageContaining("took longer");
            tired.countDown();
            assertThat(left.orTimeout(20, TimeUnit.SECONDS).join()).isNotNull();
        }
    }

    @Test
    void aRangeFarBehindTheEndIsNotThere() {
        assertThatIOException()
                .isThrownBy(() -> read(Resource.of("good.ts", new ByteRange(188, 5_000_000_000L))))
                .withMessageContaining("range");
    }

    @Test
    void whatIsNoSegmentIsNotTaken() {
        assertThatIOException()
                .isThrownBy(() -> read(Resource.of("text.ts")))
                .withMessageContaining("no MPEG transport stream");
        assertThatIOException()
                .isThrownBy(() -> read(Resource.of("gone.ts")))
                .withMessageContaining("404");
        assertThatIOException()
                .as("it may lead to a host that must not be asked")
                .isThrownBy(() -> read(Resource.of("far.ts")))
                .withMessageContaining("302");
        assertThatIOException().isThrownBy(() -> read(Resource.of("endless.ts")));
    }
}
