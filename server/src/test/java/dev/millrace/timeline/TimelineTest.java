package dev.millrace.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Seeds;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("B63: whatever times come, each track goes on, and what was wrong is counted")
class TimelineTest {
    /// Between one frame and the next, unless a case says otherwise.
    private static final long ARRIVAL_US = 20_000;

    /// `v40` is a picture at 40 ms, `v40/80` one that is shown 80 ms later, `a` audio, `d` data;
    /// `|` is where another publisher begins, and `+5000` means that nothing comes for 5 s.
    ///
    /// @param repairs what was repaired, and how often
    record Case(String what, String sent, String placed, String repairs) {
        @Override
        public String toString() {
            return what;
        }
    }

    @SuppressWarnings("unused") // by FieldSource
    private static final List<Case> ORDINARY =
            List.of(
                    new Case("starts at 0", "v5000 a5010 v5040", "v0 a10 v40", ""),
                    new Case("keeps a pause", "v0 +9900 v9999 v10000", "v0 v9999 v10000", ""),
                    new Case("keeps a gap", "v0 v2999 v3039", "v0 v2999 v3039", ""),
                    new Case(
                            "keeps the order of pictures",
                            "v0/40 v40/120 v80/40 v120/0",
                            "v0/40 v40/120 v80/40 v120",
                            ""),
                    new Case(
                            "continues with the next publisher",
                            "v0 v40 a50 | a900000 v900010 v900050",
                            "v0 v40 a50 | a90 v100 v140",
                            ""),
                    new Case(
                            "goes on after a publisher that sent nothing",
                            "v0 v40 | | v7",
                            "v0 v40 | | v80",
                            ""),
                    new Case(
                            "a time far in the future is a time like any other",
                            "v4294967255 v4294967295",
                            "v0 v40",
                            ""),
                    new Case(
                            "tracks may lie 3 s apart",
                            "v0 a3000 v40 a3040 v80",
                            "v0 a3000 v40 a3040 v80",
                            ""),
                    new Case(
                            "a track may begin later",
                            "v0 +4900 v5000 a5000 v5040",
                            "v0 v5000 a5000 v5040",
                            ""),
                    new Case(
                            "a track that paused comes back to where the other is",
                            "v0 a0 +9000 v9000 +9000 v18000 a18000",
                            "v0 a0 v9000 v18000 a18000",
                            ""),
                    new Case("data before media", "d7000 v7000 v7040", "d0 v0 v40", ""),
                    new Case(
                            "data of the next publisher", "v0 v40 | d9 v9", "v0 v40 | d40 v80", ""),
                    new Case("data keeps its time", "v0 v40 d20 v80", "v0 v40 d20 v80", ""),
                    new Case("data is never ahead", "v0 d900 v40", "v0 d0 v40", ""),
                    new Case("data is never back", "v0 v500 d400 d100", "v0 v500 d400 d400", ""),
                    new Case(
                            "data stamped 0 goes where it arrived",
                            "d0 v0 v2500 d0 v5000 d0",
                            "d0 v0 v2500 d2500 v5000 d5000",
                            ""));

    @SuppressWarnings("unused") // by FieldSource
    private static final List<Case> JUMPS =
            List.of(
                    new Case(
                            "5 s back: on one frame later",
                            "v60000 v60040 v55080 v55120",
                            "v0 v40 v80 v120",
                            "clock_back=1"),
                    new Case(
                            "5 s ahead, and no time has passed: on one frame later",
                            "v0 v40 v5080 v5120",
                            "v0 v40 v80 v120",
                            "clock_ahead=1"),
                    new Case(
                            "a minute ahead, and it has passed: a pause is not that long",
                            "v0 v40 +60000 v60000 v60040",
                            "v0 v40 v80 v120",
                            "clock_ahead=1"),
                    new Case(
                            "one frame with a wild time",
                            "v600000 v600040 v0 v600080 v600120",
                            "v0 v40 v80 v81 v120",
                            "clock_back=1 clock_ahead=1 overlap=1"),
                    new Case(
                            "one picture with a wild time beside audio, which keeps its distance",
                            "v600000 a600010 v0 a600031 v600080 a600052 v600120",
                            "v0 a10 v50 a31 v80 a52 v120",
                            "clock_back=1 clock_ahead=1"),
                    new Case(
                            "one track jumps back, the other follows later",
                            "v60000 a60010 v0 a60030 a10 v40",
                            "v0 a10 v50 a30 a60 v90",
                            "clock_back=1"),
                    new Case(
                            "one track jumps ahead, the other follows later",
                            "v0 a10 v60000 a30 a60010 v60040",
                            "v0 a10 v50 a30 a60 v90",
                            "clock_ahead=1"),
                    new Case(
                            "one track jumps, the other never does",
                            "v60000 a60010 v0 a60030 v40 a60050",
                            "v0 a10 v50 a30 v90 a50",
                            "clock_back=1"),
                    new Case(
                            "half a second back, for good: on as time passes",
                            "v1000 v1040 v540 v560 v580 v600 v620 v640 v660 v680 +200 v700 v740",
                            "v0 v40 v41 v42 v43 v44 v45 v46 v47 v48 v420 v460",
                            "clock_back=1 dts_back=8"),
                    new Case(
                            "all frames have the same time: on as time passes",
                            "v0 v0 v0 v0 v0 v0 v0 v0 v0 +140 v0 v0",
                            "v0 v1 v2 v3 v4 v5 v6 v7 v8 v320 v321",
                            "clock_still=1 dts_equal=9"),
                    new Case(
                            "32 bits of milliseconds wrap around",
                            "v4294967255 a4294967260 v4294967295 v39 a1 v79 a40",
                            "v0 a5 v40 v80 a42 v120 a81",
                            "clock_wrap=1"),
                    new Case(
                            "31 bits",
                            "v2147483607 a2147483630 v2147483647 a3 v39 a23",
                            "v0 a23 v40 a44 v80 a64",
                            "clock_wrap=1"),
                    new Case(
                            "24 bits: an encoder without extended timestamps, after 4.66 hours",
                            "v16777175 v16777215 v39 v79",
                            "v0 v40 v80 v120",
                            "clock_wrap=1"),
                    new Case(
                            "33 bits of 90 kHz",
                            "v95443700 v95443717 v17 v40",
                            "v0 v17 v34.689 v57.689",
                            "clock_wrap=1"),
                    new Case(
                            "audio begins right before zero",
                            "a4294967273 v0 a0 v40 a23",
                            "a0 v23 a23 v63 a46",
                            "clock_wrap=1"),
                    new Case(
                            "video begins behind the wrap, audio before it",
                            "v10 a4294967290 v50 a15",
                            "v0 a0 v40 a5",
                            "clock_wrap=1 overlap=1"));

    @SuppressWarnings("unused") // by FieldSource
    private static final List<Case> ORDER =
            List.of(
                    new Case(
                            "equal DTS",
                            "v0 v40 v40 a40 a40 v80 a63",
                            "v0 v40 v41 a40 a41 v80 a63",
                            "dts_equal=2"),
                    new Case("a late frame", "a0 a40 a20 a80", "a0 a40 a41 a80", "dts_back=1"),
                    new Case(
                            "CTS below 0, and they are meant: decoding moves ahead",
                            "v0/0 v40/80 v80/-40 v120/-40 v160/80 v200/-40 v240/-40",
                            "v0 v40/80 v41 v80 v120/120 v160 v200",
                            "dts_after_pts=4"),
                    new Case(
                            "from the first frame on, beside audio that keeps its distance",
                            "v5000/-80 a4920 v5040/-80 a4943 v5080/40",
                            "v0 a0 v40 a23 v80/120",
                            "dts_after_pts=2"),
                    new Case(
                            "PTS sent for DTS: shown in the order that was meant",
                            "v0 v120 v40 v80 v240 v160 v200 v360 v280 v320",
                            "v0 v120 v121 v122 v159/81 v160 v161/39 v279/81 v280 v281/39",
                            "dts_back=6"),
                    new Case(
                            "CTS without sense",
                            "v0/-8388608 v40/8388607 v80",
                            "v0 v40 v80",
                            "dts_after_pts=1 pts_far=1"),
                    new Case(
                            "a track that begins before the stream waits",
                            "a23 v0 v40",
                            "a0 v0 v17",
                            "overlap=1"),
                    new Case(
                            "a track more than 3 s behind begins where the other is",
                            "a5000 v0 a5040 v40 a5080",
                            "a0 v40 a40 v80 a80",
                            "tracks_apart=1"),
                    new Case(
                            "a track more than 3 s ahead, too",
                            "v0 a5000 v40 a5020",
                            "v0 a40 v40 a60",
                            "tracks_apart=1"),
                    new Case(
                            "a track of a foreign epoch begins with the other",
                            "v0 a86400000 v40 a86400020",
                            "v0 a40 v40 a60",
                            "tracks_apart=1"),
                    new Case(
                            "the next publisher's second track begins before the first",
                            "v0 a30 v40 | v100 a50 v140 a73 a96",
                            "v0 a30 v40 | v80 a31 v120 a53 a76",
                            "overlap=1"));

    @ParameterizedTest
    @FieldSource({"ORDINARY", "JUMPS", "ORDER"})
    void places(Case c) {
        var timeline = new Timeline();
        assertThat(place(timeline, c.sent)).isEqualTo(c.placed);
        assertThat(text(timeline.repairs())).isEqualTo(c.repairs);
    }

    /// Two servers that are sent the same have the same times, whenever each began to listen.
    @Test
    @DisplayName("ATC")
    void timesArePublishersOwnWhereTheyDoNotGoBack() {
        var timeline = new Timeline();
        timeline.restart(new RepairCounts(), true);
        assertThat(place(timeline, "v3600000 a3600010 v3600040"))
                .isEqualTo("v3600000 a3600010 v3600040");
        timeline.restart(new RepairCounts(), true);
        assertThat(place(timeline, "v3700000 v3700040")).isEqualTo("v3700000 v3700040");
        timeline.restart(new RepairCounts(), true);
        assertThat(place(timeline, "v0 v40")).isEqualTo("v3700080 v3700120");
        assertThat(timeline.repairs().total()).isZero();
    }

    @Test
    void repairsOfAPublicationAreThoseSinceItBegan() {
        var timeline = new Timeline();
        place(timeline, "v0 v0");
        var second = new RepairCounts();
        timeline.restart(second, false);
        timeline.place(header("v0"), 0);
        timeline.place(header("v0"), 0);
        timeline.place(header("v0"), 0);
        assertThat(second.total()).isEqualTo(2);
        assertThat(timeline.repairs().of(TimelineRepair.DTS_EQUAL)).isEqualTo(3);
    }

    /// What is made of another channel begins where that is, and never before what is there.
    @Test
    void whatIsMadeOfAnotherChannelKeepsItsTimes() {
        var timeline = new Timeline();
        timeline.restart(new RepairCounts(), true);
        assertThat(place(timeline, "v5000/80 a5010 v5040")).isEqualTo("v5000/80 a5010 v5040");
        timeline.restart(new RepairCounts(), true);
        assertThat(place(timeline, "v9000 v9040")).isEqualTo("v9000 v9040");
        timeline.restart(new RepairCounts(), true);
        assertThat(place(timeline, "v100 v140")).isEqualTo("v9080 v9120");
        timeline.restart(new RepairCounts(), false);
        assertThat(place(timeline, "v20000")).isEqualTo("v9160");
    }

    /// An encoder that reorders pictures wants the first one decoded before it was shown.
    @Test
    void whatIsMadeOfTheBeginningOfAnotherChannelIsShownWhenThatIs() {
        var timeline = new Timeline();
        timeline.restart(new RepairCounts(), true);
        assertThat(place(timeline, "v-80/80 v-40/80 v0/80")).isEqualTo("v0 v1/39 v2/78");
    }

    @Test
    void alwaysGoesOnWithinATrackAndShowsNothingBeforeItIsDecoded() {
        Seeds.forEach(
                200,
                random -> {
                    var timeline = new Timeline();
                    long nowUs = 0;
                    for (int i = 0; i < 200; i++) {
                        if (random.nextInt(50) == 0) {
                            timeline.restart(new RepairCounts(), random.nextBoolean());
                        }
                        FrameHeader header = anyHeader(random);
                        long lastUs = timeline.lastUs(header.kind());
                        nowUs += random.nextLong(60_000);
                        FrameHeader placed = timeline.place(header, nowUs);
                        long stepMs = placed.dtsUs() / 1000 - lastUs / 1000;
                        boolean first = lastUs == 0 || header.kind() == TrackKind.DATA;
                        assertThat(stepMs).isGreaterThanOrEqualTo(first ? 0 : 1);
                        assertThat(placed.ctsUs()).isBetween(0, 12_000_000);
                        assertThat(timeline.lastUs(header.kind())).isEqualTo(placed.dtsUs());
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
                        long dtsUs = timeline.place(anyHeader(random), i * 1_000_000L).dtsUs();
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
        int ctsUs = random.nextBoolean() ? 0 : random.nextInt(-200_000, 11_000_000);
        return switch (random.nextInt(3)) {
            case 0 -> FrameHeader.data(dtsUs, 1);
            case 1 -> FrameHeader.audio(dtsUs, 1);
            default -> FrameHeader.video(dtsUs, ctsUs, random.nextBoolean(), 1);
        };
    }

    private static String place(Timeline timeline, String sent) {
        var placed = new StringJoiner(" ");
        long nowUs = 1_000_000_000;
        for (String frame : sent.split(" ", -1)) {
            switch (frame.charAt(0)) {
                case '|' -> {
                    timeline.restart(new RepairCounts(), false);
                    placed.add(frame);
                }
                case '+' -> nowUs += Long.parseLong(frame.substring(1)) * 1000;
                default -> {
                    nowUs += ARRIVAL_US;
                    placed.add(frame.charAt(0) + text(timeline.place(header(frame), nowUs)));
                }
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
        String[] times = frame.substring(1).split("/", -1);
        int ctsUs = times.length > 1 ? Math.clamp(us(times[1]), Integer.MIN_VALUE, 1 << 30) : 0;
        return new FrameHeader(kind, us(times[0]), ctsUs, true, false, 1);
    }

    private static long us(String ms) {
        return Long.parseLong(ms) * 1000;
    }

    private static String text(FrameHeader placed) {
        return ms(placed.dtsUs()) + (placed.ctsUs() == 0 ? "" : "/" + ms(placed.ctsUs()));
    }

    private static String ms(long us) {
        return us % 1000 == 0 ? String.valueOf(us / 1000) : String.valueOf(us / 1e3);
    }

    private static String text(RepairCounts counts) {
        var text = new StringJoiner(" ");
        for (TimelineRepair kind : TimelineRepair.values()) {
            if (counts.of(kind) > 0) {
                text.add(kind.id() + "=" + counts.of(kind));
            }
        }
        return text.toString();
    }
}
