package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// FFmpeg 8, which speaks enhanced RTMP: its connect command says which further codecs it knows.
@Tag("slow")
class Ffmpeg8RtmpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CAM = "live/cam";
    private static final String CODECS = "hvc1,av01,vp09,Opus";

    @Test
    void whatItPublishesItAndItsForebearPlayBitByBit() throws IOException {
        String clip = Clip.PICTURE_AND_SOUND.file().toString();
        try (var server = new RunningServer("channel.grace=500ms");
                var player =
                        probe("-rtmp_enhanced_codecs", CODECS, "-rtmp_live", "live", cam(server));
                var older = Program.start(Packet.command(cam(server)))) {
            Waiting.until("players wait", () -> server.viewers(CAM) == 2);
            try (var publisher = publish(server, clip, "-c", "copy")) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            assertThat(player.await(PATIENCE)).as(player.output()).isZero();
            older.await(PATIENCE);

            try (var source = probe(clip)) {
                assertThat(source.await(PATIENCE)).as(source.output()).isZero();
                List<Packet> sent = Packet.fromZero(Packet.parse(source.output()));
                assertThat(sent).hasSizeGreaterThan(200);
                assertThat(Packet.fromZero(Packet.parse(player.output()))).isEqualTo(sent);
            }
            assertThat(Packet.fromZero(Packet.parse(older.output())))
                    .isEqualTo(Packet.fromZero(Packet.of(clip)));
        }
    }

    @Test
    void aCodecThatIsNotCarriedIsNamedAndTheSoundGoesOn() throws IOException {
        String clip = Clip.PICTURE_AND_SOUND.file().toString();
        try (var server = new RunningServer();
                var viewer = new Watcher(cam(server));
                var publisher =
                        publish(server, clip, "-c:a", "copy", "-c:v", "libx265", "-b:v", "200k")) {
            Waiting.until("sound", () -> viewer.frames(TrackKind.AUDIO).size() > 20);
            assertThat(viewer.frames(TrackKind.VIDEO)).isEmpty();
            assertThat(server.server().sessions().list())
                    .filteredOn(session -> session.role() == Session.Role.PUBLISHER)
                    .extracting(Session::note)
                    .singleElement()
                    .satisfies(note -> assertThat(note).contains("hvc1"));
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    private static String cam(RunningServer server) {
        return server.rtmp(CAM);
    }

    private static Program publish(RunningServer server, String clip, String... encoding) {
        var command = new ArrayList<>(Ffmpeg8.command("-v", "error", "-re", "-i", clip));
        command.addAll(List.of(encoding));
        command.addAll(List.of("-rtmp_enhanced_codecs", CODECS, "-f", "flv", cam(server)));
        return Program.start(Ffmpeg8.environment(), command);
    }

    /// Lists the packets of a source.
    private static Program probe(String... arguments) {
        String source = arguments[arguments.length - 1];
        String[] command = Packet.command(source);
        Path ffprobe = Ffmpeg8.executable().resolveSibling("ffprobe");
        var all = new ArrayList<>(List.of(ffprobe.toString()));
        all.addAll(List.of(arguments).subList(0, arguments.length - 1));
        all.addAll(List.of(command).subList(1, command.length));
        return Program.start(Ffmpeg8.environment(), all);
    }
}
