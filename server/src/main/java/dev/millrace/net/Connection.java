package dev.millrace.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// One TCP connection, plain or TLS. One thread reads, and one at a time writes: whoever lets two
/// write keeps them in order. Both block; [#close] from any thread ends them.
public abstract sealed class Connection implements AutoCloseable
        permits PlainConnection, TlsConnection {
    private final String remote;
    private volatile LongAdder bytesOut = new LongAdder();
    private volatile boolean writing;
    private volatile boolean blamed;

    // The observer's own.
    private long bytesSeen = -1;
    private long progressAtNs;

    Connection(String remote) {
        this.remote = remote;
    }

    /// The other end's address and port, for people.
    public final String remote() {
        return remote;
    }

    /// Whether the bytes are encrypted on their way.
    public abstract boolean isSecure();

    /// Reads what has arrived, waiting for the first byte.
    ///
    /// @return how many; -1 at the end of the stream
    public abstract int read(ByteBuffer into) throws IOException;

    /// Writes all of `buffers`, in order and without anything between them. The buffers' bytes are
    /// not changed; their positions are.
    public final void write(List<ByteBuffer> buffers) throws IOException {
        writing = true;
        try {
            writeAll(buffers);
        } finally {
            writing = false;
        }
    }

    public final void write(ByteBuffer buffer) throws IOException {
        if (buffer.hasRemaining()) {
            write(List.of(buffer));
        }
    }

    /// For how long the other end has taken nothing of what is being written, as far as the calls
    /// of this show; 0 when all is taken. For one thread that calls it again and again: writing,
    /// which happens more often, needs no clock then.
    public final long stalledNs(long nowNs) {
        long bytes = bytesOut.sum();
        if (!writing || bytes != bytesSeen) {
            bytesSeen = bytes;
            progressAtNs = nowNs;
        }
        return nowNs - progressAtNs;
    }

    /// Counts in `counter`, from here on, the bytes that are written.
    public final void countBytesOutIn(LongAdder counter) {
        bytesOut = counter;
    }

    /// Notes that the peer did what no honest one does: it counts against its address.
    public final void blame() {
        blamed = true;
    }

    final boolean isBlamed() {
        return blamed;
    }

    /// Whether a write is under way.
    final boolean isWriting() {
        return writing;
    }

    /// Hangs up. Safe to repeat.
    @Override
    public abstract void close();

    abstract void writeAll(List<ByteBuffer> buffers) throws IOException;

    /// The other end took something.
    final void progress(long bytes) {
        bytesOut.add(bytes);
    }
}
