package dev.millrace.channel;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.util.function.Consumer;

/// What is known of one track's times, and how they get into order. Its [Timeline] decides where
/// the track's clock lies on the channel's; "own" times are the publisher's.
final class TrackClock {
    /// The smallest step that every output can tell from none: RTMP and FLV count milliseconds.
    static final long STEP_US_MIN = 1_000;

    /// Encoders that reorder pictures do so over less than this; further back is another clock.
    static final long BACK_US_MAX = 1_000_000;

    /// A step ahead of this much is taken as it is: frames were dropped, or not sent.
    static final long AHEAD_US_MAX = 3_000_000;

    /// A longer one, up to this, is a pause if as much time has passed where we are.
    static final long PAUSE_US_MAX = 10_000_000;

    /// So many frames behind the newest one, over this time, are not the disorder of pictures whose
    /// PTS are sent for DTS. It is a clock that was set back a little, or stands.
    private static final int LATE_FRAMES_MAX = 8;

    private static final long LATE_US_MAX = 250_000;

    /// Nothing is shown later after it was decoded.
    private static final long COMPOSITION_US_MAX = 10_000_000;

    private long lastUs = -STEP_US_MIN;
    private long offsetUs;
    private boolean heard;

    // Of the newest frame on the own clock, by which later ones are judged.
    private long highestOwnUs;
    private long highestArrivedUs;
    private long highestPlacedUs;
    private int late;
    private long arrivedUs;

    /// The DTS given to the last frame, on the own clock.
    private long orderedOwnUs;

    /// How much earlier than sent pictures are decoded, so that it is before they are shown.
    private long pulledUs;

    /// How a frame's time follows the one before.
    enum Step {
        ON,
        AHEAD,
        BACK,
        /// It does not follow; frames have been late for so long that they are not late.
        LATE
    }

    /// A new publisher comes.
    void restart() {
        heard = false;
    }

    /// Whether the present publisher has sent a frame.
    boolean heard() {
        return heard;
    }

    /// The newest time given out, on the channel's timeline; 0 if there was none.
    long lastUs() {
        return Math.max(lastUs, 0);
    }

    /// From the publisher's clock to the channel's timeline.
    long offsetUs() {
        return offsetUs;
    }

    /// Where a frame would be that comes now, if its clock had gone on like ours.
    long expectedUs(long nowUs) {
        long passedUs = Math.clamp(nowUs - highestArrivedUs, 0, PAUSE_US_MAX);
        return Math.max(lastUs + STEP_US_MIN, highestPlacedUs + passedUs);
    }

    /// Whether this is the time of the newest frame, once more.
    boolean isStill(long ownUs) {
        return ownUs == highestOwnUs;
    }

    /// The furthest a frame may be ahead of another that came so long before.
    static long aheadUsMax(long elapsedUs) {
        return Math.min(AHEAD_US_MAX + elapsedUs, PAUSE_US_MAX);
    }

    /// Decides and changes nothing.
    Step step(long ownUs, long nowUs) {
        long stepUs = ownUs - highestOwnUs;
        if (stepUs < -BACK_US_MAX) {
            return Step.BACK;
        }
        boolean lateForLong = late >= LATE_FRAMES_MAX && nowUs - highestArrivedUs >= LATE_US_MAX;
        if (stepUs <= 0 && lateForLong) {
            return Step.LATE;
        }
        return stepUs > aheadUsMax(nowUs - arrivedUs) ? Step.AHEAD : Step.ON;
    }

    /// When this frame must be decoded, on its own clock, if nothing came before it.
    static long firstOwnUs(FrameHeader header) {
        return header.dtsUs() - neededUs(header);
    }

    /// From the next frame on, the own clock lies here.
    void settle(long newOffsetUs) {
        heard = true;
        offsetUs = newOffsetUs;
        highestOwnUs = Long.MIN_VALUE;
        orderedOwnUs = Long.MIN_VALUE;
        pulledUs = 0;
        late = 0;
    }

    /// The frame on the channel's timeline: later than the one before it on its track, and not
    /// shown before it is decoded.
    ///
    /// @param moveUs added to its times, beyond the offset
    /// @param repairs told of every fault
    FrameHeader place(
            FrameHeader header, long moveUs, long nowUs, Consumer<TimelineRepair> repairs) {
        note(header.dtsUs(), nowUs, repairs);
        boolean video = header.kind() == TrackKind.VIDEO;
        long shownOwnUs = video ? shownOwnUs(header, repairs) : header.dtsUs();
        if (video) {
            pulledUs = Math.max(pulledUs, Math.max(neededUs(header), reorderedUs(shownOwnUs)));
        }
        orderedOwnUs = Math.max(header.dtsUs() - pulledUs, orderedOwnUs + STEP_US_MIN);
        lastUs = notBeforeLast(orderedOwnUs + offsetUs + moveUs, repairs);
        if (late == 0) {
            highestPlacedUs = lastUs;
        }
        long shownUs = Math.max(shownOwnUs + offsetUs + moveUs, lastUs);
        return video ? header.at(lastUs, (int) (shownUs - lastUs)) : header.at(lastUs);
    }

    /// A frame of data at this time, or where the one before it is.
    FrameHeader placeData(FrameHeader header, long placedUs) {
        lastUs = Math.max(lastUs, placedUs);
        return header.at(lastUs);
    }

    private void note(long ownUs, long nowUs, Consumer<TimelineRepair> repairs) {
        arrivedUs = nowUs;
        if (ownUs > highestOwnUs) {
            highestOwnUs = ownUs;
            highestArrivedUs = nowUs;
            late = 0;
            return;
        }
        late++;
        boolean equal = ownUs == highestOwnUs;
        repairs.accept(equal ? TimelineRepair.DTS_EQUAL : TimelineRepair.DTS_BACK);
    }

    private static long shownOwnUs(FrameHeader header, Consumer<TimelineRepair> repairs) {
        if (header.ctsUs() > COMPOSITION_US_MAX) {
            repairs.accept(TimelineRepair.PTS_FAR);
            return header.dtsUs();
        }
        if (header.ctsUs() < 0) {
            repairs.accept(TimelineRepair.DTS_AFTER_PTS);
        }
        return header.ptsUs();
    }

    /// How much before its own time this picture must be decoded, if that says something.
    private static long neededUs(FrameHeader header) {
        return header.ctsUs() < 0 && header.ctsUs() >= -BACK_US_MAX ? -header.ctsUs() : 0;
    }

    /// How much earlier pictures must be decoded where those come later that are shown before them.
    private long reorderedUs(long shownOwnUs) {
        boolean back = late > 0 && shownOwnUs < highestOwnUs;
        return back ? Math.min(highestOwnUs - shownOwnUs + late * STEP_US_MIN, BACK_US_MAX) : 0;
    }

    private long notBeforeLast(long placedUs, Consumer<TimelineRepair> repairs) {
        if (placedUs >= lastUs + STEP_US_MIN) {
            return placedUs;
        }
        if (late == 0) {
            repairs.accept(TimelineRepair.OVERLAP);
        }
        return lastUs + STEP_US_MIN;
    }
}
