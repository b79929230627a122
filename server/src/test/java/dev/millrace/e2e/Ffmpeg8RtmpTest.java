package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.TrackKind;
import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// FFmpeg 8, which speaks enhanced RTMP: its connect command says which further codecs it knows.
@Tag("slow")
class Ffmpeg8RtmpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CAM = "live/cam";
    private static final String CODECS = "hvc1,av01,vp09,Opus,ac-3,ec-3,fLaC";

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

            List<Packet> sent = Packet.fromZero(packets(clip));
            assertThat(sent).hasSizeGreaterThan(200);
            assertThat(Packet.fromZero(Packet.parse(player.output()))).isEqualTo(sent);
            assertThat(Packet.fromZero(Packet.parse(older.output())))
                    .isEqualTo(Packet.fromZero(Packet.of(clip)));
        }
    }

    @ParameterizedTest
    @EnumSource(ModernClip.class)
    @DisplayName("B14, B15, B61: modern codecs in, over RTMP and HTTP-FLV out, bit by bit")
    void modernCodecsComeOutAsTheyWentIn(ModernClip clip) throws IOException {
        String file = clip.file().toString();
        try (var server = new RunningServer("channel.grace=500ms");
                var rtmp =
                        probe("-rtmp_enhanced_codecs", CODECS, "-rtmp_live", "live", cam(server));
                var flv = probe(server.http(CAM + ".flv"));
                var ours = new Watcher(cam(server));
                var web = new Watcher(server.http(CAM + ".flv"))) {
            Waiting.until("players wait", () -> server.viewers(CAM) == 4);
            try (var publisher = publish(server, file, "-c", "copy")) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            rtmp.await(PATIENCE);
            flv.await(PATIENCE);
            List<Packet> sent = Packet.fromZero(packets(file));
            assertThat(sent).hasSizeGreaterThan(100);
            assertThat(Packet.fromZero(Packet.parse(rtmp.output()))).isEqualTo(sent);
            assertThat(Packet.fromZero(Packet.parse(flv.output()))).isEqualTo(sent);

            ours.awaitEnd();
            web.awaitEnd();
            assertThat(ours.frames()).hasSameSizeAs(sent);
            assertThat(web.frames()).hasSameSizeAs(sent);
            assertThat(List.of(name(ours, TrackKind.VIDEO), name(ours, TrackKind.AUDIO)))
                    .isEqualTo(clip.codecs())
                    .isEqualTo(List.of(name(web, TrackKind.VIDEO), name(web, TrackKind.AUDIO)));
        }
    }

    @Test
    void aPlayerThatComesLateGetsTheConfigurationFirst() throws IOException {
        String file = ModernClip.AV1_OPUS.file().toString();
        try (var server = new RunningServer("channel.grace=500ms");
                var publisher = publish(server, file, "-c", "copy")) {
            Waiting.until(
                    "second group",
                    () -> server.isPublished(CAM) && server.channel(CAM).kept().newest() >= 2);
            try (var player =
                    probe("-rtmp_enhanced_codecs", CODECS, "-rtmp_live", "live", cam(server))) {
                publisher.await(PATIENCE);
                player.await(PATIENCE);
                List<Packet> packets = Packet.parse(player.output());
                assertThat(packets).extracting(Packet::kind).contains("video", "audio");
                assertThat(packets)
                        .filteredOn(packet -> packet.kind().equals("video"))
                        .first()
                        .satisfies(packet -> assertThat(packet.key()).startsWith("K"));
            }
        }
    }

    private static String name(Watcher watcher, TrackKind kind) {
        return watcher.configurations(kind).getFirst().codecName();
    }

    private static List<Packet> packets(String file) {
        try (var source = probe(file)) {
            assertThat(source.await(PATIENCE)).as(source.output()).isZero();
            return Packet.parse(source.output());
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
