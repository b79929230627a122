package dev.millrace.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// One TCP connection, plain or TLS. One thread reads; any thread may write, and writes do not mix.
/// Both block; [#close] from any thread ends them.
public abstract sealed class Connection implements AutoCloseable
        permits PlainConnection, TlsConnection {
    private final ReentrantLock writing = new ReentrantLock();
    private final String remote;
    private volatile LongAdder bytesOut = new LongAdder();
    private volatile long writingSinceNs;

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
        writing.lock();
        try {
            writingSinceNs = System.nanoTime() | 1; // 0 means "not writing"
            writeAll(buffers);
        } finally {
            writingSinceNs = 0;
            writing.unlock();
        }
    }

    public final void write(ByteBuffer buffer) throws IOException {
        if (buffer.hasRemaining()) {
            write(List.of(buffer));
        }
    }

    /// For how long the other end has taken nothing of what we are writing; 0 when all is taken.
    public final long stalledNs(long nowNs) {
        long since = writingSinceNs;
        return since == 0 ? 0 : Math.max(0, nowNs - since);
    }

    /// Counts in `counter`, from here on, the bytes that are written.
    public final void countBytesOutIn(LongAdder counter) {
        bytesOut = counter;
    }

    /// Hangs up. Safe to repeat.
    @Override
    public abstract void close();

    abstract void writeAll(List<ByteBuffer> buffers) throws IOException;

    /// The other end took something.
    final void progress(long bytes) {
        bytesOut.add(bytes);
        writingSinceNs = System.nanoTime() | 1;
    }
}
