package dev.millrace.dvr;

import dev.millrace.dvr.FlvLayout.Segment;
import dev.millrace.dvr.FlvLayout.Stretch;
import dev.millrace.flv.FlvIndex;
import dev.millrace.media.MediaTime;
import java.util.ArrayList;
import java.util.List;

/// Cuts an FLV file into segments: at the first key frame that is far enough from the one before,
/// and wherever codecs change.
final class FlvCuts {
    /// Shortest segment: shorter ones would only be more requests.
    private static final long SEGMENT_MS = 4 * MediaTime.US_PER_SECOND / MediaTime.US_PER_MS;

    private final List<Stretch> stretches;
    private final List<Segment> segments = new ArrayList<>();
    private int stretch;
    private long position;
    private long timeMs;

    private FlvCuts(List<Stretch> stretches) {
        this.stretches = stretches;
        this.position = stretches.getFirst().position();
        this.timeMs = stretches.getFirst().timeMs();
    }

    /// All segments of a file that have anything to decode.
    ///
    /// @param keys places where a player can begin, in the order of the file
    static List<Segment> of(List<FlvIndex.Key> keys, List<Stretch> stretches, FlvPlaces.End end) {
        if (stretches.isEmpty()) {
            return List.of();
        }
        var cuts = new FlvCuts(stretches);
        for (FlvIndex.Key key : keys) {
            if (key.position() < end.position()) {
                cuts.changesUpTo(key.position());
                cuts.key(key);
            }
        }
        cuts.changesUpTo(end.position());
        cuts.cut(end.position(), end.timeMs());
        return List.copyOf(cuts.segments);
    }

    private void changesUpTo(long limit) {
        while (stretch + 1 < stretches.size() && stretches.get(stretch + 1).position() <= limit) {
            Stretch next = stretches.get(stretch + 1);
            cut(next.position(), next.timeMs());
            stretch++;
        }
    }

    private void key(FlvIndex.Key key) {
        if (key.timeMs() - timeMs >= SEGMENT_MS) {
            cut(key.position(), key.timeMs());
        }
    }

    /// Times do not go back, whatever an index says.
    private void cut(long atPosition, long atMs) {
        if (atPosition <= position) {
            return;
        }
        long endMs = Math.max(timeMs, atMs);
        if (!stretches.get(stretch).codecs().isEmpty()) {
            segments.add(new Segment(stretch, position, atPosition, timeMs, endMs));
        }
        position = atPosition;
        timeMs = endMs;
    }
}
