package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.RtmpPublisher;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.testcard.TestCard;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("B63: an encoder with bad times stays connected, is counted, and every output goes on")
@Tag("slow")
class BadTimesTest {
    private static final String CAM = "live/cam";
    private static final long SPAN_US = 4_000_000;
    private static final long HALF_US = SPAN_US / 2;

    /// Less than a group, and enough for every format to show some.
    private static final int FRAMES_TO_JOIN = 12;

    /// What an encoder does to the times of a good stream.
    ///
    /// @param kind under which it is counted
    record Fault(String what, String kind, UnaryOperator<FrameHeader> times) {
        @Override
        public String toString() {
            return what;
        }
    }

    @SuppressWarnings("unused") // by FieldSource
    private static final List<Fault> FAULTS =
            List.of(
                    new Fault("32 bits wrap, from 0xFFFFF000", "clock_wrap", wrapping(32)),
                    new Fault("31 bits wrap", "clock_wrap", wrapping(31)),
                    new Fault("24 bits wrap", "clock_wrap", wrapping(24)),
                    new Fault("5 s ahead", "clock_ahead", from(HALF_US, 5_000_000)),
                    new Fault("5 s back", "clock_back", BadTimesTest::back),
                    new Fault("an offset of 13 h", "", h -> h.at(h.dtsUs() + 46_800_000_000L)),
                    new Fault("CTS below 0", "dts_after_pts", shown(-80_000)),
                    new Fault("CTS without sense", "pts_far", shown(8_000_000_000L)),
                    new Fault("equal DTS", "dts_equal", h -> h.at(h.dtsUs() / 80_000 * 80_000)),
                    new Fault("DTS that go back", "dts_back", BadTimesTest::swapped),
                    new Fault("audio of another epoch", "tracks_apart", BadTimesTest::apart));

    @ParameterizedTest
    @FieldSource("FAULTS")
    void everyOutputGoesOn(Fault fault) throws IOException {
        try (var server = new RunningServer("channel.grace=500ms", "hls.segment=1s");
                var rtmp = new Watcher(server.rtmp(CAM));
                var flv = new Watcher(server.http(CAM + ".flv"));
                var ts = new Watcher(server.http(CAM + ".ts"));
                var hls = new Watcher(server.http(CAM + ".m3u8"))) {
            Waiting.until("viewers wait", () -> server.viewers(CAM) >= 3);
            int sent = publish(server, fault, () -> awaitFrames(List.of(rtmp, flv, ts)));
            for (Watcher watcher : List.of(rtmp, flv, ts, hls)) {
                watcher.awaitEnd();
                assertGoesOn(watcher.frames(TrackKind.VIDEO));
                assertGoesOn(watcher.frames(TrackKind.AUDIO));
            }
            assertThat(rtmp.frames()).hasSize(sent);
            assertThat(flv.frames()).hasSize(sent);
            assertThat(ts.frames()).hasSize(sent);
        }
    }

    private static void awaitFrames(List<Watcher> watchers) {
        Waiting.until(
                "all see something", () -> watchers.stream().noneMatch(w -> w.frames().isEmpty()));
    }

    /// Publishes faster than time goes by: who joins late misses much.
    ///
    /// @param joined waits until everyone has joined, when there is something to see
    /// @return how many frames
    private static int publish(RunningServer server, Fault fault, Runnable joined)
            throws IOException {
        var card = new TestCard(TestPublisher.SMALL, 0);
        int frames = 0;
        try (var publisher = RtmpPublisher.connect(server.rtmp(CAM))) {
            publisher.configure((Codec) card.videoConfig());
            publisher.configure((Codec) card.audioConfig().orElseThrow());
            while (card.nextDtsUs() < SPAN_US) {
                Frame frame = card.next();
                publisher.send(new Frame(fault.times.apply(frame.header()), frame.payload()));
                frames++;
                if (frames == FRAMES_TO_JOIN) {
                    joined.run();
                }
            }
            String counted = "\"kind\":\"%s\"".formatted(fault.kind);
            if (fault.kind.isEmpty()) {
                Waiting.until("frames", () -> received(server) >= SPAN_US / 40_000);
                assertThat(channel(server)).contains("\"repairs\":0");
            } else {
                Waiting.until(counted, () -> channel(server).contains(counted));
                assertThat(server.get("metrics"))
                        .containsPattern(
                                "timeline_repairs_total\\{channel=\"live/cam\",kind=\"%s\"} [1-9]"
                                        .formatted(fault.kind));
            }
            assertThat(
                            server.server().sessions().list().stream()
                                    .filter(session -> session.role() == Session.Role.PUBLISHER))
                    .as("still the same connection")
                    .hasSize(1);
        }
        return frames;
    }

    private static long received(RunningServer server) {
        return server.channel(CAM)
                .publication()
                .map(p -> p.stats().frames(TrackKind.VIDEO))
                .orElse(0L);
    }

    private static String channel(RunningServer server) {
        return server.get("api/v2/channels/" + CAM);
    }

    private static void assertGoesOn(List<Frame> frames) {
        assertThat(frames).isNotEmpty();
        for (int i = 1; i < frames.size(); i++) {
            long stepUs = frames.get(i).header().dtsUs() - frames.get(i - 1).header().dtsUs();
            assertThat(stepUs).as("step to frame %d", i).isBetween(900L, 1_000_000L);
        }
        assertThat(frames).allMatch(frame -> frame.header().ctsUs() >= 0);
        long spanUs = frames.getLast().header().dtsUs() - frames.getFirst().header().dtsUs();
        assertThat(spanUs).isBetween(SPAN_US - 1_200_000, SPAN_US + 200_000);
    }

    private static UnaryOperator<FrameHeader> wrapping(int bits) {
        long turnMs = 1L << bits;
        return h -> h.at((h.dtsUs() / 1000 + turnMs - 0x1000 / 2) % turnMs * 1000);
    }

    private static UnaryOperator<FrameHeader> from(long fromUs, long moveUs) {
        return h -> h.at(h.dtsUs() + (h.dtsUs() >= fromUs ? moveUs : 0));
    }

    private static UnaryOperator<FrameHeader> shown(long ctsUs) {
        int clipped = (int) Math.min(ctsUs, Integer.MAX_VALUE);
        return h -> h.kind() == TrackKind.VIDEO ? h.at(h.dtsUs(), clipped) : h;
    }

    /// Each second picture before the one ahead of it.
    private static FrameHeader swapped(FrameHeader h) {
        boolean second = h.kind() == TrackKind.VIDEO && h.dtsUs() / 40_000 % 2 == 1;
        return second ? h.at(h.dtsUs() - 50_000) : h;
    }

    private static FrameHeader back(FrameHeader h) {
        return h.at(h.dtsUs() + (h.dtsUs() < HALF_US ? 60_000_000 : 55_000_000));
    }

    private static FrameHeader apart(FrameHeader h) {
        return h.kind() == TrackKind.AUDIO ? h.at(h.dtsUs() + 86_400_000_000L) : h;
    }
}
