package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Tls;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RTMPS in, RTMPS and HTTPS out, with FFmpeg at every end and a certificate of our own making.
@Tag("slow")
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CAM = "live/cam";

    @TempDir private Path folder;

    @Test
    void everyPacketComesThroughAsItWasPublished() throws IOException, GeneralSecurityException {
        Tls.make(folder);
        try (var server =
                        new RunningServer(
                                "tls.certificate=" + folder.resolve(Tls.CERTIFICATE),
                                "tls.key=" + folder.resolve(Tls.KEY),
                                "rtmp.tls_listen=127.0.0.1:0",
                                "http.tls_listen=127.0.0.1:0",
                                "channel.grace=500ms");
                var rtmps = Program.start(Packet.command(rtmps(server)));
                var https = Program.start(Packet.command(https(server)))) {
            Waiting.until("players wait", () -> server.viewers(CAM) == 2);
            try (var publisher = Clip.PICTURE_AND_SOUND.publish(rtmps(server))) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            rtmps.await(PATIENCE);
            https.await(PATIENCE);

            List<Packet> sent =
                    Packet.fromZero(Packet.of(Clip.PICTURE_AND_SOUND.file().toString()));
            assertThat(Packet.fromZero(Packet.parse(rtmps.output()))).isEqualTo(sent);
            assertThat(Packet.fromZero(Packet.parse(https.output()))).isEqualTo(sent);
        }
    }

    private static String rtmps(RunningServer server) {
        return "rtmps://127.0.0.1:%d/%s".formatted(server.port("rtmps"), CAM);
    }

    private static String https(RunningServer server) {
        return "https://127.0.0.1:%d/%s.flv".formatted(server.port("https"), CAM);
    }
}
