package dev.millrace.gateway.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Where a viewer's bytes go, one write at a time, none of which blocks. For the viewer's lane, but
/// [#pendingNs] and what Jetty calls.
abstract class ViewerOut implements Callback {
    private enum State {
        /// A write may begin.
        CLEAR,
        /// A write is being handed to Jetty, which mostly completes it at once.
        STARTING,
        /// The other end has not taken all of it.
        PENDING,
        /// There is no other end any more.
        BROKEN
    }

    private final Runnable whenClear;

    // Guarded by this.
    private State state = State.CLEAR;
    private @Nullable Throwable failure;
    private long pendingSinceNs;

    /// @param whenClear run, on any thread, when a write that could not be completed at once is, or
    ///   has failed
    ViewerOut(Runnable whenClear) {
        this.whenClear = whenClear;
    }

    final synchronized boolean isClear() {
        return state == State.CLEAR;
    }

    /// Why nothing can be written any more.
    final synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /// For how long the other end has not taken all of a write.
    final synchronized long pendingNs(long nowNs) {
        return state == State.PENDING ? nowNs - pendingSinceNs : 0;
    }

    /// Sends all of `bytes`, which never change. Only when this is clear.
    final void write(ByteBuffer... bytes) {
        synchronized (this) {
            state = State.STARTING;
        }
        start(bytes);
        synchronized (this) {
            if (state == State.STARTING) {
                state = State.PENDING;
                pendingSinceNs = System.nanoTime();
            }
        }
    }

    @Override
    public final void succeeded() {
        become(State.CLEAR);
    }

    @Override
    public final void failed(Throwable cause) {
        synchronized (this) {
            failure = cause;
        }
        become(State.BROKEN);
    }

    @Override
    public final InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING; // it only wakes the lane
    }

    private void become(State next) {
        boolean awaited;
        synchronized (this) {
            awaited = state == State.PENDING;
            state = next;
        }
        if (awaited) {
            whenClear.run();
        }
    }

    /// Hands `bytes` to the connection, which completes this.
    abstract void start(ByteBuffer... bytes);

    /// The same bytes in one buffer.
    static ByteBuffer joined(ByteBuffer... bytes) {
        if (bytes.length == 1) {
            return bytes[0];
        }
        ByteBuffer all = ByteBuffer.allocate((int) BufferUtil.remaining(bytes));
        for (ByteBuffer piece : bytes) {
            all.put(piece);
        }
        return all.flip();
    }

    /// Says that this was all.
    abstract void end();

    /// Breaks off in the middle.
    abstract void abort(Throwable cause);
}
