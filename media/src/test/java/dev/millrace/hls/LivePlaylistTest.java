package dev.millrace.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.hls.LivePlaylist.Settings;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Seeds;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivePlaylistTest {
    private static final Settings TWO_SECONDS = new Settings(2_000_000, 3);
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /// What a segment of so many milliseconds at so many after noon is called.
    private static LiveSegment<String> segment(long atMs, long ms) {
        return new LiveSegment<>(ms * 1_000, true, false, NOON.plusMillis(atMs), "at " + atMs);
    }

    private static LiveSegment<String> broken(long atMs, long ms) {
        return segment(atMs, ms).afterDiscontinuity();
    }

    private static LivePlaylist<String> list() {
        return new LivePlaylist<>(TWO_SECONDS, 1_000, 50);
    }

    /// A list with `count` segments of two seconds, each added when it ends.
    private static LivePlaylist<String> list(int count) {
        LivePlaylist<String> list = list();
        for (int i = 0; i < count; i++) {
            list = list.plus(segment(i * 2_000L, 2_000), (i + 1) * 2_000_000L);
        }
        return list;
    }

    private static String text(LivePlaylist<String> list) {
        return PlaylistWriter.write(list.toMediaPlaylist(number -> "cam-" + number + ".ts"));
    }

    @Test
    void alwaysLooksLikeThis() {
        var dump = new StringBuilder();
        LivePlaylist<String> list = list();
        long atMs = 0;
        for (int i = 0; i < 5; i++) {
            list = list.plus(segment(atMs, 2_000), atMs);
            atMs += 2_000;
            dump.append(text(list)).append('\n');
        }
        list = list.plus(broken(60_000, 1_500), 62_000_000);
        dump.append("A discontinuity\n").append(text(list)).append('\n');
        list = list.end();
        dump.append("The publisher left\n").append(text(list)).append('\n');
        list = list.plus(segment(90_000, 2_000), 92_000_000);
        dump.append("and came back\n").append(text(list)).append('\n');
        for (int i = 0; i < 4; i++) {
            list = list.plus(segment(92_000 + i * 2_000L, 2_000), 94_000_000);
        }
        dump.append("Both discontinuities left the list\n").append(text(list));
        Golden.check(LivePlaylistTest.class, "live.txt", dump.toString());
    }

    @Test
    void oneThatIsEmptyHasNoTextYet() {
        assertThat(list().isEmpty()).isTrue();
        assertThatThrownBy(() -> text(list())).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2000000, 2000, 2",
        "2000000, 1500, 2",
        "2000000, 2250, 2", // the room to round down is for those to come
        "2000000, 2251, 3",
        "2000000, 9600, 10",
        "2500000, 2000, 3",
        "500000, 500, 1",
        "500000, 40, 1",
    })
    void theFirstSegmentDecidesTheTargetDuration(long segmentUs, long firstMs, int seconds) {
        var list = new LivePlaylist<String>(new Settings(segmentUs, 3), 1, 0);
        LivePlaylist<String> first = list.plus(segment(0, firstMs), 0);
        assertThat(first.targetDurationSeconds()).isEqualTo(seconds);
        long longestMs = seconds * 1_000L + 499;
        assertThat(first.plus(segment(firstMs, longestMs), 0).targetDurationSeconds())
                .isEqualTo(seconds);
        assertThatThrownBy(() -> first.plus(segment(firstMs, longestMs + 1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itNeverGetsShorterThanThreeTargetDurations() {
        LivePlaylist<String> list = list(3);
        for (int i = 0; i < 5; i++) {
            list = list.plus(segment(6_000 + i * 1_000L, 1_000), 6_000_000);
            assertThat(list.durationUs()).isGreaterThanOrEqualTo(6_000_000);
        }
        assertThat(text(list)).contains("cam-1002.ts").doesNotContain("cam-1001.ts");
    }

    @Test
    void independenceIsClaimedWhileAllAreIndependent() {
        var dependent = new LiveSegment<>(2_000_000, false, false, NOON, "");
        LivePlaylist<String> list = list(3);
        assertThat(text(list)).contains("#EXT-X-INDEPENDENT-SEGMENTS");
        list = list.plus(dependent, 0);
        assertThat(text(list)).doesNotContain("#EXT-X-INDEPENDENT-SEGMENTS");
        for (int i = 0; i < 3; i++) {
            list = list.plus(segment(0, 2_000), 0);
        }
        assertThat(text(list)).contains("#EXT-X-INDEPENDENT-SEGMENTS");
    }

    @Test
    void aSegmentIsFetchableForItsDurationAndTheLongestListThatHadIt() {
        LivePlaylist<String> list = list(4); // the first left at 8 s, when lists had 6 s
        long goneUs = 8_000_000 + 2_000_000 + 6_000_000;
        assertThat(list.firstSequence()).isEqualTo(1_000);
        assertThat(list.forgetBefore(goneUs - 1)).isSameAs(list);
        assertThat(list.find(1_000))
                .hasValueSatisfying(s -> assertThat(s.media()).isEqualTo("at 0"));
        LivePlaylist<String> later = list.forgetBefore(goneUs);
        assertThat(later.find(1_000)).isEmpty();
        assertThat(later.firstSequence()).isEqualTo(1_001);
        assertThat(later.find(1_001)).isPresent();
        assertThat(later.find(1_003)).isPresent();
        assertThat(later.find(1_004)).isEmpty();
        assertThat(later.find(-1)).isEmpty();
        assertThat(later.find(Long.MAX_VALUE)).isEmpty();
        assertThat(text(later)).isEqualTo(text(list));
        assertThat(list.plus(segment(8_000, 2_000), goneUs).firstSequence()).isEqualTo(1_001);
    }

    @Test
    void fewerMayBeKept() {
        LivePlaylist<String> list = list(6);
        assertThat(list.firstSequence()).isEqualTo(1_000);
        assertThat(list.keepDeparted(3)).isSameAs(list);
        assertThat(list.keepDeparted(1).firstSequence()).isEqualTo(1_002);
        assertThat(text(list.keepDeparted(0))).isEqualTo(text(list));
        assertThat(list.keepDeparted(0).firstSequence()).isEqualTo(1_003);
    }

    @Test
    void theLongestListMayHaveBeenAnEarlierOne() {
        var list = new LivePlaylist<String>(new Settings(2_000_000, 3), 0, 0);
        long[] lengthsMs = {2_000, 2_400, 2_400, 2_400, 2_000, 2_000, 2_000};
        for (long ms : lengthsMs) {
            list = list.plus(segment(0, ms), 0);
        }
        // Segment 1 was in lists of 6.8, 7.2 and 6.8 s; it left when the last one had 6 s.
        LivePlaylist<String> now = list;
        assertThat(now.forgetBefore(2_400_000 + 7_200_000 - 1).find(1)).isPresent();
        assertThat(now.forgetBefore(2_400_000 + 7_200_000).find(1)).isEmpty();
    }

    @Test
    void wallClockFollowsTheDurationsAndIsPulledOnlySlowly() {
        LivePlaylist<String> list = list(1);
        list = list.plus(segment(2_300, 2_000), 0); // a packet was late
        assertThat(text(list)).contains("T12:00:02.005Z");
        list = list.plus(segment(4_000, 2_000), 0); // the next was not
        assertThat(text(list)).contains("T12:00:04.000Z");
        list = list.plus(segment(6_002, 2_000), 0); // an encoder's clock is a little slow
        assertThat(text(list)).contains("T12:00:06.002Z");
        list = list.plus(broken(9_000, 2_000), 0); // here time may jump
        assertThat(text(list)).contains("T12:00:09.000Z");
    }

    @Test
    void anEndStaysUntilTheNextSegment() {
        LivePlaylist<String> ended = list(3).end();
        assertThat(ended.isEnded()).isTrue();
        assertThat(ended.end().isEnded()).isTrue();
        assertThat(ended.forgetBefore(Long.MAX_VALUE).isEnded()).isTrue();
        LivePlaylist<String> back = ended.plus(segment(60_000, 2_000), 60_000_000);
        assertThat(back.isEnded()).isFalse();
        assertThat(back.nextSequence()).isEqualTo(1_004);
        assertThat(text(back)).contains("#EXT-X-DISCONTINUITY\n").doesNotContain("ENDLIST");
    }

    /// Looks at every list as a player does, who remembers what it saw.
    @Test
    void playersCanRelyOnWhatTheySaw() {
        Seeds.forEach(random -> {
            var settings = new Settings(random.nextLong(100_000, 6_000_000), random.nextInt(1, 8));
            var list = new LivePlaylist<Integer>(settings, random.nextInt(100), 3);
            var player = new Player(list.nextSequence());
            long nowUs = random.nextInt();
            for (int i = 0; i < 60; i++) {
                nowUs += random.nextInt(3_000_000);
                list = next(random, list, i, nowUs);
                player.look(list, nowUs);
            }
        });
    }

    private static LivePlaylist<Integer> next(
            Random random, LivePlaylist<Integer> list, int i, long nowUs) {
        if (random.nextInt(10) == 0 && !list.isEmpty()) {
            return random.nextBoolean() ? list.end() : list.forgetBefore(nowUs);
        }
        long longestUs =
                list.isEmpty() ? 8_000_000 : list.targetDurationSeconds() * 1_000_000L + 499_000;
        var segment =
                new LiveSegment<>(
                        random.nextLong(1, longestUs + 1),
                        random.nextInt(8) > 0,
                        random.nextInt(5) == 0,
                        NOON.plusNanos(nowUs * 1_000),
                        i);
        return list.plus(segment, nowUs);
    }

    /// What a player knows after some lists, and what it holds every new one to.
    private static final class Player {
        /// Discontinuity sequence number of every segment ever listed.
        private final Map<Long, Long> discontinuities = new HashMap<>();

        private final Map<Long, MediaSegment> segments = new HashMap<>();

        /// When a segment that was listed may at the earliest be gone.
        private final Map<Long, Long> neededUntilUs = new HashMap<>();

        private final Map<Long, Long> longestUs = new HashMap<>();
        private long firstSequence;
        private int targetDurationSeconds;

        Player(long firstSequence) {
            this.firstSequence = firstSequence;
        }

        void look(LivePlaylist<Integer> list, long nowUs) {
            if (list.isEmpty()) {
                return;
            }
            MediaPlaylist playlist = list.toMediaPlaylist(number -> number + ".ts");
            MediaPlaylist.Header header = playlist.header();
            assertThat(header.mediaSequence()).isGreaterThanOrEqualTo(firstSequence);
            firstSequence = header.mediaSequence();
            if (targetDurationSeconds > 0) {
                assertThat(header.targetDurationSeconds()).isEqualTo(targetDurationSeconds);
            }
            targetDurationSeconds = header.targetDurationSeconds();
            long number = header.mediaSequence();
            long discontinuity = header.discontinuitySequence();
            for (MediaSegment segment : playlist.segments()) {
                discontinuity += segment.discontinuity() ? 1 : 0;
                assertThat(segments.computeIfAbsent(number, _ -> segment)).isEqualTo(segment);
                assertThat(discontinuities.merge(number, discontinuity, (was, _) -> was))
                        .isEqualTo(discontinuity);
                assertThat(Math.round(segment.durationUs() / 1e6))
                        .isLessThanOrEqualTo(targetDurationSeconds);
                long longest = longestUs.merge(number, playlist.durationUs(), Math::max);
                neededUntilUs.put(number, nowUs + segment.durationUs() + longest);
                number++;
            }
            neededUntilUs.forEach((listed, untilUs) -> {
                if (nowUs < untilUs) {
                    assertThat(list.find(listed)).isPresent();
                }
            });
        }
    }
}
