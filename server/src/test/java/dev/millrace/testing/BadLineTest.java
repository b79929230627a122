package dev.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A line with a server behind it that says again what it hears.
class BadLineTest {
    private static final int BRIEFLY_MS = 300;

    private final BadLine line = new BadLine();
    private final AtomicLong heard = new AtomicLong();
    private ServerSocket server;

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        line.to(server.getLocalPort());
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.startVirtualThread(() -> echo(socket));
                }
            } catch (IOException _) {
                // The test is over.
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        server.close();
    }

    private void echo(Socket socket) {
        try (socket;
                OutputStream out = socket.getOutputStream()) {
            var buffer = new byte[1 << 16];
            for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
                heard.addAndGet(n);
                out.write(buffer, 0, n);
                n = socket.getInputStream().read(buffer);
            }
        } catch (IOException _) {
            // It was cut.
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), line.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void say(Socket socket, int bytes) throws IOException {
        socket.getOutputStream().write(new byte[bytes]);
    }

    private static void assertEcho(Socket socket, int bytes) throws IOException {
        say(socket, bytes);
        assertThat(socket.getInputStream().readNBytes(bytes)).hasSize(bytes);
    }

    @Test
    void bytesAndTheEndOfThemGoBothWays() throws IOException {
        try (Socket socket = connect()) {
            assertEcho(socket, 100_000);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(line.upBytes()).isEqualTo(100_000);
    }

    @Test
    void itIsCutAtTheByteThatWasNamed() throws IOException {
        try (Socket socket = connect();
                Socket other = connect()) {
            assertEcho(socket, 1_000);
            line.cutAfter(5_001);
            assertThatThrownBy(
                            () -> {
                                say(socket, 50_000);
                                socket.getInputStream().readAllBytes();
                            })
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> assertEcho(other, 1)).isInstanceOf(Throwable.class);
            assertThat(line.isSprung()).isTrue();
        }
        assertThat(heard.get()).isLessThanOrEqualTo(6_001);
        try (Socket socket = connect()) {
            assertEcho(socket, 10_000);
        }
    }

    @Test
    void inTheDarkNothingIsHeardAndNobodyIsTold() throws IOException {
        try (Socket before = connect()) {
            assertEcho(before, 10);
            line.goDark();
            try (Socket during = connect()) {
                for (Socket socket : new Socket[] {before, during}) {
                    say(socket, 10);
                    socket.setSoTimeout(BRIEFLY_MS);
                    assertThatThrownBy(() -> socket.getInputStream().read())
                            .isInstanceOf(SocketTimeoutException.class);
                }
                line.light();
                try (Socket after = connect()) {
                    assertEcho(after, 10);
                }
                assertThatThrownBy(() -> before.getInputStream().read())
                        .isInstanceOf(SocketTimeoutException.class);
            }
        }
        assertThat(heard).hasValue(20);
    }

    @Test
    void itRefusesUntilItAcceptsAgain() throws IOException {
        try (Socket socket = connect()) {
            assertEcho(socket, 10);
            line.refuse();
            assertThatThrownBy(() -> assertEcho(socket, 10)).isInstanceOf(Throwable.class);
        }
        assertThatThrownBy(this::echoOverAnother).isInstanceOf(Throwable.class);
        line.accept();
        try (Socket socket = connect()) {
            assertEcho(socket, 10);
        }
    }

    private void echoOverAnother() throws IOException {
        try (Socket socket = connect()) {
            assertEcho(socket, 10);
        }
    }

    @Test
    void aLongLineTakesItsTime() throws IOException {
        try (Socket socket = connect()) {
            line.delay(Duration.ofMillis(200));
            long beganNs = System.nanoTime();
            assertEcho(socket, 100_000); // many chunks, which are on the line together
            assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThan(millis(400));
        }
    }

    @Test
    void aSlowLineIsSlow() throws IOException {
        try (Socket socket = connect()) {
            line.slow(100_000);
            long beganNs = System.nanoTime();
            assertEcho(socket, 50_000);
            assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThan(millis(400));
            line.fast();
            assertEcho(socket, 500_000);
        }
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void aServerThatStartsAgainIsFound() throws IOException {
        line.to(1); // nobody is there
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> assertEcho(socket, 10)).isInstanceOf(Throwable.class);
        }
        line.to(server.getLocalPort());
        try (Socket socket = connect()) {
            assertEcho(socket, 10);
        }
    }
}
