package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.amf.AmfValue;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpClientTest {
    private static final Recording CARD = Recording.ofTestCard(2);
    private static final ClientOptions IMPATIENT =
            ClientOptions.DEFAULT.withReadTimeout(Duration.ofMillis(100));

    @Test
    void whatIsPublishedIsPlayed() throws Exception {
        try (var server = new RtmpTestServer()) {
            try (var publisher = RtmpPublisher.connect(server.url("live/card"))) {
                CARD.sendTo(publisher);
            }
            try (var player = RtmpPlayer.connect(server.url("live/card"))) {
                Recording played = Recording.of(player);
                assertThat(played.codecs()).isEqualTo(CARD.codecs());
                assertThat(played.lines()).isEqualTo(CARD.lines());
            }
        }
    }

    @Test
    void theSameOverTls(@TempDir Path directory) throws Exception {
        SSLContext context = TestCertificate.context(directory);
        var options = ClientOptions.DEFAULT.withTls(context);
        try (var server = new RtmpTestServer(context.getServerSocketFactory())) {
            String url = server.url("live/card").replace("rtmp:", "rtmps:");
            try (var publisher = RtmpPublisher.connect(url, options)) {
                CARD.sendTo(publisher);
            }
            try (var player = RtmpPlayer.connect(url, options)) {
                assertThat(Recording.of(player).lines()).isEqualTo(CARD.lines());
            }
            assertThatThrownBy(() -> RtmpPlayer.connect(url, ClientOptions.DEFAULT))
                    .as("nobody else trusts that certificate")
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void metadataAndConfigurationsComeFirst() throws Exception {
        try (var server = new RtmpTestServer()) {
            try (var publisher = RtmpPublisher.connect(server.url("live/card"))) {
                CARD.sendTo(publisher);
            }
            List<FlvTag> tags = server.channel("card").tags();
            assertThat(tags.subList(0, 4))
                    .extracting(FlvTag::kind)
                    .containsExactly(
                            TrackKind.DATA, TrackKind.VIDEO, TrackKind.AUDIO, TrackKind.VIDEO);
            var metadata = new MediaEvent.Data(dataFrame(tags.getFirst().body())).values();
            assertThat(metadata.getFirst()).isEqualTo(AmfValue.of("onMetaData"));
            assertThat(metadata.get(1).number("width", 0)).isEqualTo(160);
            assertThat(metadata.get(1).number("framerate", 0)).isEqualTo(25);
            assertThat(metadata.get(1).number("audiocodecid", 0)).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "closed/x,    NetConnection.Connect.Rejected, closed today",
        "live/taken,  NetStream.Publish.BadName,      somebody publishes that"
    })
    void aRefusedPublisherLearnsWhy(String path, String code, String description) throws Exception {
        try (var server = new RtmpTestServer()) {
            var refusal =
                    catchThrowableOfType(
                            RejectedException.class, () -> RtmpPublisher.connect(server.url(path)));
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.description()).isEqualTo(description);
            assertThat(refusal.redirect()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"moved/card", "live/moved"})
    void aPublisherGoesWhereItIsSent(String path) throws Exception {
        try (var server = new RtmpTestServer()) {
            try (var publisher = RtmpPublisher.connect(server.url(path))) {
                CARD.sendTo(publisher);
            }
            assertThat(server.channel("card").tags()).hasSizeGreaterThan(4);
        }
    }

    @Test
    void aPlayerThatIsSentRoundInCirclesGivesUp() throws Exception {
        try (var server = new RtmpTestServer()) {
            assertThatThrownBy(() -> RtmpPlayer.connect(server.url("live/round")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("302");
        }
    }

    @Test
    void aRefusedPlayerLearnsWhy() throws Exception {
        try (var server = new RtmpTestServer()) {
            assertThatThrownBy(() -> RtmpPlayer.connect(server.url("live/missing")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("NetStream.Play.StreamNotFound: there is no such stream");
        }
    }

    @Test
    void aPublisherThatIsThrownOutLearnsWhy() throws Exception {
        try (var server = new RtmpTestServer();
                var publisher = RtmpPublisher.connect(server.url("live/unlucky"))) {
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    CARD.sendTo(publisher);
                                }
                            })
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("NetStream.Publish.Denied");
        }
    }

    @Test
    void theEndOfAStreamIsNoFault() throws Exception {
        try (var server = new RtmpTestServer()) {
            server.channel("nothing").end();
            try (var player = RtmpPlayer.connect(server.url("live/nothing"))) {
                assertThat(player.next())
                        .isEqualTo(
                                new MediaEvent.Notice("NetStream.Play.UnpublishNotify: nothing"));
                assertThat(player.next()).isInstanceOf(MediaEvent.Ended.class);
                assertThat(player.next()).as("again").isInstanceOf(MediaEvent.Ended.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/live/x", "rtmp:/x", "rtmp://h:99999/a/b?key=secret"})
    void aBadUrlIsRefusedWithoutBeingRepeated(String url) {
        assertThatThrownBy(() -> RtmpPlayer.connect(url))
                .isInstanceOf(MalformedURLException.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void nobodyListens() throws Exception {
        try (var taken = new Socket()) { // so that no other test listens there
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "rtmp://127.0.0.1:%d/live/x".formatted(taken.getLocalPort());
            assertThatThrownBy(() -> RtmpPublisher.connect(url))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aSilentServerIsGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "rtmp://127.0.0.1:%d/live/x".formatted(silent.getLocalPort());
            assertThatThrownBy(() -> RtmpPlayer.connect(url, IMPATIENT))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aServerOfAnotherProtocolIsGivenUp() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(other));
            String url = "rtmp://127.0.0.1:%d/live/x".formatted(other.getLocalPort());
            assertThatThrownBy(() -> RtmpPlayer.connect(url))
                    .isInstanceOf(BrokenStreamException.class);
        }
    }

    @Test
    void anotherThreadMayClose() throws Exception {
        try (var server = new RtmpTestServer();
                var player = RtmpPlayer.connect(server.url("live/later"))) {
            Thread.ofVirtual().start(player::close);
            assertThatThrownBy(() -> Recording.of(player)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClosedPublisherTakesNothing() throws Exception {
        try (var server = new RtmpTestServer()) {
            var publisher = RtmpPublisher.connect(server.url("live/card"));
            publisher.close();
            assertThatThrownBy(() -> CARD.sendTo(publisher)).isInstanceOf(IOException.class);
            publisher.close();
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(new byte[2000]);
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client hung up, as it should.
        }
    }

    private static Frame dataFrame(byte[] body) {
        return new Frame(dev.millrace.media.FrameHeader.data(0, body.length), body);
    }
}
