package dev.millrace.channel;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A position in a wire that moves group by group: for outputs that keep ranges of the wire, found
/// by [WireGroup#marks] and read by [WireGroup#slice], instead of sending its bytes on. For one
/// thread; only [#close] may come from another.
///
/// @param <S> what a viewer must know to start at a group
public final class WireFollower<S> implements AutoCloseable {
    /// What comes next.
    ///
    /// @param <S> what a viewer must know to start at a group
    public sealed interface Next<S> {
        /// A group begins; the one before it is complete. `missed` groups between them were lost.
        record Opened<S>(WireGroup<S> group, long missed) implements Next<S> {}

        /// More of the group can be read, or the group is now complete.
        record Grown<S>() implements Next<S> {}

        /// The publisher left; everything of it is there.
        record Unpublished<S>() implements Next<S> {}

        /// The channel is gone.
        record Ended<S>() implements Next<S> {}

        /// This follower was closed.
        record Closed<S>() implements Next<S> {}
    }

    private final Wire<S> wire;
    private final Sleeper sleeper = new Sleeper();

    private @Nullable WireGroup<S> group;
    private long seen;
    private boolean seenComplete;
    private boolean toldOfLeaving;
    private @Nullable Next<S> ready;
    private volatile boolean closed;

    WireFollower(Wire<S> wire) {
        this.wire = wire;
    }

    /// Waits for what comes next.
    public Next<S> next() throws InterruptedException {
        sleeper.await(this::isReady);
        Next<S> next = Objects.requireNonNull(ready);
        ready = null;
        return next;
    }

    /// Whether the rendering has reached the present, and everything up to there has been told.
    public boolean isAtEdge() {
        boolean caughtUp = wire.caughtUp(); // read first: after it, there is something to tell
        return !isReady() && caughtUp;
    }

    /// Decoding time of the newest frame that is rendered.
    public long edgeDtsUs() {
        Window<WireGroup<S>> window = wire.window();
        return window.isEmpty() ? 0 : window.newest().edgeDtsUs();
    }

    /// Ends this follower, from any thread; a waiting [#next] returns [Next.Closed].
    @Override
    public void close() {
        closed = true;
        wire.leave(this);
        sleeper.wake();
    }

    Sleeper sleeper() {
        return sleeper;
    }

    private boolean isReady() {
        if (ready == null) {
            ready = poll();
        }
        return ready != null;
    }

    private @Nullable Next<S> poll() {
        if (closed) {
            return new Next.Closed<>();
        }
        WireGroup<S> at = group;
        if (at == null || seenComplete) {
            return open(at);
        }
        // Sealed is read first: after it, the length is final.
        boolean complete = at.sealed();
        long readable = at.readable();
        if (readable == seen && !complete) {
            return null;
        }
        seen = readable;
        seenComplete = complete;
        return new Next.Grown<>();
    }

    private @Nullable Next<S> open(@Nullable WireGroup<S> before) {
        // In the reverse order of writing: who sees the end sees the last epoch closed, and who
        // sees an epoch closed finds all its groups in the window.
        boolean ended = wire.ended();
        int closedEpoch = wire.closedEpoch();
        Optional<WireGroup<S>> following = following(before);
        if (following.isPresent()) {
            WireGroup<S> next = following.get();
            long missed = before == null ? 0 : next.sequence() - before.sequence() - 1;
            group = next;
            seen = 0;
            seenComplete = false;
            toldOfLeaving = false;
            return new Next.Opened<>(next, missed);
        }
        if (before != null && before.epoch() <= closedEpoch && !toldOfLeaving) {
            toldOfLeaving = true;
            return new Next.Unpublished<>();
        }
        return ended ? new Next.Ended<>() : null;
    }

    private Optional<WireGroup<S>> following(@Nullable WireGroup<S> before) {
        boolean caughtUp = wire.caughtUp();
        Window<WireGroup<S>> window = wire.window();
        if (before == null) {
            // Not earlier: whoever begins with the past wants to know where the present is.
            return caughtUp ? window.oldestIndependent() : Optional.empty();
        }
        Optional<WireGroup<S>> next = window.find(before.sequence() + 1);
        if (next.isPresent() || window.isEmpty()) {
            return next;
        }
        return window.newest().sequence() > before.sequence() ? window.entry() : Optional.empty();
    }
}
