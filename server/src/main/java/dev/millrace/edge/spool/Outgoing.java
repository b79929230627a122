package dev.millrace.edge.spool;

import dev.millrace.edge.store.BadSegmentFileException;
import dev.millrace.edge.store.SegmentBody;
import dev.millrace.edge.store.SegmentFile;
import dev.millrace.edge.store.SegmentHead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// A segment in the outbox, or the note that one was lost.
public record Outgoing(SegmentHead head, Path file) {
    public long sequence() {
        return head.segment().id().sequence();
    }

    public boolean isLost() {
        return head.lost().isPresent();
    }

    /// Reads it once.
    ///
    /// @throws BadSegmentFileException if it is not what was written
    public void check() throws IOException {
        if (!isLost()) {
            SegmentFile.readBody(file, head);
        }
    }

    /// Its bytes, piece by piece.
    public SegmentBody open() throws IOException {
        return SegmentFile.open(file);
    }

    Outgoing startingAt(Instant start) {
        return new Outgoing(head.startingAt(start), file);
    }

    long bytes() {
        return isLost() ? 0 : head.segment().bytes();
    }
}
