package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Tls;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A peer chooses when it takes bytes, and when it answers. It does not choose how long one who
/// hangs up on it stands still: that is the one thread that watches over all connections.
class TlsConnectionTest {
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private Tls tls;
    private Listener listener;

    @TempDir private Path folder;

    /// Once it has heard something, it writes until that fails.
    private final class Writer implements Conversation, Callback {
        private final Connection connection;

        Writer(Connection connection) {
            this.connection = connection;
            accepted.add(connection);
        }

        @Override
        public void received(ByteBuffer bytes) {
            bytes.position(bytes.limit());
            succeeded();
        }

        @Override
        public void succeeded() {
            connection.write(this, ByteBuffer.allocate(64 << 10));
        }

        @Override
        public void ended(String why) {
            ended.complete(why);
        }
    }

    @BeforeEach
    void listen() throws Exception {
        tls = Tls.make(folder);
        listener =
                Listener.open(
                        new Listener.Settings(
                                "test",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                10,
                                Optional.of(tls.identity().context())),
                        new Admission(Admission.Limits.NONE, System::nanoTime),
                        (connection, _) -> new Writer(connection));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void aHandshakeThatNeverBeginsIsHungUpOn() throws Exception {
        try (var socket =
                new Socket(listener.address().getAddress(), listener.address().getPort())) {
            hangUpWithinASecond(accepted.take());
            assertThat(socket.getInputStream().readNBytes(100)).hasSizeLessThan(100);
        }
    }

    @Test
    void aHandshakeThatStopsInTheMiddleIsHungUpOn() throws Exception {
        try (var socket =
                new Socket(listener.address().getAddress(), listener.address().getPort())) {
            socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
            hangUpWithinASecond(accepted.take());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPeerThatNeverAnswersTheGoodbyeIsHungUpOn(String version) throws Exception {
        try (var socket = connect(version)) {
            socket.startHandshake();
            hangUpWithinASecond(accepted.take());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPeerThatTakesNothingIsHungUpOn(String version) throws Exception {
        try (var socket = connect(version)) {
            socket.getOutputStream().write(1);
            Connection connection = accepted.take();
            Waiting.until("its buffers are full", () -> isStalled(connection));
            hangUpWithinASecond(connection);
        }
    }

    @Test
    void aPeerThatListensIsToldThatThisWasAll() throws Exception {
        try (var socket = connect("TLSv1.3")) {
            socket.startHandshake();
            accepted.take().close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void oneThatSpeaksNoTlsIsToBlame() throws Exception {
        try (var socket =
                new Socket(listener.address().getAddress(), listener.address().getPort())) {
            byte[] request = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(request);
            ended.get(20, TimeUnit.SECONDS);
            assertThat(accepted.take().isBlamed()).isTrue();
        }
    }

    private SSLSocket connect(String version) throws IOException {
        var socket =
                (SSLSocket)
                        tls.trusting()
                                .getSocketFactory()
                                .createSocket(
                                        listener.address().getAddress(),
                                        listener.address().getPort());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static boolean isStalled(Connection connection) {
        return connection.stalledNs(System.nanoTime()) > TimeUnit.MILLISECONDS.toNanos(300);
    }

    private void hangUpWithinASecond(Connection connection) throws Exception {
        CompletableFuture.runAsync(connection::close).get(1, TimeUnit.SECONDS);
        assertThat(ended.get(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(connection.getEndPoint().isOpen()).isFalse();
    }
}
