package dev.millrace.timeline;

import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Puts pictures and sound of a publisher that sends them in heaps into the order of their times: a
/// frame waits until the next one of the other kind has come. Each kind keeps its own order.
/// Belongs to one thread.
public final class Interleaver {
    /// So much of one kind waits for the other, which may have fallen silent.
    private static final long WAITING_US_MAX = 500_000;

    /// Times that are further apart are of two clocks, and say nothing of what comes first.
    private static final long APART_US_MAX = 3_000_000;

    private final Track pictures = new Track();
    private final Track sounds = new Track();
    private long arrivals;

    private static final class Track {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private boolean isHeard;

        boolean isEmpty() {
            return waiting.isEmpty();
        }

        boolean isFull() {
            return waitsUs() > WAITING_US_MAX || waitsUs() < 0;
        }

        private long waitsUs() {
            return isEmpty() ? 0 : waiting.getLast().us() - waiting.getFirst().us();
        }
    }

    private record Waiting(Frame frame, long arrival) {
        long us() {
            return frame.header().dtsUs();
        }
    }

    /// Takes a frame, and gives out those whose turn it is.
    ///
    /// @param frame a picture or sound, with the time of the publisher's clock
    public void add(Frame frame, Consumer<Frame> out) {
        Track track = frame.header().kind() == TrackKind.AUDIO ? sounds : pictures;
        track.isHeard = true;
        track.waiting.add(new Waiting(frame, arrivals++));
        while (isDecided()) {
            giveNext(out);
        }
    }

    /// Gives out all that waits.
    public void drain(Consumer<Frame> out) {
        while (!pictures.isEmpty() || !sounds.isEmpty()) {
            giveNext(out);
        }
    }

    private boolean isDecided() {
        boolean hasBoth = !pictures.isEmpty() && !sounds.isEmpty();
        boolean hasAny = !pictures.isEmpty() || !sounds.isEmpty();
        boolean isAlone = !pictures.isHeard || !sounds.isHeard;
        return hasBoth || (hasAny && isAlone) || pictures.isFull() || sounds.isFull();
    }

    private void giveNext(Consumer<Frame> out) {
        out.accept(next().waiting.remove().frame);
    }

    private Track next() {
        Waiting picture = pictures.waiting.peek();
        Waiting sound = sounds.waiting.peek();
        if (picture == null || sound == null) {
            return picture == null ? sounds : pictures;
        }
        return isFirst(picture, sound) ? pictures : sounds;
    }

    private static boolean isFirst(Waiting one, Waiting other) {
        long aheadUs = one.us() - other.us();
        return (aheadUs == 0 || Math.abs(aheadUs) > APART_US_MAX)
                ? one.arrival < other.arrival
                : aheadUs < 0;
    }
}
