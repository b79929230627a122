package dev.millrace.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a viewer's bytes go. For one thread; only [#cancel] may come from another.
abstract class ViewerOut {
    private final Duration patience;
    private @Nullable PendingWrite pending;
    private boolean cancelled;

    /// @param patience how long the other end may take nothing
    ViewerOut(Duration patience) {
        this.patience = patience;
    }

    /// Sends all of `bytes`, waiting for the other end.
    ///
    /// @throws ViewerStalledException when it takes nothing for too long
    final void write(ByteBuffer bytes) throws IOException, InterruptedException {
        var write = new PendingWrite();
        if (!begin(write)) {
            throw new IOException("cancelled");
        }
        start(bytes, write);
        write.await(patience);
    }

    /// Makes the write that is going on, and every later one, fail.
    final synchronized void cancel() {
        cancelled = true;
        if (pending != null) {
            pending.failed(new IOException("cancelled"));
        }
    }

    /// Hands `bytes` to the connection.
    abstract void start(ByteBuffer bytes, PendingWrite write);

    /// Says that this was all.
    abstract void end();

    /// Breaks off in the middle.
    abstract void abort(Exception cause);

    private synchronized boolean begin(PendingWrite write) {
        pending = write;
        return !cancelled;
    }
}
