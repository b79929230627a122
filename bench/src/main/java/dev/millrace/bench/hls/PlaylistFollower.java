package dev.millrace.bench.hls;

import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Decides what a live viewer fetches, and when it asks for the playlist again. RFC 8216, sections
/// 6.3.3 and 6.3.4. Knows no clock and no connection.
final class PlaylistFollower {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long SECOND_US = 1_000_000;

    /// A viewer begins this many target durations before the end.
    private static final int TARGETS_BEHIND = 3;

    private final Queue<MediaSegment> toFetch = new ArrayDeque<>();
    private long nextNumber = -1;
    private long endNumber = -1;
    private long askAgainNs;
    private boolean isEnded;

    /// Takes in a playlist.
    ///
    /// @param askedNs when it was asked for
    /// @return how many segments had left it before they were seen
    long playlist(MediaPlaylist playlist, long askedNs) {
        long first = playlist.header().mediaSequence();
        long end = first + playlist.segments().size();
        if (nextNumber < 0 || end < endNumber) { // the first, or of a server that began anew
            nextNumber = first + startIndex(playlist);
        }
        long missed = Math.max(0, first - nextNumber);
        nextNumber += missed;
        for (; nextNumber < end; nextNumber++) {
            MediaSegment segment = playlist.segments().get((int) (nextNumber - first));
            if (!segment.gap()) {
                toFetch.add(segment);
            }
        }
        long targetNs = Math.max(1, playlist.header().targetDurationSeconds()) * SECOND_NS;
        askAgainNs = askedNs + (end == endNumber ? targetNs / 2 : targetNs);
        endNumber = end;
        isEnded = playlist.ended();
        return missed;
    }

    /// The last segment that begins at least three target durations before the end, else the first.
    private static int startIndex(MediaPlaylist playlist) {
        List<MediaSegment> segments = playlist.segments();
        long distanceUs = SECOND_US * TARGETS_BEHIND * playlist.header().targetDurationSeconds();
        long behindUs = 0;
        for (int i = segments.size() - 1; i >= 0; i--) {
            behindUs += segments.get(i).durationUs();
            if (behindUs >= distanceUs) {
                return i;
            }
        }
        return 0;
    }

    /// What is to be fetched next.
    Optional<MediaSegment> next() {
        return Optional.ofNullable(toFetch.poll());
    }

    /// When the playlist is to be asked for again.
    long askAgainNs() {
        return askAgainNs;
    }

    /// Whether nothing more will come.
    boolean isEnded() {
        return isEnded;
    }
}
