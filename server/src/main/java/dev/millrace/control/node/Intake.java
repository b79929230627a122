package dev.millrace.control.node;

import dev.millrace.control.Recording;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleConsumer;

/// Takes in segments that are here whole: into the live window of their source, and into the object
/// store if a recording wants them. Doing it again changes nothing. Any thread.
public final class Intake {
    private static final int LOCKS = 64;

    private final Catalogue catalogue;
    private final ObjectStore objects;
    private final LiveWindows windows;
    private final String prefix;
    private final DoubleConsumer storeSeconds;
    private final LongAdder taken = new LongAdder();
    private final LongAdder takenBytes = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();

    /// One of them is held while an object is stored, so that it is stored once.
    private final Object[] locks = new Object[LOCKS];

    /// @param storeSeconds is told how long each storing took
    Intake(
            Catalogue catalogue,
            ObjectStore objects,
            LiveWindows windows,
            String prefix,
            DoubleConsumer storeSeconds) {
        this.catalogue = catalogue;
        this.objects = objects;
        this.windows = windows;
        this.prefix = prefix;
        this.storeSeconds = storeSeconds;
        Arrays.setAll(locks, _ -> new Object());
    }

    /// Takes a segment whose hash was checked. Whoever watches live does not wait for the store.
    ///
    /// @param kept it is to be stored even if no recording is known that wants it
    /// @throws IOException if it could not be stored
    public void take(UUID source, Segment segment, byte[] body, boolean live, boolean kept)
            throws IOException {
        taken.increment();
        takenBytes.add(body.length);
        if (live) {
            show(source, segment, body);
        }
        if (kept || isWanted(source, segment)) {
            store(source, segment, body);
        }
    }

    /// Shows a segment to those who watch live, and does no more.
    public void show(UUID source, Segment segment, byte[] body) {
        windows.add(source, segment, body);
    }

    /// Whether a recording wants it that is not settled.
    public boolean isWanted(UUID source, Segment segment) {
        return catalogue.wanted(source).stream().anyMatch(it -> wants(it, segment));
    }

    /// Segments that were taken in.
    public long taken() {
        return taken.sum();
    }

    /// How large they were.
    public long takenBytes() {
        return takenBytes.sum();
    }

    /// Segments that were stored.
    public long stored() {
        return stored.sum();
    }

    /// How large those were.
    public long storedBytes() {
        return storedBytes.sum();
    }

    /// Stores what the live window has of a recording that begins in the past.
    ///
    /// @throws IOException if a segment could not be stored
    void keepFromWindow(Recording recording) throws IOException {
        for (LiveWindow.Held held : windows.all(recording.source())) {
            if (wants(recording, held.segment())) {
                store(recording.source(), held.segment(), held.body());
            }
        }
    }

    private void store(UUID source, Segment segment, byte[] body) throws IOException {
        synchronized (lock(source, segment)) {
            if (catalogue.has(source, segment)) {
                return;
            }
            long beganNs = System.nanoTime();
            String key = "%s%s/%s.ts".formatted(prefix, source, segment.id().name());
            objects.put(key, body, segment.id().hash());
            if (catalogue.addSegment(source, segment, key)) {
                stored.increment();
                storedBytes.add(body.length);
                storeSeconds.accept((System.nanoTime() - beganNs) / 1e9);
            } else if (catalogue.source(source).isEmpty()) {
                objects.delete(key);
            }
        }
    }

    private static boolean wants(Recording recording, Segment segment) {
        return segment.overlaps(recording.start(), recording.end().orElse(Instant.MAX));
    }

    private Object lock(UUID source, Segment segment) {
        return locks[Math.floorMod(source.hashCode() * 31 + segment.id().hashCode(), LOCKS)];
    }
}
