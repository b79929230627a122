package dev.millrace.control.replay;

import dev.millrace.control.StoredSegment;
import java.io.IOException;
import java.io.OutputStream;

/// A recording, or a part of one, as one file, of which any part can be had. Its length is known
/// before a byte of it is made. Any thread.
public interface Download {
    /// How long all of it is.
    long bytes();

    /// Stands for these bytes and no others.
    String tag();

    /// Its media type.
    String type();

    /// Writes a part of it. Only one segment at a time is in memory.
    ///
    /// @param first where the part begins
    /// @param last the last byte that belongs to it
    /// @throws IOException if a segment cannot be read, or nobody takes the bytes
    void write(long first, long last, OutputStream out) throws IOException;

    /// Has the bytes of segments.
    @FunctionalInterface
    interface Reader {
        /// All of them.
        ///
        /// @throws IOException as [ObjectCache#get]
        byte[] read(StoredSegment segment) throws IOException;
    }
}
