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
final class Timeline {
    /// Where the next picture goes when its own clock cannot say: one frame at 25 per second.
    private static final long STEP_US = 40_000;

    /// Interleaving and reordering stay within a second; more is another clock.
    private static final long BACK_US_MAX = 1_000_000;

    /// A silent encoder may pause this long; more is another clock.
    private static final long AHEAD_US_MAX = 10_000_000;

    private final Map<TrackKind, TrackClock> tracks = new EnumMap<>(TrackKind.class);
    private final AtomicLong repairs = new AtomicLong();
    private long edgeUs = -STEP_US;
    private long offsetUs;
    private boolean anchored;

    /// What is known of one track's time.
    private static final class TrackClock {
        /// The newest time given out; the timeline's start before the first frame.
        long lastUs;

        /// The newest time on the publisher's own clock; meaningful once heard.
        long lastOwnUs;

        boolean heard;
    }

    /// A new publication begins: its first frame follows the newest one.
    void restart() {
        anchored = false;
        tracks.values().forEach(track -> track.heard = false);
    }

    /// How often a time had to be changed, over all publications. Any thread.
    long repairs() {
        return repairs.get();
    }

    /// The newest time given out; negative before the first frame.
    long edgeUs() {
        return edgeUs;
    }

    /// The newest time given out on one track: nothing later on that track is before it.
    long lastUs(TrackKind kind) {
        TrackClock track = tracks.get(kind);
        return track == null ? 0 : track.lastUs;
    }

    /// The time on the channel's timeline of a frame whose own clock says `header.dtsUs()`.
    long place(FrameHeader header) {
        TrackClock track = tracks.computeIfAbsent(header.kind(), _ -> new TrackClock());
        boolean media = header.kind() != TrackKind.DATA;
        long dtsUs = media ? placeMedia(header, track) : placeData(header, track);
        if (dtsUs < track.lastUs) {
            dtsUs = track.lastUs;
            repairs.incrementAndGet();
        }
        track.lastUs = dtsUs;
        if (media) {
            edgeUs = Math.max(edgeUs, dtsUs);
        }
        return dtsUs;
    }

    private long placeMedia(FrameHeader header, TrackClock track) {
        if (!anchored) {
            anchor(header);
        } else if (jumped(header, track) && isFar(header.dtsUs() + offsetUs)) {
            anchor(header);
            repairs.incrementAndGet();
        }
        track.heard = true;
        track.lastOwnUs = header.dtsUs();
        return header.dtsUs() + offsetUs;
    }

    /// Whether the track's own clock made a step that no stream makes. Tracks that lie apart are
    /// not a jump, however far; and after one track's jump the other's leads back into range.
    private static boolean jumped(FrameHeader header, TrackClock track) {
        long stepUs = header.dtsUs() - track.lastOwnUs;
        return track.heard && (stepUs < -BACK_US_MAX || stepUs > AHEAD_US_MAX);
    }

    private boolean isFar(long dtsUs) {
        return dtsUs < edgeUs - BACK_US_MAX || dtsUs > edgeUs + AHEAD_US_MAX;
    }

    /// Data is often stamped 0 wherever it stands: it goes where it arrived, never ahead.
    private long placeData(FrameHeader header, TrackClock track) {
        long latestUs = Math.max(edgeUs, track.lastUs);
        return anchored ? Math.clamp(header.dtsUs() + offsetUs, track.lastUs, latestUs) : latestUs;
    }

    private void anchor(FrameHeader header) {
        offsetUs = edgeUs + STEP_US - header.dtsUs();
        anchored = true;
    }
}
