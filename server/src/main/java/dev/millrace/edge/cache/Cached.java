package dev.millrace.edge.cache;

import dev.millrace.edge.store.SegmentBody;
import dev.millrace.edge.store.SegmentFile;
import dev.millrace.edge.store.SegmentHead;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A segment in the cache. Any thread.
public final class Cached {
    private final SegmentHead head;
    private final byte @Nullable [] body;
    private final @Nullable Path file;
    private volatile boolean stored;

    private Cached(SegmentHead head, byte @Nullable [] body, @Nullable Path file) {
        this.head = head;
        this.body = body;
        this.file = file;
    }

    static Cached inMemory(SegmentHead head, byte[] body) {
        return new Cached(head, body, null);
    }

    static Cached onDisk(SegmentHead head, Path file) {
        return new Cached(head, null, file);
    }

    Cached with(SegmentHead other) {
        var moved = new Cached(other, body, file);
        moved.stored = stored;
        return moved;
    }

    public SegmentHead head() {
        return head;
    }

    public Segment segment() {
        return head.segment();
    }

    /// Whether the control node has said that it keeps this one.
    public boolean isStored() {
        return stored;
    }

    /// Notes that it does.
    public void stored() {
        stored = true;
    }

    /// All its bytes.
    ///
    /// @throws IOException if they cannot be read, or have left the cache meanwhile
    public byte[] bytes() throws IOException {
        byte[] inMemory = body;
        return inMemory != null ? inMemory : SegmentFile.readBody(path(), head);
    }

    /// Its bytes, piece by piece.
    public SegmentBody open() throws IOException {
        byte[] inMemory = body;
        return inMemory != null ? SegmentBody.of(inMemory) : SegmentFile.open(path());
    }

    @Nullable Path file() {
        return file;
    }

    private Path path() {
        Path path = file;
        if (path == null) {
            throw new IllegalStateException("neither in memory nor in a file");
        }
        return path;
    }
}
