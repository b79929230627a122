package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Seeds;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TimelineTest {
    /// `v40` is a picture at 40 ms, `a` audio, `d` data; `|` is where another publisher begins.
    ///
    /// @param repairs how many times had to be changed
    record Case(String what, String sent, String placed, int repairs) {
        @Override
        public String toString() {
            return what;
        }
    }

    @SuppressWarnings("unused") // by FieldSource
    private static final List<Case> CASES =
            List.of(
                    new Case("starts at 0", "v5000 a5010 v5040", "v0 a10 v40", 0),
                    new Case("keeps a pause", "v0 v9999 v10000", "v0 v9999 v10000", 0),
                    new Case(
                            "continues with the next publisher",
                            "v0 v40 a50 | a900000 v900010 v900050",
                            "v0 v40 a50 | a90 v100 v140",
                            0),
                    new Case(
                            "goes on after a publisher that sent nothing",
                            "v0 v40 | | v7",
                            "v0 v40 | | v80",
                            0),
                    new Case(
                            "waits for a track that begins before 0", "a23 v0 v40", "a0 v0 v17", 1),
                    new Case("a late frame is put up", "v0 v40 v20 v80", "v0 v40 v40 v80", 1),
                    new Case("equal times stay equal", "v0 v40 v40 a40", "v0 v40 v40 a40", 0),
                    new Case(
                            "a jump back goes on one frame later",
                            "v60000 v60040 v0 v40",
                            "v0 v40 v80 v120",
                            1),
                    new Case(
                            "a jump ahead goes on one frame later",
                            "v0 v40 v60000 v60040",
                            "v0 v40 v80 v120",
                            1),
                    new Case(
                            "one frame with a wild time",
                            "v600000 v600040 v0 v600080 v600120",
                            "v0 v40 v80 v120 v160",
                            2),
                    new Case(
                            "one track jumps back, the other follows later",
                            "v60000 a60010 v0 a60030 a10 v40",
                            "v0 a10 v50 a30 a60 v90",
                            1),
                    new Case(
                            "one track jumps ahead, the other follows later",
                            "v0 a10 v60000 a30 a60010 v60040",
                            "v0 a10 v50 a30 a60 v90",
                            1),
                    new Case(
                            "one track jumps, the other never does",
                            "v60000 a60010 v0 a60030 v40 a60050",
                            "v0 a10 v50 a30 v90 a50",
                            1),
                    new Case(
                            "tracks may lie 5 s apart",
                            "v0 a5000 v40 a5040 v80",
                            "v0 a5000 v40 a5040 v80",
                            0),
                    new Case(
                            "a track 5 s behind begins where the other is",
                            "a5000 v0 a5040 v40 a5080",
                            "a0 v40 a40 v80 a80",
                            1),
                    new Case(
                            "tracks with clocks of their own begin together",
                            "v0 a86400000 v40 a86400020",
                            "v0 a40 v40 a60",
                            1),
                    new Case(
                            "a track that paused comes back to where the other is",
                            "v0 a0 v9000 v18000 a18000",
                            "v0 a0 v9000 v18000 a18000",
                            0),
                    new Case(
                            "32 bits of milliseconds wrap around",
                            "v4294967255 v4294967295 v39 v79",
                            "v0 v40 v80 v120",
                            1),
                    new Case(
                            "a time far in the future is a time like any other",
                            "v4294967255 v4294967295 v4294967335",
                            "v0 v40 v80",
                            0),
                    new Case("data before media", "d7000 v7000 v7040", "d0 v0 v40", 0),
                    new Case("data of the next publisher", "v0 v40 | d9 v9", "v0 v40 | d40 v80", 0),
                    new Case("data keeps its time", "v0 v40 d20 v80", "v0 v40 d20 v80", 0),
                    new Case("data is never ahead", "v0 d900 v40", "v0 d0 v40", 0),
                    new Case("data is never back", "v0 v500 d400 d100", "v0 v500 d400 d400", 0),
                    new Case(
                            "data stamped 0 goes where it arrived",
                            "d0 v0 v5000 d0 v10000 d0",
                            "d0 v0 v5000 d5000 v10000 d10000",
                            0));

    @ParameterizedTest
    @FieldSource("CASES")
    void places(Case c) {
        var timeline = new Timeline();
        assertThat(place(timeline, c.sent)).isEqualTo(c.placed);
        assertThat(timeline.repairs()).isEqualTo(c.repairs);
    }

    @Test
    void neverGoesBackWithinATrack() {
        Seeds.forEach(
                200,
                random -> {
                    var timeline = new Timeline();
                    for (int i = 0; i < 200; i++) {
                        if (random.nextInt(50) == 0) {
                            timeline.restart();
                        }
                        FrameHeader header = anyHeader(random);
                        long lastUs = timeline.lastUs(header.kind());
                        long dtsUs = timeline.place(header);
                        assertThat(dtsUs).isGreaterThanOrEqualTo(lastUs);
                        assertThat(timeline.lastUs(header.kind())).isEqualTo(dtsUs);
                    }
                });
    }

    /// Whatever the clocks say, no frame moves the stream by more than an encoder may pause.
    @Test
    void neverLeaps() {
        Seeds.forEach(
                200,
                random -> {
                    var timeline = new Timeline();
                    long edgeUs = 0;
                    for (int i = 0; i < 200; i++) {
                        long dtsUs = timeline.place(anyHeader(random));
                        assertThat(dtsUs - edgeUs).isLessThanOrEqualTo(10_000_000);
                        edgeUs = Math.max(edgeUs, dtsUs);
                    }
                });
    }

    private static FrameHeader anyHeader(Random random) {
        long dtsUs =
                switch (random.nextInt(3)) {
                    case 0 -> random.nextLong(20_000_000);
                    case 1 -> random.nextLong(1L << 52);
                    default -> 0;
                };
        return switch (random.nextInt(3)) {
            case 0 -> FrameHeader.data(dtsUs, 1);
            case 1 -> FrameHeader.audio(dtsUs, 1);
            default -> FrameHeader.video(dtsUs, 0, random.nextBoolean(), 1);
        };
    }

    private static String place(Timeline timeline, String sent) {
        var placed = new StringJoiner(" ");
        for (String frame : sent.split(" ", -1)) {
            if (frame.equals("|")) {
                timeline.restart();
                placed.add(frame);
            } else {
                placed.add(frame.charAt(0) + "" + timeline.place(header(frame)) / 1000);
            }
        }
        return placed.toString();
    }

    private static FrameHeader header(String frame) {
        TrackKind kind =
                switch (frame.charAt(0)) {
                    case 'v' -> TrackKind.VIDEO;
                    case 'a' -> TrackKind.AUDIO;
                    default -> TrackKind.DATA;
                };
        return new FrameHeader(kind, Long.parseLong(frame.substring(1)) * 1000, 0, true, false, 1);
    }
}
