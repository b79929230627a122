package dev.millrace.edge.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of a segment, wherever they are. For one thread.
public interface SegmentBody extends Closeable {
    /// So many bytes from a place on, or as many as are left.
    ///
    /// @throws IOException if they cannot be read
    ByteBuffer read(long from, int most) throws IOException;

    /// Bytes in memory.
    static SegmentBody of(byte[] bytes) {
        return new SegmentBody() {
            @Override
            public ByteBuffer read(long from, int most) {
                int length = (int) Math.min(most, bytes.length - from);
                return ByteBuffer.wrap(bytes, (int) from, length).slice().asReadOnlyBuffer();
            }

            @Override
            public void close() {}
        };
    }
}
