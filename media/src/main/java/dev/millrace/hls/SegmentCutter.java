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
/// Marks should come twice a second or more often, at key frames in any case: what is behind the
/// last mark is only estimated, and a promise can only be kept at a mark. Audio frames next to
/// video may be marks, which are never independent.
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

    /// A larger step of time at a discontinuity is another clock, not the way from mark to mark.
    /// Less than this backwards is the disorder of tracks that are interleaved.
    private static final long STEP_US_MAX = 600_000;

    /// What a frame lasts of which nothing else is known.
    private static final long FRAME_US_DEFAULT = 40_000;

    private static final int STEPS = 8;

    private final long segmentUs;
    private long lengthUsMax;

    private boolean open;
    private CutMark first = new CutMark(0, false, false);
    private long lastUs;

    /// The last steps from mark to mark, in no order.
    private final long[] stepsUs = new long[STEPS];

    private long stepCount;

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
        Decision decision = isJump(mark) ? Decision.BREAK : step(mark);
        return switch (decision) {
            case GO_ON -> Optional.empty();
            case CUT -> {
                Cut cut = cutAt(mark.dtsUs());
                begin(mark);
                yield Optional.of(cut);
            }
            case BREAK -> {
                Cut cut = cutAt(ownEndUs());
                begin(new CutMark(mark.dtsUs(), mark.independent(), true));
                yield Optional.of(cut);
            }
        };
    }

    /// Ends the open segment, because nothing follows for now.
    ///
    /// @param edgeUs the time of its last frame, which may be behind the last mark
    public Optional<Cut> end(long edgeUs) {
        if (!open) {
            return Optional.empty();
        }
        open = false;
        long lengthUs = edgeUs + FRAME_US_DEFAULT - first.dtsUs();
        return Optional.of(cutAt(first.dtsUs() + Math.clamp(lengthUs, 1, lengthUsMax)));
    }

    /// Whether the clock was set, or so much is missing that the segment cannot last until here.
    private boolean isJump(CutMark mark) {
        return mark.dtsUs() - first.dtsUs() > lengthUsMax || mark.dtsUs() - lastUs < -STEP_US_MAX;
    }

    private Decision step(CutMark mark) {
        long stepUs = Math.max(0, mark.dtsUs() - lastUs);
        stepsUs[(int) (stepCount++ % STEPS)] = stepUs;
        Decision decision = decide(mark, stepUs);
        if (decision != Decision.BREAK) {
            lastUs = Math.max(lastUs, mark.dtsUs());
        }
        return decision;
    }

    /// Decides and changes nothing.
    private Decision decide(CutMark mark, long stepUs) {
        long lengthUs = mark.dtsUs() - first.dtsUs();
        if (mark.discontinuity()) {
            return lengthUs > 0 && stepUs <= STEP_US_MAX ? Decision.CUT : Decision.BREAK;
        }
        if (lengthUs < SHORTEST_US) {
            return Decision.GO_ON;
        }
        boolean wanted = !first.independent() || lengthUs >= segmentUs - EARLY_US_MAX;
        boolean last = lengthUs + usualStepUs() > lengthUsMax;
        return last || (wanted && mark.independent()) ? Decision.CUT : Decision.GO_ON;
    }

    private void begin(CutMark mark) {
        open = true;
        first = mark;
        lastUs = mark.dtsUs();
    }

    private Cut cutAt(long endUs) {
        return new Cut(first.dtsUs(), endUs, first.independent(), first.discontinuity());
    }

    /// Where the last frame ends, as far as one can tell.
    private long ownEndUs() {
        long stepUs = usualStepUs();
        return Math.min(
                lastUs + (stepUs > 0 ? stepUs : FRAME_US_DEFAULT), first.dtsUs() + lengthUsMax);
    }

    /// How long it takes to the next mark at most, if things go on as they did: the second longest
    /// of the last steps, since the longest may have been a gap. 0 if nothing is known.
    private long usualStepUs() {
        long longestUs = 0;
        long usualUs = 0;
        long known = Math.min(stepCount, STEPS);
        for (int i = 0; i < known; i++) {
            usualUs = Math.max(usualUs, Math.min(stepsUs[i], longestUs));
            longestUs = Math.max(longestUs, stepsUs[i]);
        }
        return known == 1 ? longestUs : usualUs;
    }
}
