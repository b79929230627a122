package dev.millrace.edge.cache;

import dev.millrace.edge.store.SegmentFile;
import dev.millrace.edge.store.SegmentFolder;
import dev.millrace.edge.store.SegmentHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest segments of every source, bounded by time for each and by bytes for all. When there
/// are too many bytes, the source that has most of them gives up its oldest segment, so that one
/// camera with a high rate does not take the past of all others. Any thread.
public final class SegmentCache {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentCache.class);

    /// What a folder does not take is in memory, but no more than this.
    private static final long SPILLED_BYTES_MAX = 32 << 20;

    private final CacheSettings settings;
    private final Optional<SegmentFolder> folder;

    // Guarded by this.
    private final Map<String, Shelf> shelves = new HashMap<>();
    private final List<Path> dropped = new ArrayList<>();
    private long bytes;
    private long spilled;
    private long evicted;

    /// What one source has.
    private static final class Shelf {
        final TreeMap<Long, Cached> bySequence = new TreeMap<>();
        long bytes;
    }

    /// Opens the cache, with what is in its folder if it has one.
    ///
    /// @throws IOException if the folder cannot be used
    public static SegmentCache open(CacheSettings settings) throws IOException {
        var cache = new SegmentCache(settings);
        if (cache.folder.isPresent()) {
            for (SegmentFolder.Found found : cache.folder.get().scan()) {
                cache.put(Cached.onDisk(found.head(), found.file()));
            }
        }
        return cache;
    }

    private SegmentCache(CacheSettings settings) {
        this.settings = settings;
        this.folder = settings.folder().map(SegmentFolder::new);
    }

    /// Takes a segment. Where the disk does not take it, it is in memory.
    public void add(SegmentHead head, byte[] body) {
        put(cached(head, body));
        deleteDropped();
    }

    private Cached cached(SegmentHead head, byte[] body) {
        if (folder.isPresent()) {
            try {
                Path file = folder.get().place(head.source(), head.segment());
                SegmentFile.write(file, head, body, false);
                return Cached.onDisk(head, file);
            } catch (IOException e) {
                LOG.warn("a segment of {} is cached in memory: {}", head.source(), e.toString());
            }
        }
        return Cached.inMemory(head, body);
    }

    private synchronized void put(Cached cached) {
        Shelf shelf = shelves.computeIfAbsent(cached.head().source(), _ -> new Shelf());
        Cached before = shelf.bySequence.put(cached.segment().id().sequence(), cached);
        count(shelf, cached, 1);
        if (before != null) {
            count(shelf, before, -1);
        }
        Instant newest = shelf.bySequence.lastEntry().getValue().segment().end();
        forget(shelf, newest.minus(settings.keep()));
        while (spilled > SPILLED_BYTES_MAX) {
            dropSpilled();
            evicted++;
        }
        while (bytes > settings.bytesMax()) {
            shelves.values().stream()
                    .max(Comparator.comparingLong(it -> it.bytes))
                    .ifPresent(this::dropOldest);
            evicted++;
        }
    }

    /// The names of sources that have something here.
    public synchronized Set<String> sources() {
        return Set.copyOf(shelves.keySet());
    }

    /// All of a source, by sequence.
    public synchronized List<Cached> list(String source) {
        Shelf shelf = shelves.get(source);
        return shelf == null ? List.of() : List.copyOf(shelf.bySequence.values());
    }

    /// The newest of a source, by sequence.
    public synchronized List<Cached> newest(String source, int count) {
        Shelf shelf = shelves.get(source);
        return shelf == null
                ? List.of()
                : shelf.bySequence.descendingMap().values().stream()
                        .limit(count)
                        .toList()
                        .reversed();
    }

    /// The segment of this number.
    public synchronized Optional<Cached> find(String source, long sequence) {
        Shelf shelf = shelves.get(source);
        return shelf == null
                ? Optional.empty()
                : Optional.ofNullable(shelf.bySequence.get(sequence));
    }

    /// The newest segment there is of a source.
    public Optional<Cached> last(String source) {
        return newest(source, 1).stream().findFirst();
    }

    /// The oldest segment there is of a source.
    public synchronized Optional<Cached> first(String source) {
        Shelf shelf = shelves.get(source);
        return shelf == null || shelf.bySequence.isEmpty()
                ? Optional.empty()
                : Optional.of(shelf.bySequence.firstEntry().getValue());
    }

    /// Moves all segments of a source from this number on in time: the clock by which they were
    /// dated was wrong.
    public synchronized void redate(String source, long fromSequence, Duration by) {
        Shelf shelf = shelves.get(source);
        if (shelf != null) {
            shelf.bySequence
                    .tailMap(fromSequence)
                    .replaceAll((_, it) ->
                            it.with(it.head().startingAt(it.segment().start().plus(by))));
        }
    }

    /// Forgets what is older than it may be, also of sources that send nothing any more.
    public void tick(Instant now) {
        forgetBefore(now.minus(settings.keep()));
        deleteDropped();
    }

    private synchronized void forgetBefore(Instant time) {
        for (Shelf shelf : shelves.values()) {
            forget(shelf, time);
        }
        shelves.values().removeIf(shelf -> shelf.bySequence.isEmpty());
    }

    public synchronized long bytes() {
        return bytes;
    }

    /// How many segments there are.
    public synchronized int segments() {
        return shelves.values().stream().mapToInt(shelf -> shelf.bySequence.size()).sum();
    }

    /// How many left before their time, because there were too many bytes.
    public synchronized long evicted() {
        return evicted;
    }

    private void forget(Shelf shelf, Instant before) {
        while (!shelf.bySequence.isEmpty()
                && shelf.bySequence.firstEntry().getValue().segment().end().isBefore(before)) {
            dropOldest(shelf);
        }
    }

    private void dropOldest(Shelf shelf) {
        Map.Entry<Long, Cached> oldest = shelf.bySequence.pollFirstEntry();
        if (oldest == null) {
            return;
        }
        count(shelf, oldest.getValue(), -1);
        Path file = oldest.getValue().file();
        if (file != null) {
            dropped.add(file);
        }
    }

    /// What is on the disk is left there: it takes no memory.
    private void dropSpilled() {
        shelves.values().stream()
                .flatMap(shelf -> shelf.bySequence.values().stream())
                .filter(it -> it.file() == null)
                .min(Comparator.comparing(it -> it.segment().start()))
                .ifPresent(it -> {
                    Shelf shelf = shelves.getOrDefault(it.head().source(), new Shelf());
                    shelf.bySequence.remove(it.segment().id().sequence());
                    count(shelf, it, -1);
                });
    }

    /// A disk may take its time, in which nobody else must wait for this.
    private void deleteDropped() {
        List<Path> files;
        synchronized (this) {
            files = List.copyOf(dropped);
            dropped.clear();
        }
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} cannot be deleted: {}", file, e.toString());
            }
        }
    }

    /// @param sign 1 if it is there now, -1 if it was
    private void count(Shelf shelf, Cached cached, int sign) {
        long more = sign * cached.segment().bytes();
        shelf.bytes += more;
        bytes += more;
        if (folder.isPresent() && cached.file() == null) {
            spilled += more;
        }
    }
}
