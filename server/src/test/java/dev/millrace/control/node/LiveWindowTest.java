package dev.millrace.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.node.LiveWindow.Outcome;
import dev.millrace.hls.PlaylistWriter;
import dev.millrace.testing.Clip;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LiveWindowTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Budget memory = new Budget(1 << 20);
    private final LiveWindow window = new LiveWindow(3, PATIENCE, memory);

    private Outcome add(long sequence, long era, long nowNs) {
        Clip clip = Clip.of(sequence, BEGAN, era, 188);
        return window.add(clip.segment(), clip.body(), nowNs);
    }

    private void add(long... sequences) {
        for (long sequence : sequences) {
            assertThat(add(sequence, 0, 0)).isEqualTo(Outcome.ADDED);
        }
    }

    private String playlist() {
        return window.playlist(2).map(PlaylistWriter::write).orElse("");
    }

    private String[] listed() {
        return playlist().lines().filter(line -> !line.startsWith("#")).toArray(String[]::new);
    }

    private static String[] files(long... sequences) {
        return LongStream.of(sequences)
                .mapToObj(it -> Clip.of(it, BEGAN, 0, 188).file())
                .toArray(String[]::new);
    }

    @Test
    void nothingIsNoPlaylist() {
        assertThat(window.playlist(2)).isEmpty();
    }

    @Test
    void theNewestAreListedByTheirOwnNumbers() {
        add(17, 18, 19, 20);
        assertThat(listed()).containsExactly(files(18, 19, 20));
        assertThat(playlist())
                .contains("#EXT-X-MEDIA-SEQUENCE:18\n", "#EXT-X-TARGETDURATION:2\n")
                .contains("#EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:36.000Z\n")
                .doesNotContain("ENDLIST");
    }

    /// L12.
    @Test
    void whatOvertookWaitsForWhatIsBeforeIt() {
        add(1, 3, 2, 4);
        assertThat(listed()).containsExactly(files(2, 3, 4));
        assertThat(playlist()).doesNotContain("GAP");
    }

    @Test
    void whatDoesNotComeIsAGapAndStaysOne() {
        add(1, 3);
        assertThat(listed()).containsExactly(files(1));
        window.tick(PATIENCE.toNanos());
        String before = playlist();
        assertThat(before).contains("#EXT-X-GAP\n#EXTINF:2.000,\n2-gap.ts\n");
        assertThat(add(2, 0, 0)).isEqualTo(Outcome.LATE);
        assertThat(playlist()).isEqualTo(before);
    }

    @Test
    void theSameAgainChangesNothing() {
        add(1, 2);
        assertThat(add(2, 0, 0)).isEqualTo(Outcome.THERE);
        assertThat(listed()).hasSize(2);
        assertThat(memory.used()).isEqualTo(2 * 188);
    }

    @Test
    void discontinuitiesAreCountedInTheSegments() {
        add(5, 7, 0);
        add(6, 7, 0);
        add(7, 8, 0);
        assertThat(playlist())
                .contains("#EXT-X-DISCONTINUITY-SEQUENCE:7\n")
                .containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
        add(8, 8, 0);
        add(9, 8, 0);
        assertThat(playlist())
                .contains("#EXT-X-DISCONTINUITY-SEQUENCE:8\n")
                .doesNotContain("#EXT-X-DISCONTINUITY\n");
    }

    @Test
    void whatIsMissingHasItsDiscontinuities() {
        add(1, 0, 0);
        add(4, 2, 0);
        window.tick(PATIENCE.toNanos());
        assertThat(playlist().lines().filter("#EXT-X-DISCONTINUITY"::equals)).hasSize(2);
    }

    @Test
    void aLongAbsenceBeginsANewListWithHigherNumbers() {
        add(1, 0, 0);
        add(2, 0, 0);
        add(3, 0, 0);
        add(1_000, 4, 0);
        window.tick(PATIENCE.toNanos());
        assertThat(playlist())
                .contains("#EXT-X-MEDIA-SEQUENCE:1000\n", "#EXT-X-DISCONTINUITY-SEQUENCE:4\n")
                .doesNotContain("GAP");
        assertThat(window.body(files(3)[0].replace(".ts", ""))).isPresent();
    }

    @Test
    void theTargetDurationNeverShrinks() {
        add(1);
        assertThat(window.playlist(5).orElseThrow().header().targetDurationSeconds()).isEqualTo(5);
        assertThat(window.playlist(2).orElseThrow().header().targetDurationSeconds()).isEqualTo(5);
    }

    @Test
    void whatLeftTheListCanStillBeFetchedForAsLong() {
        for (long i = 1; i <= 8; i++) {
            add(i);
        }
        assertThat(window.body(Clip.of(3, BEGAN, 0, 188).segment().id().name())).isPresent();
        assertThat(window.body(Clip.of(2, BEGAN, 0, 188).segment().id().name())).isEmpty();
        assertThat(memory.used()).isEqualTo(6 * 188);
    }

    @Test
    void withoutMemoryTheListIsShorter() {
        var small = new LiveWindow(3, PATIENCE, new Budget(2 * 188));
        for (long i = 1; i <= 4; i++) {
            Clip clip = Clip.of(i, BEGAN, 0, 188);
            assertThat(small.add(clip.segment(), clip.body(), 0)).isEqualTo(Outcome.ADDED);
        }
        String[] two = Arrays.copyOfRange(files(3, 4), 0, 2);
        assertThat(PlaylistWriter.write(small.playlist(2).orElseThrow()).lines()).contains(two);
        small.close();
    }
}
