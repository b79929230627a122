package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.observe.Session;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/// Sessions count what really crosses the wire.
class SessionBytesTest {
    /// C0 and C1: RTMP 1.0, 5.2.2 and 5.2.3.
    private static final int HELLO_BYTES = 1 + 1536;

    /// S0, S1 and S2.
    private static final int ANSWER_BYTES = 1 + 1536 + 1536;

    @Test
    void anRtmpHandshakeIsCountedBothWays() throws IOException {
        try (var server = new RunningServer();
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port("rtmp"))) {
            byte[] hello = new byte[HELLO_BYTES];
            hello[0] = 3;
            socket.getOutputStream().write(hello);
            assertThat(socket.getInputStream().readNBytes(ANSWER_BYTES)).hasSize(ANSWER_BYTES);
            Session session = server.server().sessions().list().iterator().next();
            assertThat(session.bytesIn().sum()).isEqualTo(HELLO_BYTES);
            // The server counts when its write has returned, perhaps a moment after we have read.
            Waiting.until("the answer is counted", () -> session.bytesOut().sum() == ANSWER_BYTES);
        }
    }
}
