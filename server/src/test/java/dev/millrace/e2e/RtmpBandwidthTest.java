package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.amf.AmfValue;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.RejectedException;
import dev.millrace.client.bandwidth.Bandwidth;
import dev.millrace.client.bandwidth.BandwidthReport;
import dev.millrace.observe.Session;
import dev.millrace.testing.Tls;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bandwidth check over RTMP: clients of SRS and ours, who may not, and who does it wrong.
class RtmpBandwidthTest {
    private static final String KEY = "35c9b402c12a7246868752e2878f7e0e";
    private static final long RATE = 8_000_000;
    private static final long CLIENT_RATE = 4_000_000;
    private static final String CLIENT_OF_SRS = "app?key=%s,vhost=bandcheck.srs.com";

    /// What may be on its way, or in one read, at either end of what is measured.
    private static final long UNDER_WAY_BYTES = 128 << 10;

    private static RunningServer server(String... more) throws IOException {
        return new RunningServer(
                Stream.concat(
                                Stream.of("bandwidth.key=" + KEY, "bandwidth.rate=8M"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static SrsBandwidthClient connect(RunningServer server, String parameters)
            throws IOException {
        var client = new SrsBandwidthClient(server.port("rtmp"));
        client.connect("app", "rtmp://127.0.0.1/" + parameters.formatted(KEY));
        return client;
    }

    /// One that has been let in, and says nothing more.
    private static SrsBandwidthClient begun(RunningServer server) throws IOException {
        SrsBandwidthClient client = connect(server, "app?seconds=1&key=%s");
        client.await("onSrsBandCheckStartPlayBytes");
        return client;
    }

    private static BandwidthReport measure(String url, int seconds) throws IOException {
        return Bandwidth.measure(url, Duration.ofSeconds(seconds), ClientOptions.DEFAULT);
    }

    private static boolean isMeasured(RunningServer server) {
        return server.server().sessions().list().stream()
                .anyMatch(session -> session.role() == Session.Role.BANDWIDTH);
    }

    /// The library sends for as long as it was told, no faster than it is set to, and then says so.
    @Test
    void theLibraryOfSrsMeasures() throws IOException {
        try (var server = server();
                var client = connect(server, CLIENT_OF_SRS)) {
            assertThat(Stream.of(client.next(), client.next(), client.next()))
                    .extracting(SrsBandwidthClient.Message::type)
                    .containsExactly(5, 6, 1); // window, peer's bandwidth, chunk size
            assertThat(client.next().has("NetConnection.Connect.Success")).isTrue();
            SrsBandwidthClient.Message begin = client.next();
            assertThat(begin.name()).isEqualTo("onSrsBandCheckStartPlayBytes");
            assertThat(begin.chunkStream()).isEqualTo(5);
            assertThat(begin.streamId()).isZero();
            assertThat(begin.number("duration_ms")).isEqualTo(3000);
            assertThat(begin.number("interval_ms")).isZero();
            long playBytes = play(client);
            long publishBytes = publish(client);
            client.await("onSrsBandCheckStopPublishBytes");
            client.call("onSrsBandCheckStoppedPublishBytes");
            SrsBandwidthClient.Message report = client.await("onSrsBandCheckFinished");
            client.call("finalClientPacket");

            assertThat(report.number("code")).isZero();
            assertThat(report.number("end_time") - report.number("start_time"))
                    .isGreaterThanOrEqualTo(5000);
            assertThat(report.number("play_time")).isGreaterThanOrEqualTo(3000);
            assertThat((long) report.number("play_bytes"))
                    .isCloseTo(playBytes, within(UNDER_WAY_BYTES));
            assertThat((long) report.number("publish_bytes"))
                    .isCloseTo(publishBytes, within(UNDER_WAY_BYTES));
            assertThat(report.number("play_kbps")).isPositive().isLessThan(1.2 * RATE / 1000);
            assertThat(report.number("publish_kbps")).isPositive().isLessThan(1.2 * RATE / 1000);
            assertThat(client.isHungUpOn()).isTrue();
        }
    }

    /// @return the bytes from the start to the stop
    private static long play(SrsBandwidthClient client) throws IOException {
        long before = client.readBytes();
        client.call("onSrsBandCheckStartingPlayBytes");
        SrsBandwidthClient.Message stop = client.await("onSrsBandCheckStopPlayBytes");
        long bytes = client.readBytes() - before;
        assertThat(stop.number("duration_ms")).isEqualTo(3000);
        assertThat(stop.number("duration_delta")).isGreaterThanOrEqualTo(3000);
        assertThat((long) stop.number("bytes_delta")).isPositive();
        client.call("onSrsBandCheckStoppedPlayBytes");
        return bytes;
    }

    /// A second less than it was told, so that its stop is the first on any machine.
    ///
    /// @return the bytes from the start to the stop
    private static long publish(SrsBandwidthClient client) throws IOException {
        var start = client.await("onSrsBandCheckStartPublishBytes");
        long timeNs = ms((long) start.number("duration_ms") - 1000).toNanos();
        client.call("onSrsBandCheckStartingPublishBytes");
        long startNs = System.nanoTime();
        long before = client.sentBytes();
        for (int n = 0; System.nanoTime() - startNs < timeNs; n++) {
            client.noise(n);
            client.pace(startNs, before, CLIENT_RATE);
        }
        client.call("onSrsBandCheckStopPublishBytes");
        return client.sentBytes() - before;
    }

    /// Flash sends as much as it can until it is told to stop, and hangs up with the report.
    @Test
    void theFlashPageOfSrsMeasures() throws IOException, InterruptedException {
        try (var server = server();
                var client = connect(server, "app?vhost=bandcheck.srs.com&key=%s&seconds=1")) {
            client.await("onSrsBandCheckStartPlayBytes");
            client.call("onSrsBandCheckStartingPlayBytes");
            client.await("onSrsBandCheckStopPlayBytes");
            client.call("onSrsBandCheckStoppedPlayBytes");
            client.await("onSrsBandCheckStartPublishBytes");
            client.call("onSrsBandCheckStartingPublishBytes");
            Thread flood = Thread.ofVirtual().start(() -> flood(client));
            client.await("onSrsBandCheckStopPublishBytes");
            SrsBandwidthClient.Message report = client.await("onSrsBandCheckFinished");
            client.hangUp();
            flood.join();
            assertThat(report.number("publish_time")).isGreaterThanOrEqualTo(1000);
            assertThat(report.number("publish_bytes"))
                    .isPositive()
                    .isLessThan(RATE / 8000.0 * report.number("publish_time") + UNDER_WAY_BYTES);
            Waiting.until("nobody measures any more", () -> !isMeasured(server));
        }
    }

    private static void flood(SrsBandwidthClient client) {
        try {
            while (true) {
                client.flashNoise();
            }
        } catch (IOException e) {
            // It has hung up.
        }
    }

    @Test
    void oursMeasuresAsLongAsItSays() throws IOException {
        try (var server = server()) {
            BandwidthReport report = measure(server.rtmp("app?key=" + KEY), 1);
            assertThat(report.down().time()).isGreaterThanOrEqualTo(ms(900));
            assertThat(report.down().bytes()).isLessThan(RATE / 8 * 3 / 2); // of one second
            assertThat(report.down().bitsPerSecond()).isBetween(1L, RATE * 6 / 5);
            assertThat(report.up().time()).isGreaterThanOrEqualTo(ms(990));
            assertThat(report.up().bytes())
                    .isPositive()
                    .isLessThan(RATE / 8000 * report.up().time().toMillis() + UNDER_WAY_BYTES);
        }
    }

    @Test
    void tlsIsMeasuredToo(@TempDir Path folder) throws IOException, GeneralSecurityException {
        Tls tls = Tls.make(folder);
        try (var server =
                server(
                        "rtmp.tls_listen=127.0.0.1:0",
                        "tls.certificate=" + folder.resolve(Tls.CERTIFICATE),
                        "tls.key=" + folder.resolve(Tls.KEY))) {
            String url = "rtmps://127.0.0.1:%d/app?key=%s".formatted(server.port("rtmps"), KEY);
            BandwidthReport report =
                    Bandwidth.measure(url, ms(1000), ClientOptions.DEFAULT.withTls(tls.trusting()));
            assertThat(report.down().bitsPerSecond()).isBetween(1L, RATE * 6 / 5);
            assertThat(report.up().bytes()).isPositive();
        }
    }

    private static Duration ms(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void aRefusalSaysWhatWouldBeRight() throws IOException {
        try (var server = server("bandwidth.at_once=1");
                var wrong = connect(server, "app?key=wrong")) {
            assertThat(wrong.await("_error").has("NetConnection.Connect.Rejected")).isTrue();
            assertThatThrownBy(() -> measure(server.rtmp("app?key=wrong"), 3))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("this is not the key (bandwidth.key)");
            assertThatThrownBy(() -> measure(server.rtmp("app?key=" + KEY), 11))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("seconds is a whole number from 1 to 10");
            try (var running = begun(server)) {
                assertThat(server.get("api/v2/sessions")).contains("\"role\":\"bandwidth\"");
                assertThatThrownBy(() -> measure(server.rtmp("app?key=" + KEY), 1))
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("1 measurements run, the most allowed");
                assertThat(status(server)).isEqualTo(503); // one count for both ways
                running.call("onSrsBandCheckStartingPlayBytes"); // and leaves in the middle
            }
            Waiting.until("it is over", () -> !isMeasured(server));
            begun(server).close();
        }
    }

    private static int status(RunningServer server) throws IOException {
        URI uri = URI.create(server.http("api/v2/bandwidth?seconds=1&key=" + KEY));
        return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
    }

    @Test
    void keysCannotBeTriedOut() throws IOException {
        try (var server = server()) {
            for (int i = 0; i < 10; i++) {
                try (var wrong = connect(server, "app?key=wrong")) {
                    wrong.await("_error");
                }
            }
            assertThatThrownBy(() -> measure(server.rtmp("app?key=" + KEY), 1))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("too many wrong keys came from this address");
            assertThat(status(server)).isEqualTo(429);
        }
    }

    @Test
    void aServerWithoutAKeyMeasuresNobody() throws IOException {
        try (var server = new RunningServer()) {
            assertThatThrownBy(() -> measure(server.rtmp("app?key=" + KEY), 1))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("begins no bandwidth check");
        }
    }

    /// The parameters of a stream are no matter of the check.
    @Test
    void aStreamMayHaveAKeyOfItsOwn() throws IOException {
        try (var server = server();
                var client = new RawClient(server.port("rtmp")).connect("live")) {
            client.call(0, "createStream", 2);
            client.result(2);
            client.call(1, "publish", 3, AmfValue.of("cam?key=its-own"), AmfValue.of("live"));
            client.await("NetStream.Publish.Start");
        }
    }

    @Test
    void whoSaysNothingOrNonsenseIsHungUpOn() throws IOException {
        try (var server = server("bandwidth.at_once=2");
                var silent = begun(server);
                var broken = new RawClient(server.port("rtmp"))) {
            broken.connect("app?key=" + KEY);
            broken.await("onSrsBandCheckStartPlayBytes");
            broken.raw(new byte[] {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0}); // chunks of 0
            broken.awaitEnd();
            assertThat(silent.isHungUpOn()).isTrue();
            Waiting.until("nobody measures any more", () -> !isMeasured(server));
        }
    }

    /// What is under way to it is what its system and ours hold; nothing waits in this program.
    @Test
    @Tag("slow")
    void whoReadsNothingIsHungUpOn() throws IOException {
        try (var server = server("bandwidth.rate=1000M", "bandwidth.at_once=1");
                var deaf = new RawClient(server.port("rtmp"), 8 << 10)) {
            deaf.connect("app?seconds=1&key=" + KEY);
            deaf.await("onSrsBandCheckStartPlayBytes");
            deaf.call(0, "onSrsBandCheckStartingPlayBytes", 0);
            Waiting.until("it is hung up on", () -> !isMeasured(server));
            assertThatThrownBy(() -> deaf.await("onSrsBandCheckStartPublishBytes"))
                    .isInstanceOfAny(SocketException.class, IOException.class);
            begun(server).close();
        }
    }
}
