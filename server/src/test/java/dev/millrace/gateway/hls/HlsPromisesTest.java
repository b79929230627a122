package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Publication;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.media.FrameHeader;
import dev.millrace.testcard.TestCard;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.TsDump;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a player may rely on while a list slides, over ends and returns of the publisher too. RFC
/// 8216, sections 4.3.3 and 6.2.
final class HlsPromisesTest {
    private static final int FRAMES_PER_SECOND = 25;

    private final WebServer server =
            new WebServer(
                    WebServer.Options.USUAL.hls(
                            new HlsSettings(
                                    true,
                                    false,
                                    Duration.ofSeconds(2),
                                    3,
                                    Optional.empty(),
                                    Duration.ofSeconds(60),
                                    Duration.ofSeconds(10),
                                    Optional.empty(),
                                    32L << 20)));
    private final HlsPlayer player = new HlsPlayer(server);
    private final List<MediaPlaylist> seen = new ArrayList<>();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyListOfAnUnevenStreamKeepsThePromisesOfTheFirst() {
        try (var camera = new Camera(server, "live/cam")) {
            camera.groups(2_000, 40);
            look();
            for (int lengthMs : List.of(3_000, 400, 400, 7_000, 2_480, 12_000, 80, 2_000, 2_000)) {
                camera.groups(lengthMs);
                look();
            }
        }
        Waiting.until("the end", () -> look().ended());
        try (var camera = new Camera(server, "live/cam")) {
            camera.groups(5_000, 2_000, 2_000, 2_000, 40);
            Waiting.until("the return", () -> !look().ended());
        }
        Waiting.until("the end", () -> look().ended());
        promisesAreKept();
        assertThat(seen).as("at 7 and 12 s between key frames").anyMatch(l -> !independent(l));
        assertThat(seen).anyMatch(HlsPromisesTest::independent);
    }

    @Test
    void numbersGoOnOverAReturnWhileTheChannelLives() {
        Camera first = new Camera(server, "live/cam");
        first.groups(2_000, 2_000, 1_000);
        look();
        first.close();
        try (var second = new Camera(server, "live/cam")) {
            second.groups(2_000, 2_000, 40);
            Waiting.until(
                    "the return",
                    () -> look().segments().stream().anyMatch(s -> s.discontinuity()));
            long before = look().header().discontinuitySequence();
            second.groups(2_000, 2_000, 2_000, 2_000, 40);
            Waiting.until(
                    "it slides",
                    () -> look().segments().stream().noneMatch(s -> s.discontinuity()));
            assertThat(look().header().discontinuitySequence()).isEqualTo(before + 1);
        }
        promisesAreKept();
    }

    @Test
    void aPictureWithoutSoundIsCutAtItsKeyFrames() {
        try (var camera = new Camera(server, "live/cam")) {
            camera.groups(2_000, 2_000, 40);
            MediaPlaylist list = look();
            assertThat(list.segments())
                    .extracting(MediaSegment::durationUs)
                    .containsExactly(2_000_000L, 2_000_000L);
            TsDump dump = TsDump.of(player.segment(list.segments().getLast()));
            assertThat(dump.configurations()).hasSize(1);
            assertThat(dump.frames()).hasSize(2 * FRAMES_PER_SECOND);
            assertThat(dump.frames().getFirst().header().key()).isTrue();
        }
    }

    private MediaPlaylist look() {
        MediaPlaylist list = player.playlist("/live/cam.m3u8");
        seen.add(list);
        return list;
    }

    private void promisesAreKept() {
        Map<Long, MediaSegment> byNumber = new HashMap<>();
        MediaPlaylist before = seen.getFirst();
        int targetSeconds = before.header().targetDurationSeconds();
        for (MediaPlaylist list : seen) {
            MediaPlaylist.Header header = list.header();
            assertThat(header.targetDurationSeconds()).isEqualTo(targetSeconds);
            assertThat(header.mediaSequence())
                    .isGreaterThanOrEqualTo(before.header().mediaSequence());
            assertThat(HlsPlayer.lastNumber(list))
                    .isGreaterThanOrEqualTo(HlsPlayer.lastNumber(before));
            assertThat(header.discontinuitySequence())
                    .isGreaterThanOrEqualTo(before.header().discontinuitySequence());
            long number = header.mediaSequence();
            for (MediaSegment segment : list.segments()) {
                long seconds = Math.round(segment.durationUs() / 1e6);
                assertThat(seconds).isLessThanOrEqualTo(targetSeconds);
                MediaSegment same = byNumber.putIfAbsent(number, segment);
                assertThat(same == null ? segment : same).isEqualTo(segment);
                number++;
            }
            before = list;
        }
    }

    private static boolean independent(MediaPlaylist list) {
        return list.header().independentSegments();
    }

    /// A camera without a microphone that shows one picture, in groups as long as the test likes.
    private static final class Camera implements AutoCloseable {
        private static final long FRAME_US = 1_000_000 / FRAMES_PER_SECOND;

        private final Publication publication;
        private final byte[] picture;
        private long dtsUs;

        Camera(WebServer server, String channel) {
            var card = new TestCard(TestPublisher.SMALL.withAudio(false), 0);
            picture = card.next().payload();
            publication = TestPublisher.publication(server.channels, channel);
            publication.configure(card.videoConfig());
        }

        /// Writes groups that last so long.
        void groups(int... lengthsMs) {
            for (int lengthMs : lengthsMs) {
                long startUs = dtsUs;
                for (; dtsUs < startUs + lengthMs * 1_000L; dtsUs += FRAME_US) {
                    publication.write(
                            FrameHeader.video(dtsUs, 0, dtsUs == startUs, picture.length),
                            ByteBuffer.wrap(picture));
                }
            }
        }

        @Override
        public void close() {
            publication.close();
        }
    }
}
