package dev.millrace.control.replay;

import java.io.IOException;
import java.io.OutputStream;

/// Writes the wanted part of something that comes piece by piece. One thread.
final class Pieces {
    private final long first;
    private final long last;
    private final OutputStream out;
    private long at;

    /// Makes a piece.
    interface Source {
        byte[] make() throws IOException;
    }

    /// @param last the last byte that is wanted
    Pieces(long first, long last, OutputStream out) {
        this.first = first;
        this.last = last;
        this.out = out;
    }

    /// The next piece, which is made only if some of it is wanted.
    ///
    /// @param bytes how long it is
    void next(long bytes, Source source) throws IOException {
        if (at + bytes > first && at <= last) {
            byte[] piece = source.make();
            int from = (int) Math.max(0, first - at);
            int to = (int) Math.min(bytes, last + 1 - at);
            out.write(piece, from, to - from);
        }
        at += bytes;
    }
}
