package dev.millrace.edge.link;

import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.store.SegmentBody;
import dev.millrace.segment.Segment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A segment that was offered and is not confirmed yet. Guarded by [Transfers].
final class Transfer {
    final long number;
    final EdgeSource source;
    final Segment segment;
    final boolean live;
    final boolean kept;

    /// When something happened to it last.
    long movedNs;

    private @Nullable SegmentBody body;
    private long offset;
    private boolean begun;

    /// @param kept it is in the spool, or a note of it
    Transfer(long number, EdgeSource source, Segment segment, boolean live, boolean kept) {
        this.number = number;
        this.source = source;
        this.segment = segment;
        this.live = live;
        this.kept = kept;
    }

    boolean is(EdgeSource other, long sequence) {
        return source == other && segment.id().sequence() == sequence;
    }

    /// Whether there are bytes to send.
    boolean isSending() {
        return body != null;
    }

    /// Whether all bytes are sent that were asked for.
    boolean isSent() {
        return begun && body == null;
    }

    void begin(SegmentBody bytes, long fromByte) throws IOException {
        begun = true;
        offset = fromByte;
        body = bytes;
        if (offset >= segment.bytes()) {
            end();
        }
    }

    /// The next bytes, at most so many.
    ByteBuffer next(int most) throws IOException {
        SegmentBody open = body;
        if (open == null) {
            throw new IllegalStateException("nothing is being sent");
        }
        long left = segment.bytes() - offset;
        ByteBuffer piece = open.read(offset, (int) Math.min(most, left));
        if (!piece.hasRemaining()) {
            throw new EOFException("it ends after %d bytes".formatted(offset));
        }
        offset += piece.remaining();
        if (offset >= segment.bytes()) {
            end();
        }
        return piece;
    }

    /// Sends no more.
    void end() throws IOException {
        SegmentBody open = body;
        body = null;
        if (open != null) {
            open.close();
        }
    }
}
