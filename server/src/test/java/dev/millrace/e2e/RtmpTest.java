package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.TrackKind;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// RTMP in, RTMP and HTTP-FLV out, with real encoders and players at both ends.
@Tag("slow")
class RtmpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SMALL", "MINUTE", "MINUTES", "HEAVY"})
    void aPlayerThatWaitsGetsEveryPacketAsItWasPublished(Clip clip) throws IOException {
        try (var server = new RunningServer("channel.grace=500ms");
                var rtmp = Program.start(Packet.command(server.rtmp("live/cam")));
                var flv = Program.start(Packet.command(server.http("live/cam.flv")))) {
            Waiting.until("players wait", () -> server.viewers("live/cam") == 2);
            try (var publisher = server.publish(clip.file(), "live/cam")) {
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            rtmp.await(PATIENCE);
            flv.await(PATIENCE);

            List<Packet> sent = Packet.fromZero(Packet.of(clip.file().toString()));
            assertThat(Packet.fromZero(Packet.parse(rtmp.output()))).isEqualTo(sent);
            assertThat(Packet.fromZero(Packet.parse(flv.output()))).isEqualTo(sent);
        }
    }

    @Test
    void aLatePlayerStartsNearZeroOnAKeyFrame() throws IOException {
        try (var server = new RunningServer("channel.grace=500ms");
                var publisher = server.publish(Clip.PICTURE_AND_SOUND.file(), "live/cam")) {
            Waiting.until(
                    "third group",
                    () ->
                            server.isPublished("live/cam")
                                    && server.channel("live/cam").kept().newest() >= 3);
            try (var player = Program.start(Packet.command(server.rtmp("live/cam")))) {
                publisher.await(PATIENCE);
                player.await(PATIENCE);
                Packet first =
                        Packet.parse(player.output()).stream()
                                .filter(p -> p.kind().equals("video"))
                                .findFirst()
                                .orElseThrow();
                assertThat(first.key()).startsWith("K");
                assertThat(first.dtsMs()).isBetween(0L, 100L);
            }
        }
    }

    /// ATC: item 29 of what SRS lists.
    @Test
    void aPlayerHasTheEncodersTimesWhereTheyAreKept() throws IOException {
        try (var server = new RunningServer("channel.keep_times=true");
                var publisher =
                        Program.start(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-re",
                                "-i",
                                Clip.MINUTES.file().toString(),
                                "-c",
                                "copy",
                                "-output_ts_offset",
                                "3600",
                                "-f",
                                "flv",
                                server.rtmp("live/cam"))) {
            Waiting.until("it is published", () -> server.isPublished("live/cam"));
            for (String url : List.of(server.rtmp("live/cam"), server.http("live/cam.flv"))) {
                try (var viewer = new Watcher(url)) {
                    Waiting.until("pictures come", () -> !viewer.frames(TrackKind.VIDEO).isEmpty());
                    long firstUs = viewer.frames(TrackKind.VIDEO).getFirst().header().dtsUs();
                    assertThat(firstUs).as(url).isBetween(3_599_000_000L, 3_900_000_000L);
                }
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @Test
    void rtmpdumpRecordsWhatFfmpegSends() throws IOException {
        var file = java.nio.file.Files.createTempFile("recorded", ".flv");
        try (var server = new RunningServer("channel.grace=500ms");
                var player =
                        Program.start(
                                "rtmpdump",
                                "-v",
                                "-r",
                                server.rtmp("live/cam"),
                                "-o",
                                file.toString())) {
            Waiting.until("player waits", () -> server.viewers("live/cam") == 1);
            try (var publisher = server.publish(Clip.PICTURE_AND_SOUND.file(), "live/cam")) {
                publisher.await(PATIENCE);
            }
            player.await(PATIENCE);
            List<Packet> sent = Packet.of(Clip.PICTURE_AND_SOUND.file().toString());
            assertThat(Packet.of(file.toString()))
                    .extracting(Packet::hash)
                    .containsExactlyElementsOf(sent.stream().map(Packet::hash).toList());
        }
    }

    @Test
    @DisplayName(
            "B53: five publishers at once: each is seen as it is, nothing is logged of trouble")
    void fivePublishersAtOnce() throws IOException {
        List<Clip> clips =
                List.of(
                        Clip.PICTURE_AND_SOUND,
                        Clip.OTHER,
                        Clip.PICTURE_ONLY,
                        Clip.SOUND_ONLY,
                        Clip.PICTURE_AND_MP3);
        var players = new ArrayList<Program>();
        var publishers = new ArrayList<Program>();
        try (var server = new ServerProgram("--set", "channel.grace=500ms")) {
            for (Clip clip : clips) {
                players.add(Program.start(Packet.command(server.rtmp("live/" + clip))));
            }
            URI sessions = URI.create(server.http("api/v2/sessions"));
            Waiting.until("all wait", () -> count(sessions, "\"role\":\"viewer\"") == 5);
            for (Clip clip : clips) {
                publishers.add(clip.publish(server.rtmp("live/" + clip)));
            }
            for (int i = 0; i < clips.size(); i++) {
                Program publisher = publishers.get(i);
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
                players.get(i).await(PATIENCE);
                assertThat(Packet.fromZero(Packet.parse(players.get(i).output())))
                        .isEqualTo(Packet.fromZero(Packet.of(clips.get(i).file().toString())));
            }
            assertThat(server.program().output())
                    .contains("live/SOUND_ONLY")
                    .doesNotContainIgnoringCase("handshake")
                    .doesNotContainIgnoringCase("reject")
                    .doesNotContainIgnoringCase("refuse")
                    .doesNotContain(" WARN ", " ERROR ");
        } finally {
            players.forEach(Program::close);
            publishers.forEach(Program::close);
        }
    }

    private static int count(URI uri, String words) {
        return new String(RunningServer.get(uri), UTF_8).split(words, -1).length - 1;
    }
}
