package dev.millrace.control.link;

import dev.millrace.net.Housekeeper;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What came of segments before a connection broke: for a few minutes, so that the next connection
/// goes on where that one was. Any thread.
final class Partials implements Housekeeper.Chore {
    private static final long KEPT_NS = Duration.ofMinutes(5).toNanos();
    private static final int MOST = 1_000;

    private final Map<Key, Kept> kept = new LinkedHashMap<>(); // oldest first; guarded by this

    private record Key(UUID source, Segment segment) {}

    private record Kept(Partial partial, long sinceNs) {}

    synchronized void put(UUID source, Segment segment, Partial partial) {
        var key = new Key(source, segment);
        Kept before = kept.remove(key); // so that it is behind all others again
        kept.put(key, new Kept(partial, System.nanoTime()));
        if (before != null) {
            before.partial.free();
        }
        if (kept.size() > MOST) {
            dropOldest();
        }
    }

    /// What there is of a segment; it is not here any more.
    synchronized Optional<Partial> take(UUID source, Segment segment) {
        return Optional.ofNullable(kept.remove(new Key(source, segment))).map(Kept::partial);
    }

    /// Makes room for what comes now.
    ///
    /// @return whether there was anything to drop
    synchronized boolean dropOldest() {
        Iterator<Kept> oldest = kept.values().iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        oldest.next().partial.free();
        oldest.remove();
        return true;
    }

    @Override
    public synchronized void tick(long nowNs) {
        Iterator<Kept> all = kept.values().iterator();
        while (all.hasNext()) {
            Kept next = all.next();
            if (nowNs - next.sinceNs < KEPT_NS) {
                return;
            }
            next.partial.free();
            all.remove();
        }
    }
}
