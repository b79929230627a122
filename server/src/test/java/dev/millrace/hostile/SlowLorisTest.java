package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.e2e.RawClient;
import dev.millrace.e2e.RunningServer;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Tls;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients who send a byte now and then, so as never to be silent and never to be done. On every
/// listener each of them is hung up on, and meanwhile an honest client is served.
@Tag("slow")
class SlowLorisTest {
    private static final Duration DRIP = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir private static Path folder;

    private static Tls tls;
    private static RunningServer server;

    /// What is dripped, after what was said at once, on which listener.
    enum Loris {
        RTMP_HANDSHAKE("rtmp") {
            @Override
            byte[] begin(Socket socket) {
                return new byte[] {3};
            }
        },
        RTMPS_TLS_HANDSHAKE("rtmps") {
            @Override
            byte[] begin(Socket socket) {
                return new byte[] {22, 3, 1, 2, 0, 1, 0, 1};
            }
        },
        RTMPS_SILENCE_AFTER_THE_TLS_HANDSHAKE("rtmps") {
            @Override
            byte[] begin(Socket socket) throws IOException {
                var secure =
                        (SSLSocket)
                                tls.trusting()
                                        .getSocketFactory()
                                        .createSocket(socket, "localhost", 0, false);
                secure.startHandshake();
                return new byte[0];
            }
        },
        RTSP_REQUEST_LINE("rtsp") {
            @Override
            byte[] begin(Socket socket) {
                return ascii("OPTIONS ");
            }
        },
        RTSP_HEADERS("rtsp") {
            @Override
            byte[] begin(Socket socket) {
                return ascii("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nX: ");
            }
        },
        RTSP_BODY("rtsp") {
            @Override
            byte[] begin(Socket socket) {
                return ascii("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 200000\r\n\r\n");
            }
        },
        RTSP_PACKET("rtsp") {
            @Override
            byte[] begin(Socket socket) {
                return new byte[] {'$', 0, 127, 127};
            }
        },
        HTTP_REQUEST_LINE("http") {
            @Override
            byte[] begin(Socket socket) {
                return ascii("GET /");
            }
        },
        HTTP_HEADERS("http") {
            @Override
            byte[] begin(Socket socket) {
                return ascii("GET / HTTP/1.1\r\nHost: x\r\nX: ");
            }
        },
        HTTP_BODY("http") {
            @Override
            byte[] begin(Socket socket) {
                return ascii("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n");
            }
        },
        HTTP_CHUNKED_BODY("http") {
            @Override
            byte[] begin(Socket socket) {
                return ascii(
                        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n");
            }
        },
        HTTP_2_PREFACE("http") {
            @Override
            byte[] begin(Socket socket) {
                return ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0");
            }
        },
        HTTPS_TLS_HANDSHAKE("https") {
            @Override
            byte[] begin(Socket socket) {
                return new byte[] {22, 3, 1, 2, 0, 1, 0, 1};
            }
        };

        final String listener;

        Loris(String listener) {
            this.listener = listener;
        }

        /// What is said at once.
        abstract byte[] begin(Socket socket) throws IOException;
    }

    @BeforeAll
    static void serve() throws Exception {
        tls = Tls.make(folder);
        server =
                new RunningServer(
                        "tls.certificate=" + folder.resolve(Tls.CERTIFICATE),
                        "tls.key=" + folder.resolve(Tls.KEY),
                        "rtmp.tls_listen=127.0.0.1:0",
                        "http.tls_listen=127.0.0.1:0",
                        "rtmp.handshake_timeout=2s",
                        "rtmp.idle_timeout=2s",
                        "rtmp.play_wait=1s",
                        "rtmp.stale_publisher=1s",
                        "http.idle_timeout=2s",
                        "rtsp.listen=127.0.0.1:0",
                        "rtsp.idle_timeout=2s",
                        "delivery.stall_timeout=2s",
                        "channel.grace=100ms");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoDripsIsHungUpOn(Loris loris) throws IOException {
        try (Socket socket = Attackers.connect(server.port(loris.listener))) {
            Attackers.send(socket, loris.begin(socket));
            boolean drips = loris != Loris.RTMPS_SILENCE_AFTER_THE_TLS_HANDSHAKE;
            awaitHangup(socket, drips ? new byte[] {0} : new byte[0]);
        }
    }

    @Test
    void aFrameThatDripsIsNoSignOfLife() throws IOException {
        try (var client = new RawClient(server.port("rtmp"))) {
            client.connect("live").call(1, "publish", 0, AmfValue.of("drip"));
            client.await("NetStream.Publish.Start");
            client.chunkSize(1 << 20);
            client.raw(
                    new ByteWriter()
                            .u8(6)
                            .u24(0)
                            .u24(500_000)
                            .u8(MessageType.VIDEO)
                            .u32(0x0100_0000)
                            .u8(0x12)
                            .toByteArray());
            awaitHangup(client, new byte[] {0});
        }
        Waiting.until("the channel is free", () -> !server.isPublished("live/drip"));
    }

    @Test
    void pingsAloneKeepNobodyHere() throws IOException {
        try (var client = new RawClient(server.port("rtmp"))) {
            client.connect("live");
            byte[] pong = new byte[] {0, 7, 0, 0, 0, 0};
            var one = new ByteWriter().u8(2).u24(0).u24(pong.length).u8(4).u32(0).bytes(pong);
            awaitHangup(client, one.toByteArray());
        }
    }

    @Test
    void aPlayerOfNothingDoesNotStayForEver() throws IOException {
        try (var client = new RawClient(server.port("rtmp"))) {
            client.connect("live").call(1, "play", 0, AmfValue.of("nobody-" + System.nanoTime()));
            client.await("NetStream.Play.StreamNotFound");
            client.awaitEnd();
        }
    }

    @Test
    void aPlayerOfWhatIsOverDoesNotStayForEver() throws IOException {
        try (var client = new RawClient(server.port("rtmp"))) {
            try (var publisher = new TestPublisher(server.server().channels(), "live/over")) {
                publisher.write(Duration.ofSeconds(3));
                client.connect("live").call(1, "play", 0, AmfValue.of("over"));
                client.await("NetStream.Play.Start");
            }
            client.await("NetStream.Play.Stop");
            client.awaitEnd();
        }
    }

    /// The goodbye of a WebSocket wants an answer, which this client does not give.
    @Test
    void aWebSocketThatIgnoresTheGoodbyeIsClosed() throws IOException {
        try (Socket socket = Attackers.connect(server.port("http"))) {
            try (var publisher = new TestPublisher(server.server().channels(), "live/socket")) {
                publisher.write(Duration.ofSeconds(3));
                Attackers.send(
                        socket,
                        ascii(
                                "GET /live/socket.flv HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
                byte[] answer = socket.getInputStream().readNBytes(12);
                assertThat(answer).isEqualTo(ascii("HTTP/1.1 101"));
            }
            // An empty ping each time: it is never silent.
            awaitHangup(socket, new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
        }
    }

    private static void awaitHangup(Socket socket, byte[] drip) throws IOException {
        socket.setSoTimeout((int) DRIP.toMillis());
        byte[] heard = new byte[64 << 10];
        Waiting.until(
                "hung up on",
                PATIENCE,
                () -> {
                    try {
                        socket.getOutputStream().write(drip);
                        return socket.getInputStream().read(heard) < 0;
                    } catch (java.net.SocketTimeoutException e) {
                        assertServesOthers();
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
    }

    private static void awaitHangup(RawClient client, byte[] drip) {
        var dripping =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (!Thread.interrupted()) {
                                    client.raw(drip);
                                    LockSupport.parkNanos(DRIP.toNanos());
                                }
                            } catch (IOException e) {
                                // Hung up on.
                            }
                        });
        try {
            client.awaitEnd();
        } finally {
            dripping.interrupt();
        }
    }

    private static void assertServesOthers() {
        assertThat(server.get("api/v2/server")).contains("version");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
