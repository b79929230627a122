package dev.millrace.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InterleaverTest {
    private static final byte[] NOTHING = {};

    private final Interleaver interleaver = new Interleaver();
    private final List<Frame> out = new ArrayList<>();

    private static Frame picture(long ms) {
        return new Frame(FrameHeader.video(ms * 1000, 0, false, 0), NOTHING);
    }

    private static Frame sound(long ms) {
        return new Frame(FrameHeader.audio(ms * 1000, 0), NOTHING);
    }

    private void add(Frame... frames) {
        for (Frame frame : frames) {
            interleaver.add(frame, out::add);
        }
    }

    /// `V` and `A`, with their milliseconds.
    private String order() {
        var text = new StringBuilder();
        for (Frame frame : out) {
            text.append(frame.header().kind() == TrackKind.VIDEO ? " V" : " A")
                    .append(frame.header().dtsUs() / 1000);
        }
        return text.toString().strip();
    }

    @Test
    void heapsAreMixed() {
        add(picture(0), sound(0), picture(40), picture(80), picture(120));
        add(sound(23), sound(46), sound(69), sound(92), sound(115), sound(138));
        assertThat(order()).isEqualTo("V0 A0 A23 V40 A46 A69 V80 A92 A115 V120");
        interleaver.drain(out::add);
        assertThat(order()).endsWith("V120 A138");
    }

    @Test
    void nobodyWaitsForWhatHasNeverCome() {
        add(sound(0), sound(23), sound(46));
        assertThat(order()).isEqualTo("A0 A23 A46");
    }

    @Test
    void whoFallsSilentIsWaitedForHalfASecond() {
        add(sound(0), picture(0));
        for (int ms = 40; ms <= 2000; ms += 40) {
            add(picture(ms));
        }
        assertThat(out.getLast().header().dtsUs()).isEqualTo(1_480_000);
    }

    @Test
    void timesOfTwoClocksKeepTheOrderInWhichTheyCame() {
        add(sound(0), picture(50_000), sound(23), picture(50_040), sound(46), picture(50_080));
        assertThat(order()).isEqualTo("A0 V50000 A23 V50040 A46");
    }

    @Test
    void aClockThatGoesBackHoldsUpNobody() {
        add(sound(0), picture(1000), picture(1040), picture(10));
        assertThat(order()).isEqualTo("A0 V1000 V1040");
    }

    /// However it comes, nothing is lost, and each kind keeps its order.
    @Test
    void nothingIsLost() {
        var random = new Random(7);
        var sent = new ArrayList<Frame>();
        long videoMs = 0;
        long audioMs = 0;
        for (int i = 0; i < 5000; i++) {
            boolean isPicture = random.nextInt(100) < 40;
            videoMs += isPicture ? random.nextInt(-200, 400) : 0;
            audioMs += isPicture ? 0 : random.nextInt(60);
            sent.add(isPicture ? picture(Math.max(0, videoMs)) : sound(audioMs));
        }
        sent.forEach(this::add);
        interleaver.drain(out::add);
        assertThat(of(out, TrackKind.VIDEO)).isEqualTo(of(sent, TrackKind.VIDEO));
        assertThat(of(out, TrackKind.AUDIO)).isEqualTo(of(sent, TrackKind.AUDIO));
    }

    private static List<Frame> of(List<Frame> all, TrackKind kind) {
        return all.stream().filter(frame -> frame.header().kind() == kind).toList();
    }
}
