package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// FFmpeg as viewer of every output. Chromium does the same in `web/e2e/page.e2e.ts`; 30 seconds
/// pass in `HlsContinuityTest`.
@DisplayName("B66: kill -9 of the publisher, which comes back: players go on")
@Tag("slow")
class ContinuityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";

    @ParameterizedTest
    @CsvSource({"1, PICTURE_AND_SOUND", "5, OTHER"})
    @Timeout(240)
    void ffmpegPlaysOn(int awaySeconds, Clip second) throws IOException {
        try (var server = new RunningServer("channel.grace=60s", "hls.segment=1s")) {
            var players = new ArrayList<Program>();
            try (var watch = new PlaylistWatch(server.http(CAM + ".m3u8"))) {
                playUntilKilled(server, watch, players);
                long goneAtNs = System.nanoTime();
                Waiting.until("publisher is gone", () -> !server.isPublished(CAM));
                long backAtNs = goneAtNs + Duration.ofSeconds(awaySeconds).toNanos();
                Waiting.until("it is time", () -> System.nanoTime() > backAtNs);
                assertThat(players).allMatch(Program::isAlive);

                try (var back = second.publishEndlessly(server.rtmp(CAM))) {
                    watch.await(4);
                    players.forEach(player -> awaitPackets(player, packets(player) + 150));
                    assertThat(players).allMatch(Program::isAlive);
                    assertThat(back.isAlive()).isTrue();
                }
                players.forEach(ContinuityTest::assertOneTimeline);
                assertThat(watch.broken()).isEmpty();
                assertThat(watch.discontinuities()).isEqualTo(1);
            } finally {
                players.forEach(Program::close);
            }
        }
    }

    /// Ends the publisher as `kill -9` does, once every player has begun.
    private static void playUntilKilled(
            RunningServer server, PlaylistWatch watch, List<Program> players) throws IOException {
        try (var first = Clip.PICTURE_AND_SOUND.publishEndlessly(server.rtmp(CAM))) {
            watch.await(2);
            urls(server).forEach(url -> players.add(Program.start(Packet.command(url))));
            players.forEach(player -> awaitPackets(player, 50));
            first.kill();
        }
    }

    private static List<String> urls(RunningServer server) {
        return List.of(
                server.rtmp(CAM),
                server.http(CAM + ".flv"),
                server.http(CAM + ".ts"),
                server.http(CAM + ".m3u8"));
    }

    private static void awaitPackets(Program player, long count) {
        Waiting.until(
                player + " plays",
                PATIENCE,
                () -> packets(player) >= count);
    }

    private static long packets(Program player) {
        return player.output().lines().filter(line -> line.contains(".data_hash=")).count();
    }

    private static void assertOneTimeline(Program player) {
        for (String kind : List.of("video", "audio")) {
            List<Packet> packets =
                    Packet.parse(player.output()).stream()
                            .filter(packet -> packet.kind().equals(kind))
                            .toList();
            for (int i = 1; i < packets.size(); i++) {
                long step = packets.get(i).dtsMs() - packets.get(i - 1).dtsMs();
                // 90 kHz where it is a transport stream.
                assertThat(step).as("%s of %s", kind, player).isBetween(0L, 90_000L);
            }
        }
    }
}
