package dev.millrace.loss;

import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the segments of one playlist stand, each time it is looked at: a segment keeps its number
/// and the number of discontinuities before it, and no other one gets them. One thread.
final class Places {
    private final Map<Long, String> byNumber = new HashMap<>();
    private final List<String> moved = new ArrayList<>();

    /// What stands somewhere else than before.
    List<String> moved() {
        return List.copyOf(moved);
    }

    void look(MediaPlaylist playlist) {
        long number = playlist.header().mediaSequence();
        long discontinuities = playlist.header().discontinuitySequence();
        for (MediaSegment segment : playlist.segments()) {
            discontinuities += segment.discontinuity() ? 1 : 0;
            String now = "%s after %d breaks".formatted(segment.resource().uri(), discontinuities);
            String before = byNumber.putIfAbsent(number, now);
            if (before != null && !before.equals(now)) {
                moved.add("%d was %s, and is %s".formatted(number, before, now));
            }
            number++;
        }
    }
}
