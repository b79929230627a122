package dev.millrace.hls;

import dev.millrace.media.MediaTime;
import java.util.Optional;

/// Decides where the segments of a live stream end, from the times of its frames.
///
/// A segment ends before the first key frame that is its configured length away from its start;
/// before any frame, when waiting longer would break the promise of EXT-X-TARGETDURATION; and at
/// every discontinuity. A segment that had to begin between key frames ends at the next one, so
/// that players soon find one they can begin with.
///
/// Every frame is a mark, or those of one track are: audio frames next to video are never
/// independent, and let the cut of a stream with rare pictures be exact.
public final class SegmentCutter {
    /// Nothing shorter is worth a request, unless a discontinuity leaves no choice.
    private static final long SHORTEST_US = 100_000;

    /// Key frames that should be exactly one segment apart come a little early as often as late,
    /// because clocks of milliseconds round. Not to wait for the one after next is worth this much.
    private static final long EARLY_US_MAX = 50_000;

    /// Until a first segment decides the target duration, as long as encoders commonly go without a
    /// key frame: 250 pictures, at 12.5 in a second.
    private static final long FIRST_SEGMENT_US_MAX = 20 * MediaTime.US_PER_SECOND;

    /// A duration may be this much above the target duration and still be rounded down to it.
    private static final long ROUNDED_DOWN_US = 499_000;

    /// A larger step of time at a discontinuity is another clock, not the length of a frame. Less
    /// than this backwards is the disorder of tracks that are interleaved.
    private static final long STEP_US_MAX = 500_000;

    /// What a frame lasts of which nothing else is known.
    private static final long FRAME_US_DEFAULT = 40_000;

    private static final long UNKNOWN_US = Long.MAX_VALUE;

    private final long segmentUs;
    private long lengthUsMax;

    private boolean open;
    private CutMark first = new CutMark(0, false, false);
    private long lastUs;

    /// The last two steps between marks; the shorter one predicts the next, undisturbed by a gap.
    private long stepUs = UNKNOWN_US;

    private long stepBeforeUs = UNKNOWN_US;

    private enum Decision {
        GO_ON,
        /// The segment ends where the next frame begins.
        CUT,
        /// The segment ends with its own last frame; the next frame has another clock.
        BREAK
    }

    /// A segment that ended.
    ///
    /// @param endUs the time of the first frame behind it; where the clock changed there, the end
    ///   of its own last frame
    /// @param independent whether it began with a key frame
    /// @param discontinuity whether it began with one
    public record Cut(long startUs, long endUs, boolean independent, boolean discontinuity) {
        public long durationUs() {
            return endUs - startUs;
        }
    }

    /// A cutter without an open segment; the first mark opens one.
    ///
    /// @param segmentUs the length segments should have
    public SegmentCutter(long segmentUs) {
        if (segmentUs < SHORTEST_US) {
            throw new IllegalArgumentException("segments of %d us".formatted(segmentUs));
        }
        this.segmentUs = segmentUs;
        lengthUsMax = Math.max(FIRST_SEGMENT_US_MAX, 2 * segmentUs);
    }

    /// From now on no segment lasts longer than may be rounded to this. Told once there is a
    /// playlist that promises it; see [LivePlaylist#targetDurationSeconds].
    public void targetDuration(int seconds) {
        lengthUsMax = seconds * MediaTime.US_PER_SECOND + ROUNDED_DOWN_US;
    }

    /// Takes the next mark, which becomes part of the open segment, or of a new one.
    ///
    /// @return the segment that ended before it, if one did
    public Optional<Cut> next(CutMark mark) {
        if (!open) {
            begin(mark);
            return Optional.empty();
        }
        Decision decision = decide(mark);
        Optional<Cut> cut =
                switch (decision) {
                    case GO_ON -> Optional.empty();
                    case CUT -> Optional.of(cutAt(mark.dtsUs()));
                    case BREAK -> Optional.of(cutAt(ownEndUs()));
                };
        if (decision == Decision.BREAK) {
            begin(new CutMark(mark.dtsUs(), mark.independent(), true));
        } else {
            step(mark);
            cut.ifPresent(_ -> begin(mark));
        }
        return cut;
    }

    /// Ends the open segment, because nothing follows for now.
    public Optional<Cut> end() {
        if (!open) {
            return Optional.empty();
        }
        open = false;
        return Optional.of(cutAt(ownEndUs()));
    }

    /// Decides and changes nothing.
    private Decision decide(CutMark mark) {
        long lengthUs = mark.dtsUs() - first.dtsUs();
        long stepToUs = mark.dtsUs() - lastUs;
        if (lengthUs > lengthUsMax || stepToUs < -STEP_US_MAX) {
            return Decision.BREAK;
        }
        if (mark.discontinuity()) {
            return lengthUs > 0 && stepToUs <= STEP_US_MAX ? Decision.CUT : Decision.BREAK;
        }
        if (lengthUs < SHORTEST_US) {
            return Decision.GO_ON;
        }
        boolean wanted = !first.independent() || lengthUs >= segmentUs - EARLY_US_MAX;
        boolean last = lengthUs + Math.min(Math.max(0, stepToUs), stepUs) > lengthUsMax;
        return last || (wanted && mark.independent()) ? Decision.CUT : Decision.GO_ON;
    }

    private void begin(CutMark mark) {
        open = true;
        first = mark;
        lastUs = mark.dtsUs();
    }

    private void step(CutMark mark) {
        stepBeforeUs = stepUs;
        stepUs = Math.max(0, mark.dtsUs() - lastUs);
        lastUs = Math.max(lastUs, mark.dtsUs());
    }

    private Cut cutAt(long endUs) {
        return new Cut(first.dtsUs(), endUs, first.independent(), first.discontinuity());
    }

    /// Where the last frame ends, if it lasts as long as those before.
    private long ownEndUs() {
        long frameUs = Math.min(stepUs, stepBeforeUs);
        boolean known = frameUs > 0 && frameUs != UNKNOWN_US;
        return Math.min(lastUs + (known ? frameUs : FRAME_US_DEFAULT), first.dtsUs() + lengthUsMax);
    }
}
