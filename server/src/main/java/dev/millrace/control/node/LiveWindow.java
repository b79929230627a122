package dev.millrace.control.node;

import dev.millrace.hls.MediaPlaylist;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.segment.SegmentList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The newest segments of a source, for those who watch it live. Their own numbers are those of the
/// playlist, so that it goes on where it was over every restart of either node.
///
/// What comes out of order waits a little for what is before it. What was passed over is a gap and
/// stays one: a playlist must not change behind a player. Segments that left the list stay as long
/// again, since players still ask for them. Any thread.
final class LiveWindow {
    private final int most;
    private final long patienceNs;
    private final Budget memory;

    private final Deque<Held> listed = new ArrayDeque<>();
    private final Deque<Held> departed = new ArrayDeque<>();
    private final TreeMap<Long, Held> waiting = new TreeMap<>();
    private long waitingSinceNs;
    private long next; // what was listed is numbered below
    private int targetSeconds = 1;
    private boolean closed;

    /// A segment with its bytes.
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    record Held(Segment segment, byte[] body) {}

    /// What became of a segment.
    enum Outcome {
        /// It is in the list, or about to be.
        ADDED,
        /// It was there already.
        THERE,
        /// The list is past it.
        LATE,
        NO_MEMORY
    }

    /// @param most how many are listed
    /// @param patience how long a segment waits for the one before it
    LiveWindow(int most, Duration patience, Budget memory) {
        this.most = most;
        this.patienceNs = patience.toNanos();
        this.memory = memory;
    }

    synchronized Outcome add(Segment segment, byte[] body, long nowNs) {
        long sequence = segment.id().sequence();
        if (holds(segment.id())) {
            return Outcome.THERE;
        }
        if (closed || sequence < next || waiting.containsKey(sequence)) {
            return Outcome.LATE;
        }
        if (!makeRoom(body.length)) {
            return Outcome.NO_MEMORY;
        }
        if (waiting.isEmpty()) {
            waitingSinceNs = nowNs;
        }
        waiting.put(sequence, new Held(segment, body));
        tick(nowNs);
        return Outcome.ADDED;
    }

    /// Lists what has waited long enough.
    synchronized void tick(long nowNs) {
        while (!waiting.isEmpty()) {
            boolean follows = listed.isEmpty() || waiting.firstKey() == next;
            boolean waits = waiting.size() <= most && nowNs - waitingSinceNs < patienceNs;
            if (!follows && waits) {
                return;
            }
            list(waiting.pollFirstEntry().getValue());
            waitingSinceNs = nowNs;
        }
    }

    /// The playlist; empty if nothing was ever listed.
    ///
    /// @param segmentSeconds how long segments should be
    synchronized Optional<MediaPlaylist> playlist(int segmentSeconds) {
        targetSeconds = Math.max(targetSeconds, segmentSeconds);
        var list = new SegmentList(targetSeconds);
        listed.forEach(held -> list.add(held.segment(), false));
        return list.playlist(MediaPlaylist.Type.LIVE, false);
    }

    /// The bytes of a segment, by its name.
    synchronized Optional<byte[]> body(String name) {
        for (Deque<Held> held : List.of(listed, departed)) {
            for (Held one : held) {
                if (one.segment().id().name().equals(name)) {
                    return Optional.of(one.body());
                }
            }
        }
        return Optional.empty();
    }

    /// The bytes of a segment, wherever it stands.
    synchronized Optional<byte[]> body(SegmentId id) {
        return all().stream()
                .filter(held -> held.segment().id().equals(id))
                .map(Held::body)
                .findFirst();
    }

    /// Whether a segment of this number would still be listed.
    synchronized boolean wants(SegmentId id) {
        return !closed && id.sequence() >= next && !waiting.containsKey(id.sequence());
    }

    /// All that is here, oldest first.
    synchronized List<Held> all() {
        var all = new ArrayList<>(departed);
        all.addAll(listed);
        all.addAll(waiting.values());
        return all;
    }

    /// A number above all that were here.
    synchronized long next() {
        return waiting.isEmpty() ? next : waiting.lastKey() + 1;
    }

    synchronized Optional<Instant> newestEnd() {
        Held last = listed.peekLast();
        return last == null ? Optional.empty() : Optional.of(last.segment().end());
    }

    synchronized int size() {
        return listed.size();
    }

    /// Forgets everything, for good.
    synchronized void close() {
        closed = true;
        all().forEach(this::free);
        listed.clear();
        departed.clear();
        waiting.clear();
    }

    private boolean holds(SegmentId id) {
        return body(id).isPresent();
    }

    private void list(Held held) {
        Held last = listed.peekLast();
        if (last != null && !SegmentList.follows(last.segment(), held.segment(), most)) {
            departed.addAll(listed);
            listed.clear();
        }
        listed.add(held);
        next = held.segment().id().sequence() + 1;
        int seconds = SegmentList.targetSeconds(held.segment().durationUs());
        targetSeconds = Math.max(targetSeconds, seconds);
        while (listed.size() > most) {
            departed.add(listed.removeFirst());
        }
        while (departed.size() > most) {
            free(departed.removeFirst());
        }
    }

    private boolean makeRoom(int bytes) {
        while (!memory.take(bytes, 0)) {
            Held oldest = departed.isEmpty() ? null : departed.removeFirst();
            if (oldest == null && listed.size() > 1) {
                oldest = listed.removeFirst();
            }
            if (oldest == null) {
                return false;
            }
            free(oldest);
        }
        return true;
    }

    private void free(Held held) {
        memory.give(held.body().length);
    }
}
