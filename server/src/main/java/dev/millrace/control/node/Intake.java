package dev.millrace.control.node;

import dev.millrace.control.Recording;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleConsumer;

/// Takes in segments that are here whole: into the live window of their source, and into the object
/// store if a recording wants them. Doing it again changes nothing. Any thread.
public final class Intake {
    private final Catalogue catalogue;
    private final ObjectStore objects;
    private final LiveWindows windows;
    private final String prefix;
    private final DoubleConsumer storeSeconds;
    private final LongAdder taken = new LongAdder();
    private final LongAdder takenBytes = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();

    /// What is being stored, so that it is stored once; guarded by itself.
    private final Set<Busy> busy = new HashSet<>();

    private record Busy(UUID source, SegmentId id) {}

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
        var it = new Busy(source, segment.id());
        begin(it);
        try {
            if (!catalogue.has(source, segment)) {
                storeNew(source, segment, body);
            }
        } finally {
            end(it);
        }
    }

    private void storeNew(UUID source, Segment segment, byte[] body) throws IOException {
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

    /// Waits for whoever is storing the same segment, and for nobody else.
    private void begin(Busy it) throws IOException {
        synchronized (busy) {
            while (!busy.add(it)) {
                try {
                    busy.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("the server is stopping");
                }
            }
        }
    }

    private void end(Busy it) {
        synchronized (busy) {
            busy.remove(it);
            busy.notifyAll();
        }
    }

    private static boolean wants(Recording recording, Segment segment) {
        return segment.overlaps(recording.start(), recording.end().orElse(Instant.MAX));
    }
}
