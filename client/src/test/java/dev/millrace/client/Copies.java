package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.util.HexFormat;
import java.util.List;

/// Holds frames that were copied into another format against those that went in.
final class Copies {
    /// Formats have clocks of whole milliseconds, or finer ones.
    private static final long TICK_US = 2_000;

    private Copies() {}

    /// All must be the same, only each kind later by some time of its own.
    ///
    /// @param isTs which adds delimiters to pictures, so that only their times are compared
    static void assertSame(List<Frame> copied, List<Frame> original, boolean isTs) {
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            List<Frame> frames = ofKind(copied, kind);
            List<Frame> expected = ofKind(original, kind);
            assertThat(frames).hasSameSizeAs(expected);
            long laterUs = dtsUs(frames.getFirst()) - dtsUs(expected.getFirst());
            for (int i = 0; i < frames.size(); i++) {
                long dtsUs = dtsUs(frames.get(i)) - laterUs;
                assertThat(dtsUs - dtsUs(expected.get(i))).isBetween(-TICK_US, TICK_US);
                assertThat(line(frames.get(i), isTs)).isEqualTo(line(expected.get(i), isTs));
            }
        }
    }

    static List<Frame> ofKind(List<Frame> frames, TrackKind kind) {
        return frames.stream().filter(frame -> frame.header().kind() == kind).toList();
    }

    private static long dtsUs(Frame frame) {
        return frame.header().dtsUs();
    }

    private static String line(Frame frame, boolean isTs) {
        boolean isComparable = !isTs || frame.header().kind() == TrackKind.AUDIO;
        String bytes = isComparable ? HexFormat.of().formatHex(frame.payload()) : "";
        return (frame.header().key() ? "key " : "") + bytes;
    }
}
