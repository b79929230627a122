package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.ClientOptions;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
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

/// RTMPS in, RTMPS and HTTPS out, with FFmpeg at every end and a certificate of our own making; and
/// RTSPS in and out, with FFmpeg, and with a player of ours that believes this certificate alone.
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

    @Test
    void rtspsIsPublishedAndPlayed() throws IOException, GeneralSecurityException {
        Tls tls = Tls.make(folder);
        try (var server =
                        new RunningServer(
                                "tls.certificate=" + folder.resolve(Tls.CERTIFICATE),
                                "tls.key=" + folder.resolve(Tls.KEY),
                                "rtsp.tls_listen=127.0.0.1:0");
                var publisher = publishRtsps(server);
                var ffmpeg =
                        Program.start(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-i",
                                rtsps(server),
                                "-frames:v",
                                "30",
                                "-f",
                                "framemd5",
                                "-");
                var ours =
                        new Watcher(rtsps(server), ClientOptions.DEFAULT.withTls(tls.trusting()))) {
            assertThat(ffmpeg.await(PATIENCE)).as(ffmpeg.output() + publisher.output()).isZero();
            assertThat(ffmpeg.output().lines().filter(line -> line.startsWith("0,"))).hasSize(30);
            assertThat(ffmpeg.output().lines().filter(line -> line.startsWith("1,"))).isNotEmpty();
            Waiting.until(
                    "pictures come",
                    () -> ours.isOver() || ours.frames(TrackKind.VIDEO).size() > 30);
            assertThat(ours.isOver()).isFalse();
            assertThat(ours.frames(TrackKind.AUDIO)).isNotEmpty();
            assertThat(server.server().sessions().list())
                    .filteredOn(it -> it.role() != Session.Role.IDLE)
                    .extracting(Session::protocol)
                    .containsOnly("rtsps");
        }
    }

    private static Program publishRtsps(RunningServer server) throws IOException {
        return Program.start(
                "ffmpeg",
                "-v",
                "error",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                Clip.MINUTES.file().toString(),
                "-c",
                "copy",
                "-f",
                "rtsp",
                rtsps(server));
    }

    private static String rtsps(RunningServer server) {
        return "rtsps://127.0.0.1:%d/%s".formatted(server.port("rtsps"), CAM);
    }

    private static String rtmps(RunningServer server) {
        return "rtmps://127.0.0.1:%d/%s".formatted(server.port("rtmps"), CAM);
    }

    private static String https(RunningServer server) {
        return "https://127.0.0.1:%d/%s.flv".formatted(server.port("https"), CAM);
    }
}
