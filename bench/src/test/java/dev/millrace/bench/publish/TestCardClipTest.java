package dev.millrace.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.media.TrackKind;
import dev.millrace.testcard.ClockMarker;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestCardClipTest {
    private final Clip clip = TestCardClip.make(500_000);

    @Test
    void beginsWithMetadataAndConfigurations() {
        List<Clip.Tag> setup =
                clip.tags().stream().filter(tag -> tag.use() == Clip.Use.SETUP).toList();
        assertThat(setup)
                .extracting(Clip.Tag::kind)
                .containsExactly(TrackKind.DATA, TrackKind.VIDEO, TrackKind.AUDIO);
        assertThat(clip.tags().subList(0, 3)).isEqualTo(setup);
    }

    @Test
    void hasWholeFramesOnly() {
        assertThat(clip.durationMs()).isEqualTo(8_000);
        assertThat(count(TrackKind.VIDEO)).isEqualTo(8 * 25);
        assertThat(count(TrackKind.AUDIO)).isEqualTo(8 * 48_000 / 1024);
        assertThat(clip.tags()).extracting(Clip.Tag::timestampMs).isSorted();
    }

    @Test
    void hasTheBitRateThatWasAskedFor() {
        long bytes =
                clip.tags().stream()
                        .filter(tag -> tag.kind() == TrackKind.VIDEO)
                        .mapToLong(tag -> tag.body().length)
                        .sum();
        assertThat(bytes).isCloseTo(8 * 500_000 / 8, withinPercentage(2));
    }

    @Test
    void everyPictureHasRoomForTheTime() {
        assertThat(clip.tags())
                .filteredOn(tag -> tag.kind() == TrackKind.VIDEO && tag.use() != Clip.Use.SETUP)
                .allSatisfy(tag -> {
                    assertThat(tag.use()).isEqualTo(Clip.Use.MARKED_FRAME);
                    int end = Clip.MARKER_AT + ClockMarker.LENGTH_BYTES;
                    assertThat(Arrays.copyOfRange(tag.body(), Clip.MARKER_AT, end))
                            .isEqualTo(ClockMarker.blank());
                });
    }

    private long count(TrackKind kind) {
        return clip.tags().stream()
                .filter(tag -> tag.kind() == kind && tag.use() != Clip.Use.SETUP)
                .count();
    }
}
