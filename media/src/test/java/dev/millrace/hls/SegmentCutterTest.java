package dev.millrace.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SegmentCutterTest {
    /// Marks in milliseconds, `K` where decoding may begin, `!` where there is a discontinuity; and
    /// the segments made of them, `K` when they begin with a key frame, `!` when with a
    /// discontinuity, `start-end`. The last one ends because nothing follows.
    ///
    /// @param targetSeconds what the playlist promised before, or 0
    record Case(String name, int segmentMs, int targetSeconds, String marks, String segments) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            "cuts at the first key frame at the length, not one group later",
                            2_000,
                            2,
                            "0K 500 1000K 1500 2000K 2500 3000K 3500 4000K 4500",
                            "K0-2000 K2000-4000 K4000-4540"),
                    new Case(
                            "cuts at every key frame when they are further apart than that",
                            2_000,
                            3,
                            "0K 500 1000 1500 2000 2500 3000K 3500 4000 4500 5000 5500 6000K 6500",
                            "K0-3000 K3000-6000 K6000-6540"),
                    new Case(
                            "takes a key frame that rounding made early",
                            2_000,
                            2,
                            "0K 33 499 999 1499 1999K 2499 2999 3499 3965K 4465 4965 5465 5931K",
                            "K0-1999 K1999-3965 K3965-5931 K5931-5971"),
                    new Case(
                            "does not take one that is early by more",
                            2_000,
                            2,
                            "0K 400 800 1200 1600 1940K 2000 2099K 2499 2899",
                            "K0-2099 K2099-2939"),
                    new Case(
                            "cuts between key frames rather than break the promise",
                            2_000,
                            2,
                            "0K 400 800 1200 1600 2000 2400 2800 3000K 3400",
                            "K0-2400 2400-3000 K3000-3440"),
                    new Case(
                            "keeps a segment that may be rounded down",
                            2_000,
                            2,
                            "0K 499 998 1498 1999 2499K 2999",
                            "K0-2499 K2499-3039"),
                    new Case(
                            "cuts before a frame that would come too late, if they go on like that",
                            2_000,
                            2,
                            "0K 1000 2000 3000K 4000 5000K",
                            "K0-2000 2000-3000 K3000-5000 K5000-5040"),
                    new Case(
                            "is not alarmed by one gap",
                            2_000,
                            2,
                            "0K 40 80 120 160 1900 1940 1980 2000K 2040",
                            "K0-2000 K2000-2080"),
                    new Case(
                            "nor lulled by marks that are close",
                            2_000,
                            2,
                            "0K 520 1040 1560 1600K 2120 2640 3160 3200K",
                            "K0-2120 2120-3200 K3200-3240"),
                    new Case(
                            "never makes a segment shorter than 100 ms of what goes on",
                            2_000,
                            2,
                            "0K 40 80 2380 2420 2460 2500K 2540 2580 4000K 4040",
                            "K0-2460 2460-4000 K4000-4080"),
                    new Case(
                            "waits for a first key frame as long as encoders make one wait",
                            2_000,
                            0,
                            "0K 5000 10000K 12000K 12040",
                            "K0-10000 K10000-12000 K12000-12080"),
                    new Case(
                            "does not wait for it for ever",
                            2_000,
                            0,
                            "0K 5000 10000 15000 20000 25000 30000K 31000",
                            "K0-20000 20000-30000 K30000-31040"),
                    new Case(
                            "a discontinuity ends a segment of any length",
                            2_000,
                            2,
                            "0K 40 80 120K! 160 200K! 800!",
                            "K0-120 K!120-200 K!200-800 !800-840"),
                    new Case(
                            "where the clock was set forward, a segment ends with its own frame",
                            2_000,
                            2,
                            "0K 40 80 90000K! 90040",
                            "K0-120 K!90000-90080"),
                    new Case(
                            "also by less than a segment",
                            2_000,
                            2,
                            "0K 40 80 681K! 721",
                            "K0-120 K!681-761"),
                    new Case(
                            "and where it was set back",
                            2_000,
                            2,
                            "90000K 90040 90080 0K! 40",
                            "K90000-90120 K!0-80"),
                    new Case(
                            "a clock that was set is a discontinuity, whoever says so or not",
                            2_000,
                            2,
                            "90000K 90040 90080 0K 40 5000 5040",
                            "K90000-90120 K!0-80 !5000-5080"),
                    new Case(
                            "a frame of which nothing is known lasts 40 ms",
                            2_000,
                            2,
                            "0K 90000K!",
                            "K0-40 K!90000-90040"),
                    new Case(
                            "tracks that are out of step do not matter",
                            200,
                            1,
                            "0K 20 10 60 50 100 90 140 130 180 200K 190 240",
                            "K0-200 K200-280"),
                    new Case(
                            "begins where it has to",
                            2_000,
                            2,
                            "0 50 90K 500 1000K 1500 2000 2500 3000K 3500",
                            "0-1000 K1000-3000 K3000-3540"));

    private static List<String> cut(SegmentCutter cutter, String marks) {
        var segments = new ArrayList<String>();
        long ms = 0;
        for (String mark : marks.split(" ", -1)) {
            ms = Long.parseLong(mark.replaceAll("[^0-9]", ""));
            cutter.next(new CutMark(ms * 1_000, mark.contains("K"), mark.contains("!")))
                    .ifPresent(cut -> segments.add(words(cut)));
        }
        cutter.end(ms * 1_000).ifPresent(cut -> segments.add(words(cut)));
        return segments;
    }

    private static String words(SegmentCutter.Cut cut) {
        return (cut.independent() ? "K" : "")
                + (cut.discontinuity() ? "!" : "")
                + cut.startUs() / 1_000
                + "-"
                + cut.endUs() / 1_000;
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void cuts(Case c) {
        var cutter = new SegmentCutter(c.segmentMs * 1_000L);
        if (c.targetSeconds > 0) {
            cutter.targetDuration(c.targetSeconds);
        }
        assertThat(cut(cutter, c.marks)).containsExactly(c.segments.split(" ", -1));
    }

    @Test
    void goesOnAfterAnEnd() {
        var cutter = new SegmentCutter(2_000_000);
        assertThat(cutter.end(0)).isEmpty();
        assertThat(cut(cutter, "0K 40 80")).containsExactly("K0-120");
        assertThat(cutter.end(0)).isEmpty();
        assertThat(cut(cutter, "7000K 7040 7080")).containsExactly("K7000-7120");
    }

    @Test
    void aLengthBelowTheShortestIsRefused() {
        assertThatThrownBy(() -> new SegmentCutter(99_999))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Whatever comes, segments are of positive length, within the promise, in the order of the
    /// marks, and without a hole unless there is a discontinuity.
    @Test
    void promisesHoldWhateverComes() {
        Seeds.forEach(random -> {
            int target = 1 + random.nextInt(6);
            var cutter = new SegmentCutter(random.nextLong(100_000, target * 1_000_000L));
            cutter.targetDuration(target);
            Optional<SegmentCutter.Cut> before = Optional.empty();
            List<CutMark> marks = marks(random);
            for (CutMark mark : marks) {
                Optional<SegmentCutter.Cut> cut = cutter.next(mark);
                if (cut.isPresent()) {
                    check(before, cut.get(), target);
                    before = cut;
                }
            }
            long edgeUs = marks.getLast().dtsUs() + random.nextLong(-1_000_000, 10_000_000);
            check(before, cutter.end(edgeUs).orElseThrow(), target);
        });
    }

    private static void check(
            Optional<SegmentCutter.Cut> before, SegmentCutter.Cut cut, int target) {
        assertThat(cut.durationUs()).isBetween(1L, target * 1_000_000L + 499_000);
        if (before.isPresent() && !cut.discontinuity()) {
            assertThat(cut.startUs()).isEqualTo(before.get().endUs());
            assertThat(before.get().durationUs()).isGreaterThanOrEqualTo(100_000);
        }
    }

    private static List<CutMark> marks(Random random) {
        var marks = new ArrayList<CutMark>();
        long dtsUs = random.nextLong(1_000_000_000);
        int stepUs = 1 + random.nextInt(200_000);
        for (int i = 0; i < 500; i++) {
            dtsUs +=
                    switch (random.nextInt(100)) {
                        case 0 -> random.nextLong(-100_000_000, 100_000_000);
                        case 1, 2, 3 -> random.nextLong(-10_000, 2_000_000);
                        default -> stepUs;
                    };
            marks.add(new CutMark(dtsUs, random.nextInt(20) == 0, random.nextInt(100) == 0));
        }
        return marks;
    }
}
