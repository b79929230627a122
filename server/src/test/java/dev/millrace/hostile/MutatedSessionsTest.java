package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.ServerProgram;
import dev.millrace.testing.Checkout;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// F1-F6 at the socket: sessions of real clients, and requests of real players, bent in random ways
/// and played to a running server. `-Dseed=` repeats a run, `-Druns=` makes it longer.
@Tag("slow")
class MutatedSessionsTest {
    private static final int AT_ONCE = 16;

    private static final List<String> REQUESTS =
            List.of(
                    "GET /good/stream.flv HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                    "GET /good/stream.m3u8 HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n",
                    "GET /good/stream/1790000000.ts HTTP/1.1\r\nHost: h\r\n"
                            + "Range: bytes=0-9\r\n\r\n",
                    "GET /good/stream.flv?vhost=%C3%A4 HTTP/1.1\r\nHost: h\r\n"
                            + "Upgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
                    "GET /api/v2/channels/good/stream HTTP/1.1\r\nHost: h\r\n\r\n",
                    "DELETE /api/v2/sessions/s99999 HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: h\r\nIf-None-Match: W/\"a\", *\r\n\r\n",
                    "POST /api/v2/server HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5\r\nhello\r\n0\r\n\r\n",
                    "OPTIONS * HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                            + "\0\0\5\1\5\0\0\0\1\u0082\u0086\u0084A\0");

    @Test
    @DisplayName("F1-F6: mutated RTMP and HTTP sessions leave nothing behind and harm nobody")
    void nothingIsLeftOfThem() throws Exception {
        int runs = Integer.getInteger("runs", 1_500);
        long seed = Long.getLong("seed", System.nanoTime());
        List<byte[]> sessions = recordedSessions();
        try (ServerProgram server =
                        SmallServer.start(
                                "rtmp.handshake_timeout=2s",
                                "rtmp.idle_timeout=2s",
                                "http.idle_timeout=2s");
                var good = new GoodStream(server)) {
            Attackers.run(200, AT_ONCE, i -> attack(server, sessions, seed - 1 - i));
            Usage before = Usage.whenQuiet(server, 3);
            Attackers.run(runs, AT_ONCE, i -> attack(server, sessions, seed + i));
            Usage after = Usage.whenQuiet(server, 3);
            System.out.printf("%d sessions from seed %d: %s, then %s%n", runs, seed, before, after);
            after.assertFlatSince(before);
            good.assertNothingIsLost();
            SmallServer.assertHealthy(server);
        }
    }

    private static void attack(ServerProgram server, List<byte[]> sessions, long seed)
            throws IOException {
        var random = new Random(seed);
        boolean isRtmp = random.nextBoolean();
        byte[] good =
                isRtmp
                        ? sessions.get(random.nextInt(sessions.size()))
                        : REQUESTS.get(random.nextInt(REQUESTS.size()))
                                .getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = Attackers.connect(server.port(isRtmp ? "rtmp" : "http"))) {
            socket.setSoTimeout(10);
            play(Mutation.some(good, random), socket, random);
            if (random.nextInt(4) == 0) {
                socket.setSoLinger(true, 0); // no goodbye, a reset
            }
        } catch (IOException e) {
            assertThat(e).as("seed %d", seed).isNotInstanceOf(java.net.ConnectException.class);
        }
    }

    /// In pieces, reading now and then or never.
    private static void play(byte[] bytes, Socket socket, Random random) throws IOException {
        boolean reads = random.nextBoolean();
        byte[] heard = new byte[4 << 10];
        for (int at = 0; at < bytes.length; ) {
            int step = Math.min(bytes.length - at, random.nextInt(1, 4 << 10));
            socket.getOutputStream().write(bytes, at, step);
            at += step;
            if (reads) {
                listen(socket, heard);
            }
        }
        if (random.nextBoolean()) {
            socket.shutdownOutput();
            listen(socket, heard);
        }
    }

    private static void listen(Socket socket, byte[] heard) throws IOException {
        try {
            int length = socket.getInputStream().read(heard);
            String start = length > 12 ? new String(heard, 0, 12, StandardCharsets.ISO_8859_1) : "";
            assertThat(start).doesNotStartWith("HTTP/1.1 500");
        } catch (java.net.SocketTimeoutException e) {
            // It has nothing to say.
        }
    }

    private static List<byte[]> recordedSessions() throws IOException {
        Path folder = Checkout.root().resolve("media/src/test/resources/dev/millrace/rtmp");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .sorted()
                    .map(MutatedSessionsTest::bytes)
                    .toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
