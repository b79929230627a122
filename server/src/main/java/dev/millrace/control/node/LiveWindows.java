package dev.millrace.control.node;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.node.LiveWindow.Outcome;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.net.Housekeeper;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/// The live windows of all sources that ever sent something live here. Any thread.
public final class LiveWindows implements Housekeeper.Chore {
    /// How long a segment waits for the one before it: transfers overtake each other by less.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// A source's numbers are written down when there are so many more.
    private static final long FLOOR_EVERY = 8;

    private final int segments;
    private final Budget memory;
    private final ConcurrentMap<UUID, LiveWindow> windows = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, Long> floors = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();

    LiveWindows(int segments, long bytesMax) {
        this.segments = segments;
        this.memory = new Budget(bytesMax);
    }

    @Override
    public void tick(long nowNs) {
        windows.values().forEach(window -> window.tick(nowNs));
    }

    /// The live playlist of a source; empty if nothing is in it.
    public Optional<MediaPlaylist> playlist(Source source) {
        int seconds = Math.toIntExact(source.segmentLength().toSeconds());
        return find(source.id()).flatMap(window -> window.playlist(seconds));
    }

    /// The bytes of a live segment, by the name that the playlist has for it.
    public Optional<byte[]> body(UUID source, String name) {
        return find(source).flatMap(window -> window.body(name));
    }

    /// When the newest segment of a source ended.
    public Optional<Instant> newestEnd(UUID source) {
        return find(source).flatMap(LiveWindow::newestEnd);
    }

    /// Segments that were not shown, because they came late or there was no memory for them.
    public long dropped() {
        return dropped.sum();
    }

    /// What all of them hold.
    public long bytes() {
        return memory.used();
    }

    /// How many live segments of a source are listed.
    public int size(UUID source) {
        return find(source).map(LiveWindow::size).orElse(0);
    }

    void add(UUID source, Segment segment, byte[] body) {
        LiveWindow window =
                windows.computeIfAbsent(source, _ -> new LiveWindow(segments, PATIENCE, memory));
        Outcome outcome = window.add(segment, body, System.nanoTime());
        if (outcome == Outcome.LATE || outcome == Outcome.NO_MEMORY) {
            dropped.increment();
        }
    }

    /// Whether a live segment would still be listed.
    public boolean wants(UUID source, SegmentId id) {
        return find(source).map(window -> window.wants(id)).orElse(true);
    }

    /// The bytes of a segment that is still here.
    public Optional<byte[]> body(UUID source, SegmentId id) {
        return find(source).flatMap(window -> window.body(id));
    }

    /// All that is here of a source.
    List<LiveWindow.Held> all(UUID source) {
        return find(source).map(LiveWindow::all).orElse(List.of());
    }

    /// A number above all that were here.
    long next(UUID source) {
        return find(source).map(LiveWindow::next).orElse(0L);
    }

    /// Writes down now and then which numbers are taken: they are not used again after a restart,
    /// whatever an edge node has forgotten by then.
    void noteFloors(Catalogue catalogue) {
        windows.forEach((source, window) -> {
            long next = window.next();
            if (next >= floors.getOrDefault(source, 0L) + FLOOR_EVERY) {
                catalogue.raiseSequenceFloor(source, next);
                floors.put(source, next);
            }
        });
    }

    /// The sources that have a window.
    Set<UUID> known() {
        return windows.keySet();
    }

    void forget(UUID source) {
        floors.remove(source);
        LiveWindow window = windows.remove(source);
        if (window != null) {
            window.close();
        }
    }

    private Optional<LiveWindow> find(UUID source) {
        return Optional.ofNullable(windows.get(source));
    }
}
