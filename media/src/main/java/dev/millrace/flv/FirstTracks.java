package dev.millrace.flv;

import dev.millrace.media.TrackKind;
import java.util.BitSet;

/// Which of the numbered tracks of each kind is taken: number 0, which is also what has no number,
/// or as long as that has not come the first that came. Enhanced RTMP v2, "Track ordering".
final class FirstTracks {
    private static final int NONE = -1;

    private final Numbers video = new Numbers();
    private final Numbers audio = new Numbers();

    private static final class Numbers {
        final BitSet seen = new BitSet();
        int taken = NONE;
    }

    /// Notes that there is such a track.
    ///
    /// @return whether it is the one that is taken
    boolean takes(TrackKind kind, int trackId) {
        Numbers numbers = kind == TrackKind.VIDEO ? video : audio;
        numbers.seen.set(trackId);
        if (numbers.taken == NONE || trackId == 0) {
            numbers.taken = trackId;
        }
        return numbers.taken == trackId;
    }

    /// How many there are beside those that are taken.
    int others() {
        return others(video) + others(audio);
    }

    private static int others(Numbers numbers) {
        return Math.max(0, numbers.seen.cardinality() - 1);
    }
}
