package dev.millrace.timeline;

import static dev.millrace.timeline.TrackClock.BACK_US_MAX;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import java.util.EnumMap;
import java.util.Map;

/// Puts every publication of a channel on one timeline that starts at 0 and always goes on within a
/// track, so that viewers and playlists outlive a publisher, and no output has to repair anything.
/// Nobody is disconnected for bad times: each kind of repair is a [TimelineRepair], and counted.
/// Written by the channel's writer.
///
/// A publisher has one clock, and its tracks follow it. They do not jump at the same frame: one
/// goes first and decides where the new clock lies; until the other follows, that one is still
/// right by the old offset. So both keep their distance on the publisher's clock, and with it their
/// sync.
public final class Timeline {
    /// Where the next picture goes when its own clock cannot say: one frame at 25 per second.
    private static final long STEP_US = 40_000;

    /// Tracks may be this far apart, because encoders hold pictures back longer than sound and
    /// files are badly interleaved. More is another clock.
    private static final long APART_US_MAX = 3_000_000;

    /// After how long the counters in use wrap around: RTMP's 32 bits of milliseconds, as they are
    /// and as signed numbers; 24 bits where an encoder does not know of extended timestamps; 33
    /// bits of 90 kHz.
    private static final long[] TURNS_US = {
        MediaTime.msToUs(1L << 32),
        MediaTime.msToUs(1L << 31),
        MediaTime.msToUs(1L << 24),
        MediaTime.ticks90kToUs(1L << 33)
    };

    private final Map<TrackKind, TrackClock> clocks = new EnumMap<>(TrackKind.class);
    private final RepairCounts total = new RepairCounts();
    private RepairCounts ofPublication = new RepairCounts();
    private volatile Drift drift = new Drift();
    private long edgeUs = -STEP_US;
    private long edgeArrivedUs;

    private boolean keepsTimes;
    private boolean anchored;
    private long newestOffsetUs;

    /// The one before; a frame with a wild time comes and goes.
    private long formerOffsetUs;

    /// A new publication begins: its first frame follows the newest one.
    ///
    /// @param counts where its repairs are counted
    /// @param keeps whether it has the publisher's own time, unless that would go back
    public void restart(RepairCounts counts, boolean keeps) {
        ofPublication = counts;
        keepsTimes = keeps;
        anchored = false;
        drift = new Drift();
        clocks.values().forEach(TrackClock::restart);
    }

    /// What had to be changed, over all publications. Any thread.
    public RepairCounts repairs() {
        return total;
    }

    /// How far the present publisher's video clock has come ahead of its audio clock. Any thread.
    public long driftUs() {
        return drift.driftUs();
    }

    /// The newest time given out on one track: nothing later on that track is before it.
    public long lastUs(TrackKind kind) {
        TrackClock clock = clocks.get(kind);
        return clock == null ? 0 : clock.lastUs();
    }

    /// A frame with its times on the channel's timeline.
    ///
    /// @param header with times on the publisher's clock, all its bits as an unsigned number
    /// @param nowUs when it arrived, on any clock that does not go back
    public FrameHeader place(FrameHeader header, long nowUs) {
        TrackClock clock = clocks.computeIfAbsent(header.kind(), _ -> new TrackClock());
        if (header.kind() == TrackKind.DATA) {
            return clock.placeData(header, dataUs(header.dtsUs()));
        }
        follow(clock, header, nowUs);
        FrameHeader placed = clock.place(header, moveUs(clock, header, nowUs), nowUs, this::count);
        if (placed.dtsUs() > edgeUs) {
            edgeUs = placed.dtsUs();
            edgeArrivedUs = nowUs;
        }
        return placed;
    }

    /// Makes sure that the track's offset is right for this frame.
    private void follow(TrackClock clock, FrameHeader header, long nowUs) {
        if (!clock.heard()) {
            begin(clock, header, nowUs);
            return;
        }
        switch (clock.step(header.dtsUs(), nowUs)) {
            case ON -> {}
            case AHEAD -> jump(clock, header, nowUs, TimelineRepair.CLOCK_AHEAD);
            case BACK -> jump(clock, header, nowUs, TimelineRepair.CLOCK_BACK);
            case LATE -> resume(clock, header, nowUs);
        }
    }

    private void begin(TrackClock clock, FrameHeader header, long nowUs) {
        if (!anchored) {
            anchored = true;
            anchor(clock, header, firstPlaceUs(TrackClock.firstOwnUs(header)));
            formerOffsetUs = newestOffsetUs;
        } else if (isNear(header.dtsUs() + newestOffsetUs, nowUs)) {
            clock.settle(newestOffsetUs);
        } else if (!wrap(clock, newestOffsetUs, header, nowUs)) {
            anchor(clock, header, edgeUs + STEP_US);
            count(TimelineRepair.TRACKS_APART);
        }
    }

    /// Where nothing is yet, a picture may have to be decoded a little before the beginning: then
    /// only that is put right, and not when it is shown.
    private long firstPlaceUs(long ownUs) {
        boolean isFree = edgeUs < 0 || ownUs > edgeUs;
        return keepsTimes && isFree ? ownUs : edgeUs + STEP_US;
    }

    private void jump(TrackClock clock, FrameHeader header, long nowUs, TimelineRepair cause) {
        if (fits(clock, header.dtsUs() + newestOffsetUs, nowUs)) {
            clock.settle(newestOffsetUs);
        } else if (fits(clock, header.dtsUs() + formerOffsetUs, nowUs)) {
            adopt(formerOffsetUs);
            clock.settle(newestOffsetUs);
            count(cause);
        } else if (!wrap(clock, clock.offsetUs(), header, nowUs)) {
            anchor(clock, header, edgeUs + STEP_US);
            drift = new Drift();
            count(cause);
        }
    }

    /// The track has been late for so long that its clock must have been set, or stands.
    private void resume(TrackClock clock, FrameHeader header, long nowUs) {
        long ownUs = header.dtsUs();
        boolean led = newestOffsetUs != clock.offsetUs();
        if (led && fits(clock, ownUs + newestOffsetUs, nowUs)) {
            clock.settle(newestOffsetUs);
            return;
        }
        count(clock.isStill(ownUs) ? TimelineRepair.CLOCK_STILL : TimelineRepair.CLOCK_BACK);
        anchor(clock, header, clock.expectedUs(nowUs));
        drift = new Drift();
    }

    /// Tries whether the time is right one turn of the publisher's counter later, or before: where
    /// a track begins that has not wrapped when the other has.
    private boolean wrap(TrackClock clock, long offsetUs, FrameHeader header, long nowUs) {
        for (long turnUs : TURNS_US) {
            if (turn(clock, offsetUs, turnUs, header, nowUs)) {
                adopt(offsetUs + turnUs);
                return true;
            }
            if (turn(clock, offsetUs, -turnUs, header, nowUs)) {
                return true;
            }
        }
        return false;
    }

    private boolean turn(
            TrackClock clock, long offsetUs, long turnUs, FrameHeader header, long nowUs) {
        boolean right = fits(clock, header.dtsUs() + offsetUs + turnUs, nowUs);
        if (right) {
            clock.settle(offsetUs + turnUs);
            count(TimelineRepair.CLOCK_WRAP);
        }
        return right;
    }

    private void anchor(TrackClock clock, FrameHeader header, long placeUs) {
        adopt(placeUs - TrackClock.firstOwnUs(header));
        clock.settle(newestOffsetUs);
    }

    private void adopt(long offsetUs) {
        formerOffsetUs = newestOffsetUs;
        newestOffsetUs = offsetUs;
    }

    /// Whether a frame can be here that follows another of its track.
    private boolean fits(TrackClock clock, long dtsUs, long nowUs) {
        boolean back = clock.heard() && dtsUs < clock.lastUs() - BACK_US_MAX;
        return !back && isNear(dtsUs, nowUs);
    }

    private boolean isNear(long dtsUs, long nowUs) {
        long aheadUs = dtsUs - edgeUs;
        return aheadUs >= -APART_US_MAX && aheadUs <= TrackClock.aheadUsMax(nowUs - edgeArrivedUs);
    }

    private long moveUs(TrackClock clock, FrameHeader header, long nowUs) {
        long ownUs = header.dtsUs() + clock.offsetUs();
        if (header.kind() == TrackKind.AUDIO) {
            drift.audio(ownUs, nowUs);
            return 0;
        }
        if (drift.video(ownUs, nowUs)) {
            count(TimelineRepair.DRIFT);
        }
        return drift.correctionUs();
    }

    /// Data is often stamped 0 wherever it stands: then it goes where it arrived; and never ahead.
    private long dataUs(long ownUs) {
        long dtsUs = ownUs + newestOffsetUs;
        boolean near = anchored && dtsUs <= edgeUs && dtsUs >= edgeUs - BACK_US_MAX;
        return Math.max(near ? dtsUs : edgeUs, 0);
    }

    private void count(TimelineRepair kind) {
        total.count(kind);
        ofPublication.count(kind);
    }
}
