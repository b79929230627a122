package dev.millrace.dvr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.codec.Codec;
import dev.millrace.codec.Mp3Config;
import dev.millrace.dvr.FlvLayout.Segment;
import dev.millrace.dvr.FlvLayout.Stretch;
import dev.millrace.flv.FlvIndex;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FlvCutsTest {
    private static final List<Codec> SOUND = List.of(new Mp3Config(44_100, 2));

    /// A key frame a second, a thousand bytes each, behind a hundred.
    private static final List<FlvIndex.Key> KEYS =
            LongStream.range(0, 10).mapToObj(i -> key(i * 1_000)).toList();

    private static final FlvPlaces.End END = new FlvPlaces.End(10_100, 10_040);

    @Test
    void segmentsBeginAtTheFirstKeyFrameThatIsFarEnough() {
        assertThat(FlvCuts.of(KEYS, List.of(stretch(50, 0)), END))
                .containsExactly(
                        new Segment(0, 50, 4_100, 0, 4_000),
                        new Segment(0, 4_100, 8_100, 4_000, 8_000),
                        new Segment(0, 8_100, 10_100, 8_000, 10_040));
    }

    @Test
    void rareKeyFramesMakeLongSegments() {
        List<FlvIndex.Key> keys = List.of(key(0), key(3_000), key(9_000));
        assertThat(FlvCuts.of(keys, List.of(stretch(100, 0)), END))
                .containsExactly(
                        new Segment(0, 100, 9_100, 0, 9_000),
                        new Segment(0, 9_100, 10_100, 9_000, 10_040));
    }

    /// The key frame is right behind its configuration.
    @Test
    void aChangeBeginsASegment() {
        List<Stretch> stretches = List.of(stretch(50, 0), stretch(6_060, 6_000));
        assertThat(FlvCuts.of(KEYS, stretches, END))
                .containsExactly(
                        new Segment(0, 50, 4_100, 0, 4_000),
                        new Segment(0, 4_100, 6_060, 4_000, 6_000),
                        new Segment(1, 6_060, 10_100, 6_000, 10_040));
    }

    @Test
    void aChangeMayBeBehindTheLastKeyFrame() {
        List<Stretch> stretches = List.of(stretch(50, 0), stretch(9_500, 9_400));
        assertThat(FlvCuts.of(KEYS, stretches, END))
                .last()
                .isEqualTo(new Segment(1, 9_500, 10_100, 9_400, 10_040));
    }

    @Test
    void whatHasNothingToDecodeIsLeftOut() {
        var nothing = new Stretch(50, 0, List.of(), List.of(), true);
        assertThat(FlvCuts.of(KEYS, List.of(nothing), END)).isEmpty();
        assertThat(FlvCuts.of(KEYS, List.of(nothing, stretch(6_060, 6_000)), END))
                .containsExactly(new Segment(1, 6_060, 10_100, 6_000, 10_040));
        assertThat(FlvCuts.of(KEYS, List.of(), END)).isEmpty();
    }

    /// What is in front of the place where it begins is left out.
    @Test
    void itMayBeginAtAKeyFrame() {
        assertThat(FlvCuts.of(KEYS, List.of(stretch(2_100, 2_000)), END))
                .first()
                .isEqualTo(new Segment(0, 2_100, 6_100, 2_000, 6_000));
    }

    @Test
    void anIndexThatMakesNoSenseMakesNoSegmentsThatMakeNone() {
        List<FlvIndex.Key> keys =
                List.of(
                        new FlvIndex.Key(0, 100),
                        new FlvIndex.Key(9_000, 5_000),
                        new FlvIndex.Key(5_000, 4_000),
                        new FlvIndex.Key(99_000, -1),
                        new FlvIndex.Key(1_000, 6_000),
                        new FlvIndex.Key(60_000, 1L << 60));
        List<Segment> segments = FlvCuts.of(keys, List.of(stretch(100, 0)), END);
        assertThat(segments)
                .containsExactly(
                        new Segment(0, 100, 5_000, 0, 9_000),
                        new Segment(0, 5_000, 10_100, 9_000, 10_040));
    }

    private static FlvIndex.Key key(long timeMs) {
        return new FlvIndex.Key(timeMs, 100 + timeMs);
    }

    private static Stretch stretch(long position, long timeMs) {
        return new Stretch(position, timeMs, List.of(), SOUND, true);
    }
}
