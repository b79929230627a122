package dev.millrace.client.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.client.BrokenStreamException;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.Recording;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtspTransport;
import dev.millrace.client.TestCertificate;
import dev.millrace.client.source.MediaSources;
import dev.millrace.media.Frame;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.RtspMessage.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RtspPlayerTest {
    private static final Recording CARD = Recording.ofTestCard(3);
    private static final RtpCard PACKETS = new RtpCard(CARD);
    private static final ClientOptions IMPATIENT =
            ClientOptions.DEFAULT.withReadTimeout(Duration.ofMillis(300));

    /// Plays the card from its beginning to its end.
    private static void camera(RtspTestServer.Connection connection, Request request)
            throws IOException {
        camera(connection, request, "s1");
        if (request.method().equals("PLAY")) {
            for (RtpCard.Packet packet : PACKETS.packets()) {
                connection.packet(packet.track(), false, packet.bytes());
            }
            connection.packet(0, true, RtpCard.bye(0));
            connection.packet(1, true, RtpCard.bye(1));
        }
    }

    /// Agrees to everything, and sends nothing.
    private static void camera(
            RtspTestServer.Connection connection, Request request, String session)
            throws IOException {
        switch (request.method()) {
            case "OPTIONS" ->
                    connection.answer(request, 200, new Headers().with("Public", "GET_PARAMETER"));
            case "DESCRIBE" ->
                    connection.answer(request, 200, new Headers(), PACKETS.description());
            case "SETUP" -> connection.setUp(request, session);
            case "PLAY" -> {
                var info = "url=track0;rtptime=0,url=track1;rtptime=0";
                connection.answer(request, 200, new Headers().with("RTP-Info", info));
            }
            default -> connection.answer(request, 200, new Headers());
        }
    }

    private static MediaSource open(String url) throws IOException {
        return MediaSources.open(url, ClientOptions.DEFAULT);
    }

    /// What comes begins after a second, so that nothing is before 0.
    private static List<String> lines(Recording recording) {
        long leadUs = MediaTime.US_PER_SECOND;
        List<Frame> frames =
                recording.frames().stream()
                        .map(f ->
                                new Frame(f.header().at(f.header().dtsUs() - leadUs), f.payload()))
                        .toList();
        return new Recording(recording.codecs(), frames).lines();
    }

    @Test
    void playsWhatACameraSends() throws Exception {
        try (var server = new RtspTestServer(RtspPlayerTest::camera);
                var player = open(server.url("/live/card"))) {
            assertThat(player).isInstanceOf(RtspPlayer.class);
            Recording played = Recording.of(player);
            assertThat(played.codecs()).containsExactlyInAnyOrderElementsOf(CARD.codecs());
            assertThat(lines(played)).isEqualTo(CARD.lines());
            assertThat(player.next()).isInstanceOf(MediaEvent.Ended.class);
        }
    }

    /// The beginning of the card fits into any buffer.
    @Test
    void playsDatagrams() throws Exception {
        var options = ClientOptions.DEFAULT.withRtspTransport(RtspTransport.UDP);
        RtspTestServer.Script script =
                (connection, request) -> {
                    camera(connection, request, "s1");
                    if (request.method().equals("PLAY")) {
                        for (RtpCard.Packet packet : PACKETS.packets().subList(0, 40)) {
                            connection.packet(packet.track(), false, packet.bytes());
                        }
                    }
                };
        try (var server = new RtspTestServer(script);
                var player = MediaSources.open(server.url("/card"), options)) {
            Set<TrackKind> kinds = EnumSet.noneOf(TrackKind.class);
            while (kinds.size() < 2) {
                if (player.next() instanceof MediaEvent.Media(var frame)) {
                    kinds.add(frame.header().kind());
                }
            }
        }
    }

    @Test
    void playsInsideTls(@TempDir Path directory) throws Exception {
        SSLContext tls = TestCertificate.context(directory);
        var options = ClientOptions.DEFAULT.withTls(tls).withRtspTransport(RtspTransport.UDP);
        var sockets = tls.getServerSocketFactory();
        try (var server = new RtspTestServer("rtsps", sockets, RtspPlayerTest::camera);
                var player = MediaSources.open(server.url("/card"), options)) {
            assertThat(lines(Recording.of(player))).isEqualTo(CARD.lines());
        }
    }

    /// RFC 2617, 3.5: whose password is another one has another proof.
    @Test
    void provesWhoItIs() throws Exception {
        RtspTestServer.Script script =
                (connection, request) -> {
                    String proof = request.headers().get("Authorization").orElse("");
                    if (request.method().equals("OPTIONS") || proof.startsWith("Basic dTpwQA==")) {
                        camera(connection, request);
                    } else {
                        var wants = new Headers().with("WWW-Authenticate", "Basic realm=\"cam\"");
                        connection.answer(request, 401, wants);
                    }
                };
        try (var server = new RtspTestServer(script)) {
            try (var player = open(server.url("u:p%40@", "/card"))) {
                assertThat(Recording.of(player).frames()).hasSameSizeAs(CARD.frames());
            }
            assertThatThrownBy(() -> open(server.url("u:secret@", "/card")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("401: the server does not accept the user name and password");
            assertThatThrownBy(() -> open(server.url("/card")))
                    .hasMessage("401: the server wants a user name and a password");
        }
    }

    @Test
    void goesWhereItIsSent() throws Exception {
        RtspTestServer.Script script =
                (connection, request) -> {
                    if (request.url().endsWith("/old")) {
                        String there = request.url().replace("/old", "/new");
                        connection.answer(request, 302, new Headers().with("Location", there));
                    } else {
                        camera(connection, request);
                    }
                };
        try (var server = new RtspTestServer(script);
                var player = open(server.url("/old"))) {
            assertThat(Recording.of(player).frames()).hasSameSizeAs(CARD.frames());
        }
    }

    @Test
    void isNotSentInCircles() throws Exception {
        RtspTestServer.Script script =
                (connection, request) ->
                        connection.answer(
                                request, 301, new Headers().with("Location", request.url()));
        try (var server = new RtspTestServer(script)) {
            assertThatThrownBy(() -> open(server.url("/card")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("more than 5 times");
            assertThat(server.methods()).hasSize(6);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, there is no such stream",
        "454, the server has forgotten the session",
    })
    void aRefusalHasTheStatus(int status, String words) throws Exception {
        RtspTestServer.Script script =
                (connection, request) -> connection.answer(request, status, new Headers());
        try (var server =
                new RtspTestServer((connection, request) -> {
                    if (request.method().equals("DESCRIBE")) {
                        script.request(connection, request);
                    } else {
                        camera(connection, request);
                    }
                })) {
            var refusal =
                    catchThrowableOfType(
                            RejectedException.class, () -> open(server.url("u:p@", "/card")));
            assertThat(refusal.code()).isEqualTo(Integer.toString(status));
            assertThat(refusal.description()).isEqualTo(words);
        }
    }

    @Test
    void aSilentServerIsGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "rtsp://127.0.0.1:%d/card".formatted(silent.getLocalPort());
            assertThatThrownBy(() -> MediaSources.open(url, IMPATIENT))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aServerThatSendsNothingIsGivenUp() throws Exception {
        try (var server = new RtspTestServer((c, request) -> camera(c, request, "s1"));
                var player = MediaSources.open(server.url("/card"), IMPATIENT)) {
            assertThatThrownBy(player::next)
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("nothing came for 300");
        }
    }

    @Test
    void whatDoesNotComeOverUdpComesOverTcp() throws Exception {
        var options = IMPATIENT.withRtspTransport(RtspTransport.UDP);
        RtspTestServer.Script script =
                (connection, request) -> {
                    if (connection.isUdp()) {
                        camera(connection, request, "s1"); // behind a firewall
                    } else {
                        camera(connection, request);
                    }
                };
        try (var server = new RtspTestServer(script);
                var player = MediaSources.open(server.url("/card"), options)) {
            assertThat(player.next())
                    .isEqualTo(
                            new MediaEvent.Notice(
                                    "nothing came over UDP for 300 ms; TCP is tried"));
            assertThat(lines(Recording.of(player))).isEqualTo(CARD.lines());
        }
    }

    @Test
    void whoDoesNotSendOverTcpIsAskedForUdp() throws Exception {
        try (var server = new RtspTestServer(refusing("TCP"));
                var player = open(server.url("/card"))) {
            assertThat(player.next())
                    .isEqualTo(
                            new MediaEvent.Notice(
                                    "the server does not send that over TCP; UDP is tried"));
            Set<TrackKind> kinds = EnumSet.noneOf(TrackKind.class);
            while (kinds.size() < 2) {
                if (player.next() instanceof MediaEvent.Media(var frame)) {
                    kinds.add(frame.header().kind());
                }
            }
        }
    }

    @Test
    void whoDoesNotSendOverUdpIsAskedForTcp() throws Exception {
        try (var server = new RtspTestServer(refusing("UDP"));
                var player = open(server.url("/card").replace("rtsp:", "rtspu:"))) {
            assertThat(player.next())
                    .isEqualTo(
                            new MediaEvent.Notice(
                                    "the server does not send that over UDP; TCP is tried"));
            assertThat(Recording.of(player).frames()).isNotEmpty();
        }
    }

    @Test
    void whoSendsNoWayIsGivenUp() throws Exception {
        try (var server = new RtspTestServer(refusing("TCP UDP"))) {
            assertThatThrownBy(() -> open(server.url("/card")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("461: the server does not send that over UDP")
                    .hasSuppressedException(
                            new RejectedException(
                                    "461",
                                    "the server does not send that over TCP",
                                    Optional.empty()));
        }
    }

    /// Does not send these ways, and over UDP no more of the card than fits into any buffer.
    private static RtspTestServer.Script refusing(String ways) {
        return (connection, request) -> {
            String wanted = request.headers().get("Transport").orElse("");
            boolean isUdp = wanted.contains("client_port");
            if (!wanted.isEmpty() && ways.contains(isUdp ? "UDP" : "TCP")) {
                connection.answer(request, 461, new Headers());
            } else if (connection.isUdp() && request.method().equals("PLAY")) {
                camera(connection, request, "s1");
                for (RtpCard.Packet packet : PACKETS.packets().subList(0, 40)) {
                    connection.packet(packet.track(), false, packet.bytes());
                }
            } else {
                camera(connection, request);
            }
        };
    }

    @Test
    void anotherProtocolIsABrokenStream() throws Exception {
        RtspTestServer.Script script =
                (connection, _) -> connection.send("HTTP/1.1 400 Bad Request\r\n\r\n<html>");
        try (var server = new RtspTestServer(script)) {
            assertThatThrownBy(() -> open(server.url("u:secret@", "/card")))
                    .isInstanceOf(BrokenStreamException.class)
                    .hasMessage("begins with \"HTTP/1.1 400 Bad Request\", which is not RTSP");
        }
    }

    @Test
    void aServerThatHangsUpEndsTheStream() throws Exception {
        RtspTestServer.Script script =
                (connection, request) -> {
                    camera(connection, request, "s1");
                    if (request.method().equals("PLAY")) {
                        for (RtpCard.Packet packet : PACKETS.packets().subList(0, 30)) {
                            connection.packet(packet.track(), false, packet.bytes());
                        }
                        connection.send("$\0\1\0half a packet");
                        connection.hangUp();
                    }
                };
        try (var server = new RtspTestServer(script);
                var player = open(server.url("/card"))) {
            List<String> played = lines(Recording.of(player));
            assertThat(played).isNotEmpty();
            assertThat(CARD.lines()).startsWith(played.toArray(new String[0]));
            assertThat(player.next())
                    .isEqualTo(new MediaEvent.Ended("the server closed the connection"));
        }
    }

    @Test
    void aServerThatHangsUpAtOnceIsAFault() throws Exception {
        try (var server = new RtspTestServer((connection, _) -> connection.hangUp())) {
            assertThatThrownBy(() -> open(server.url("/card")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the server closed the connection before it played");
        }
    }

    /// The server forgets after three seconds; it ends the stream at the first sign of life.
    @Test
    void showsThatItIsAlive() throws Exception {
        RtspTestServer.Script script =
                (connection, request) -> {
                    camera(connection, request, "s1;timeout=3");
                    if (request.method().equals("GET_PARAMETER")) {
                        connection.send("TEARDOWN rtsp://here/ RTSP/1.0\r\nCSeq: 1\r\n\r\n");
                    }
                };
        try (var server = new RtspTestServer(script);
                var player = open(server.url("/card"))) {
            assertThat(player.next())
                    .isEqualTo(new MediaEvent.Ended("the server ended the stream"));
            assertThat(server.methods()).contains("GET_PARAMETER");
        }
    }

    @Test
    void saysGoodbye() throws Exception {
        try (var server = new RtspTestServer((c, request) -> camera(c, request, "s1"))) {
            open(server.url("/card")).close();
            var methods = new ArrayList<String>();
            while (!methods.contains("TEARDOWN")) {
                methods.add(server.methods().take());
            }
            assertThat(methods)
                    .containsExactly("OPTIONS", "DESCRIBE", "SETUP", "SETUP", "PLAY", "TEARDOWN");
        }
    }

    @Test
    void anotherThreadMayClose() throws Exception {
        try (var server = new RtspTestServer((c, request) -> camera(c, request, "s1"));
                var player = open(server.url("/card"))) {
            Thread.ofVirtual().start(player::close);
            assertThatThrownBy(player::next).isInstanceOf(IOException.class).hasMessage("closed");
        }
    }

    @Test
    void aBadUrlNamesNoSecret() {
        assertThatThrownBy(() -> open("rtsp://u:secret@/card"))
                .isInstanceOf(MalformedURLException.class)
                .message()
                .doesNotContain("secret");
    }
}
