package dev.millrace.channel;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Puts every publication of a channel on one timeline that starts at 0 and never goes back within
/// a track, so that viewers and playlists outlive a publisher. Written by the channel's writer.
///
/// A clock that jumps (an encoder restarted, a file looped) continues one frame after the newest
/// frame; a single late frame takes the time of the one before it. Nobody is disconnected for it.
///
/// Each track has an offset of its own, because tracks do not jump at the same frame: one goes
/// first, and until the other follows, that one is still right by the old offset.
final class Timeline {
    /// Where the next picture goes when its own clock cannot say: one frame at 25 per second.
    private static final long STEP_US = 40_000;

    /// Interleaving and reordering stay within a second; more is another clock.
    private static final long BACK_US_MAX = 1_000_000;

    /// A silent encoder may pause this long; more is another clock.
    private static final long AHEAD_US_MAX = 10_000_000;

    private final Map<TrackKind, TrackClock> clocks = new EnumMap<>(TrackKind.class);
    private final AtomicLong repairs = new AtomicLong();
    private long edgeUs = -STEP_US;
    private long newestOffsetUs;
    private boolean anchored;

    /// What is known of one track's time.
    private static final class TrackClock {
        /// The newest time given out.
        long lastUs;

        /// From the publisher's clock to the channel's timeline.
        long offsetUs;

        /// The newest time on the publisher's own clock; meaningful once heard.
        long lastOwnUs;

        /// Whether the present publisher has sent a frame.
        boolean heard;
    }

    /// A new publication begins: its first frame follows the newest one.
    void restart() {
        anchored = false;
        clocks.values().forEach(clock -> clock.heard = false);
    }

    /// How often a time had to be changed, over all publications. Any thread.
    long repairs() {
        return repairs.get();
    }

    /// The newest time given out on one track: nothing later on that track is before it.
    long lastUs(TrackKind kind) {
        TrackClock clock = clocks.get(kind);
        return clock == null ? 0 : clock.lastUs;
    }

    /// The time on the channel's timeline of a frame whose own clock says `header.dtsUs()`.
    long place(FrameHeader header) {
        TrackClock clock = clocks.computeIfAbsent(header.kind(), _ -> new TrackClock());
        if (header.kind() == TrackKind.DATA) {
            clock.lastUs = Math.max(clock.lastUs, placeData(header.dtsUs()));
            return clock.lastUs;
        }
        long dtsUs = placeMedia(clock, header.dtsUs());
        if (dtsUs < clock.lastUs) {
            dtsUs = clock.lastUs;
            repairs.incrementAndGet();
        }
        clock.lastUs = dtsUs;
        edgeUs = Math.max(edgeUs, dtsUs);
        return dtsUs;
    }

    private long placeMedia(TrackClock clock, long ownUs) {
        if (!clock.heard || jumped(clock, ownUs)) {
            if (!anchored) {
                anchor(ownUs);
            } else if (isFar(ownUs + newestOffsetUs)) {
                anchor(ownUs);
                repairs.incrementAndGet();
            }
            clock.offsetUs = newestOffsetUs;
            clock.heard = true;
        }
        clock.lastOwnUs = ownUs;
        return ownUs + clock.offsetUs;
    }

    /// Whether the track's own clock made a step that no stream makes.
    private static boolean jumped(TrackClock clock, long ownUs) {
        long stepUs = ownUs - clock.lastOwnUs;
        return stepUs < -BACK_US_MAX || stepUs > AHEAD_US_MAX;
    }

    private boolean isFar(long dtsUs) {
        return dtsUs < edgeUs - BACK_US_MAX || dtsUs > edgeUs + AHEAD_US_MAX;
    }

    /// Data is often stamped 0 wherever it stands: then it goes where it arrived; and never ahead.
    private long placeData(long ownUs) {
        long dtsUs = ownUs + newestOffsetUs;
        boolean near = anchored && dtsUs <= edgeUs && dtsUs >= edgeUs - BACK_US_MAX;
        return near ? dtsUs : edgeUs;
    }

    private void anchor(long ownUs) {
        newestOffsetUs = edgeUs + STEP_US - ownUs;
        anchored = true;
    }
}
