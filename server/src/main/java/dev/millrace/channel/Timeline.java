package dev.millrace.channel;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.util.Arrays;

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

    /// The newest time given out on each track, by kind; -1 before its first frame.
    private final long[] lastUs = {-1, -1, -1};

    /// The newest time on the publisher's own clock on each track; meaningful once heard.
    private final long[] lastOwnUs = new long[3];

    private final boolean[] heard = new boolean[3];
    private long edgeUs = -STEP_US;
    private long offsetUs;
    private boolean anchored;
    private volatile long repairs;

    /// A new publication begins: its first frame follows the newest one.
    void restart() {
        anchored = false;
        Arrays.fill(heard, false);
    }

    /// How often a time had to be changed, over all publications.
    long repairs() {
        return repairs;
    }

    /// The newest time given out; negative before the first frame.
    long edgeUs() {
        return edgeUs;
    }

    /// The time on the channel's timeline of a frame whose own clock says `header.dtsUs()`.
    long place(FrameHeader header) {
        boolean media = header.kind() != TrackKind.DATA;
        int track = header.kind().ordinal();
        long dtsUs = media ? placeMedia(header) : placeData(header);
        if (dtsUs < lastUs[track]) {
            dtsUs = lastUs[track];
            countRepair(media);
        }
        lastUs[track] = dtsUs;
        if (media) {
            edgeUs = Math.max(edgeUs, dtsUs);
        }
        return dtsUs;
    }

    private long placeMedia(FrameHeader header) {
        if (!anchored) {
            anchor(header);
        } else if (jumped(header) && isFar(header.dtsUs() + offsetUs)) {
            anchor(header);
            countRepair(true);
        }
        int track = header.kind().ordinal();
        heard[track] = true;
        lastOwnUs[track] = header.dtsUs();
        return header.dtsUs() + offsetUs;
    }

    /// Whether the track's own clock made a step that no stream makes. Tracks that lie apart are
    /// not a jump, however far; and after one track's jump the other's leads back into range.
    private boolean jumped(FrameHeader header) {
        int track = header.kind().ordinal();
        long stepUs = header.dtsUs() - lastOwnUs[track];
        return heard[track] && (stepUs < -BACK_US_MAX || stepUs > AHEAD_US_MAX);
    }

    private boolean isFar(long dtsUs) {
        return dtsUs < edgeUs - BACK_US_MAX || dtsUs > edgeUs + AHEAD_US_MAX;
    }

    /// Data is often stamped 0 wherever it stands: it goes where it arrived, never ahead.
    private long placeData(FrameHeader header) {
        long earliestUs = Math.max(lastUs[TrackKind.DATA.ordinal()], 0);
        long latestUs = Math.max(edgeUs, earliestUs);
        return anchored ? Math.clamp(header.dtsUs() + offsetUs, earliestUs, latestUs) : latestUs;
    }

    private void anchor(FrameHeader header) {
        offsetUs = edgeUs + STEP_US - header.dtsUs();
        anchored = true;
    }

    private void countRepair(boolean media) {
        repairs = repairs + (media ? 1 : 0);
    }
}
