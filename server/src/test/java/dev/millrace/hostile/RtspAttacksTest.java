package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.RtspTalk;
import dev.millrace.e2e.RunningServer;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients of RTSP that are none. Each is hung up on, and an honest one is served afterwards.
class RtspAttacksTest {
    private static RunningServer server;
    private static TestPublisher publisher;

    @BeforeAll
    static void serve() throws IOException {
        server =
                new RunningServer(
                        "rtsp.listen=127.0.0.1:0",
                        "rtmp.play_wait=200ms",
                        "limits.failures_per_ip=1000000");
        publisher = new TestPublisher(server.server().channels(), "live/cam");
        publisher.write(Duration.ofSeconds(1));
    }

    @AfterAll
    static void stop() {
        publisher.close();
        server.close();
    }

    private static void assertServes() throws IOException {
        try (var talk = new RtspTalk(server.port("rtsp"))) {
            assertThat(talk.ask("DESCRIBE", server.rtsp("live/cam")).status()).isEqualTo(200);
        }
    }

    private static String answer(byte[] attack) throws IOException {
        try (Socket socket = Attackers.connect(server.port("rtsp"))) {
            Attackers.send(socket, attack);
            return new String(Attackers.drain(socket), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0001\u0002\u0003",
                "OPTIONS * RTSP/1.0\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: \r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: -1\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: 99999999999999999999\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: 1; drop\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: -5\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 999999999\r\n\r\n",
            })
    void whatIsNoRtspIsToldSoAndHungUpOn(String attack) throws IOException {
        assertThat(answer(ascii(attack))).startsWith("RTSP/1.0 400 Bad Request: ");
        assertServes();
    }

    @Test
    void linesAndHeadersHaveAnEnd() throws IOException {
        assertThat(answer(ascii("OPTIONS " + "x".repeat(100_000))))
                .startsWith("RTSP/1.0 400 Bad Request: length of a line");
        assertThat(answer(ascii("OPTIONS * RTSP/1.0\r\n" + "X: y\r\n".repeat(10_000))))
                .startsWith("RTSP/1.0 400 Bad Request: number of headers");
        assertServes();
    }

    @Test
    void whoAsksAndDoesNotWaitIsHungUpOn() throws IOException {
        String wait = "DESCRIBE %s RTSP/1.0\r\nCSeq: 1\r\n\r\n".formatted(server.rtsp("live/x"));
        assertThat(answer(ascii(wait.repeat(200)))).contains("asks faster than it is answered");
        assertServes();
    }

    /// Packets that nobody asked for, between requests and in the middle of playing.
    @Test
    void packetsThatBelongNowhereArePassedOver() throws IOException {
        var random = new Random(7);
        try (var talk = new RtspTalk(server.port("rtsp"))) {
            junk(talk, random);
            String track = server.rtsp("live/cam") + "/trackID=0";
            talk.ask("SETUP", track, "Transport", "RTP/AVP/TCP;unicast;interleaved=4-5");
            junk(talk, random);
            assertThat(talk.ask("PLAY", server.rtsp("live/cam")).status()).isEqualTo(200);
            junk(talk, random);
            assertThat(talk.packet(4)).isNotEmpty();
            assertThat(talk.ask("GET_PARAMETER", server.rtsp("live/cam")).status()).isEqualTo(200);
        }
    }

    private static void junk(RtspTalk talk, Random random) throws IOException {
        for (int i = 0; i < 50; i++) {
            byte[] junk = new byte[4 + random.nextInt(500)];
            random.nextBytes(junk);
            junk[0] = '$';
            junk[2] = (byte) ((junk.length - 4) >> 8);
            junk[3] = (byte) (junk.length - 4);
            talk.raw(junk);
        }
    }

    /// Who leaves while it is waited for leaves nothing behind.
    @Test
    void whoeverLeavesInTheMiddleIsForgotten() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (var talk = new RtspTalk(server.port("rtsp"))) {
                talk.raw(
                        "DESCRIBE %s RTSP/1.0\r\nCSeq: 1\r\n\r\n"
                                .formatted(server.rtsp(i % 2 == 0 ? "live/x" : "live/cam")));
            }
        }
        Waiting.until(
                "they are forgotten",
                () ->
                        server.server().sessions().list().stream()
                                .noneMatch(session -> session.protocol().equals("rtsp")));
        assertServes();
    }

    @Test
    void anAddressHasItsShareOfConnections() throws IOException {
        try (var few =
                new RunningServer(
                        "rtsp.listen=127.0.0.1:0",
                        "limits.trusted=none",
                        "limits.connections_per_ip=3")) {
            List<RtspTalk> talks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                var talk = new RtspTalk(few.port("rtsp"));
                talks.add(talk);
                assertThat(talk.ask("OPTIONS", "*").status()).isEqualTo(200);
            }
            try (var fourth = new RtspTalk(few.port("rtsp"))) {
                fourth.awaitEnd();
            }
            for (RtspTalk talk : talks) {
                assertThat(talk.ask("OPTIONS", "*").status()).isEqualTo(200);
                talk.close();
            }
        }
    }

    @Test
    void moreThanTheServerTakesAreTold() throws IOException {
        try (var small = new RunningServer("rtsp.listen=127.0.0.1:0", "rtsp.connections_max=1");
                var one = new RtspTalk(small.port("rtsp"))) {
            assertThat(one.ask("OPTIONS", "*").status()).isEqualTo(200);
            try (var two = new RtspTalk(small.port("rtsp"))) {
                assertThat(two.ask("OPTIONS", "*").reason())
                        .isEqualTo("Service Unavailable: the server has too many connections");
                two.awaitEnd();
            }
        }
    }
}
