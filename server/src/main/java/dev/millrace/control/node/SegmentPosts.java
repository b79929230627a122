package dev.millrace.control.node;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Segments as LiveMix's own edge nodes post them: without a number, perhaps twice, and not always
/// in order. Here they get numbers, once and in order. Any thread.
public final class SegmentPosts {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentPosts.class);

    /// They say their starts in whole seconds.
    private static final Duration SLACK = Duration.ofMillis(1_500);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int WAITING_MAX = 8;
    private static final int KNOWN_MAX = 64;

    /// Nobody is overtaken by so many, one after the other: a clock was set back.
    private static final int LATE_MAX = 8;

    /// Segments of a source that the object store has not taken; they are tried again.
    private static final int OWED_MAX = 16;

    private final Catalogue catalogue;
    private final LiveWindows windows;
    private final Intake intake;
    private final ConcurrentMap<UUID, Line> lines = new ConcurrentHashMap<>();
    private final LongAdder late = new LongAdder();

    SegmentPosts(Catalogue catalogue, LiveWindows windows, Intake intake) {
        this.catalogue = catalogue;
        this.windows = windows;
        this.intake = intake;
    }

    /// A segment as it was posted.
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    public record Post(String name, Instant start, long durationUs, byte[] body) {
        String identity() {
            return name + " " + start + " " + SegmentId.hash(body);
        }
    }

    /// Where a post stands: several may start in the same second.
    private record Place(Instant start, long arrival) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byStart = start.compareTo(other.start);
            return byStart != 0 ? byStart : Long.compare(arrival, other.arrival);
        }
    }

    /// What is known of a source's posts; guarded by itself.
    private static final class Line {
        final TreeMap<Place, Post> waiting = new TreeMap<>();
        final Map<String, Segment> known = atMost(KNOWN_MAX);
        final Map<Segment, byte[]> owed = atMost(OWED_MAX);

        /// What another process has stored, by start and hash.
        final Map<String, Segment> stored = new HashMap<>();

        @Nullable Segment last;
        boolean begun;
        long next;
        long era;
        long arrivals;
        long sinceNs;
        int lateInARow;

        private static <K, V> Map<K, V> atMost(int most) {
            return new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                    return size() > most;
                }
            };
        }

        Optional<Segment> find(Post post) {
            Segment before = stored.remove(post.start() + " " + SegmentId.hash(post.body()));
            if (before != null) {
                known.put(post.identity(), before);
            }
            return Optional.ofNullable(known.get(post.identity()));
        }

        boolean isWaiting(Post post) {
            String identity = post.identity();
            return waiting.values().stream().anyMatch(it -> it.identity().equals(identity));
        }
    }

    /// Takes a segment. The same one again changes nothing, also after a restart if it was stored.
    ///
    /// @throws IOException if a recording wants it and it could not be stored; it is tried again,
    ///   and may be posted again
    public void take(Source source, Post post) throws IOException {
        Line line = lines.computeIfAbsent(source.id(), _ -> new Line());
        synchronized (line) { // one after the other: that is what this is for
            begin(source, line);
            Optional<Segment> known = line.find(post);
            if (known.isPresent()) {
                store(source.id(), known.get(), post.body(), line);
            } else if (isLate(post, line)) {
                late.increment();
            } else if (!line.isWaiting(post)) {
                if (line.waiting.isEmpty()) {
                    line.sinceNs = System.nanoTime();
                }
                line.waiting.put(new Place(post.start(), line.arrivals++), post);
                drain(source, line);
            }
        }
    }

    private static boolean isLate(Post post, Line line) {
        line.lateInARow = isBefore(post, line.last) ? line.lateInARow + 1 : 0;
        return line.lateInARow > 0 && line.lateInARow < LATE_MAX;
    }

    /// Goes on after what another process has stored, as far as it was recorded.
    private void begin(Source source, Line line) {
        if (line.begun) {
            return;
        }
        line.begun = true;
        long floor = Math.max(source.sequenceFloor(), windows.next(source.id()));
        line.next = floor;
        for (Recording recording : catalogue.wanted(source.id())) {
            for (StoredSegment row :
                    catalogue.segments(recording.id(), floor - KNOWN_MAX - 1, KNOWN_MAX)) {
                Segment segment = row.segment();
                line.stored.put(segment.start() + " " + segment.id().hash(), segment);
                if (line.last == null || line.last.start().isBefore(segment.start())) {
                    line.last = segment;
                    line.era = segment.era();
                }
            }
        }
    }

    /// Gives up waiting where it was long enough, and tries again what could not be stored.
    void tick() {
        lines.forEach((id, line) -> catalogue.source(id).ifPresent(it -> tick(it, line)));
    }

    private void tick(Source source, Line line) {
        synchronized (line) {
            try {
                for (Map.Entry<Segment, byte[]> owed : List.copyOf(line.owed.entrySet())) {
                    store(source.id(), owed.getKey(), owed.getValue(), line);
                }
                drain(source, line);
            } catch (IOException e) {
                LOG.debug("what was posted of {} waits: {}", source.name(), e.getMessage());
            }
        }
    }

    /// Segments that came after later ones had been taken.
    public long late() {
        return late.sum();
    }

    /// The sources of which something was posted.
    Set<UUID> known() {
        return lines.keySet();
    }

    void forget(UUID source) {
        lines.remove(source);
    }

    private void drain(Source source, Line line) throws IOException {
        while (!line.waiting.isEmpty()) {
            Post first = line.waiting.firstEntry().getValue();
            boolean waits =
                    line.waiting.size() <= WAITING_MAX
                            && System.nanoTime() - line.sinceNs < PATIENCE.toNanos();
            // What is before the last one belongs to a clock that was set back.
            if (!follows(first, line.last) && !isBefore(first, line.last) && waits) {
                return;
            }
            line.waiting.pollFirstEntry();
            line.sinceNs = System.nanoTime();
            emit(source, first, line);
        }
    }

    private void emit(Source source, Post post, Line line) throws IOException {
        if (line.last == null) {
            // Above all that were given before a restart: segments are no shorter than a second.
            line.next = Math.max(line.next, post.start().getEpochSecond());
            line.era = line.next; // as are discontinuities
        } else if (!follows(post, line.last)) {
            line.era++;
        }
        var segment =
                new Segment(
                        SegmentId.of(line.next++, post.body()),
                        post.start(),
                        post.durationUs(),
                        post.body().length,
                        line.era);
        line.last = segment;
        line.known.put(post.identity(), segment);
        store(source.id(), segment, post.body(), line);
    }

    /// Whoever posts does not always post again: what cannot be stored now is kept in memory.
    private void store(UUID source, Segment segment, byte[] body, Line line) throws IOException {
        try {
            boolean isNew = segment.equals(line.last);
            intake.take(source, segment, body, isNew, false);
            line.owed.remove(segment);
        } catch (IOException | CatalogueException e) {
            line.owed.put(segment, body);
            throw e;
        }
    }

    private static boolean follows(Post post, @Nullable Segment last) {
        return last == null
                || !(isBefore(post, last) || post.start().isAfter(last.end().plus(SLACK)));
    }

    private static boolean isBefore(Post post, @Nullable Segment last) {
        return last != null && post.start().isBefore(last.start());
    }
}
