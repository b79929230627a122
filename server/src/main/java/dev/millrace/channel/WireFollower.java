package dev.millrace.channel;

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
    private int toldEpoch;
    private volatile boolean closed;

    WireFollower(Wire<S> wire) {
        this.wire = wire;
        this.toldEpoch = wire.closedEpoch();
    }

    /// Waits for what comes next.
    public Next<S> next() throws InterruptedException {
        while (true) {
            Next<S> next = poll();
            if (next != null) {
                return next;
            }
            sleeper.await(this::hasNext);
        }
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

    private @Nullable Next<S> poll() {
        if (closed) {
            return new Next.Closed<>();
        }
        WireGroup<S> at = group;
        if (at == null || seenComplete) {
            return open(at);
        }
        // Read before what is readable: after it, nothing is added.
        boolean complete = at.sealed() || wire.ended();
        long readable = at.readable();
        if (readable == seen && !complete) {
            return null;
        }
        seen = readable;
        seenComplete = complete;
        return new Next.Grown<>();
    }

    private @Nullable Next<S> open(@Nullable WireGroup<S> before) {
        // Both are read before the window: what was written before them is in it.
        boolean ended = wire.ended();
        int closedEpoch = wire.closedEpoch();
        Optional<WireGroup<S>> following = following(before);
        if (following.isPresent()) {
            WireGroup<S> next = following.get();
            long missed = before == null ? 0 : next.sequence() - before.sequence() - 1;
            group = next;
            seen = 0;
            seenComplete = false;
            toldEpoch = Math.max(toldEpoch, next.epoch() - 1);
            return new Next.Opened<>(next, missed);
        }
        if (ended) {
            return new Next.Ended<>();
        }
        if (toldEpoch < closedEpoch) {
            toldEpoch = closedEpoch;
            return new Next.Unpublished<>();
        }
        return null;
    }

    private Optional<WireGroup<S>> following(@Nullable WireGroup<S> before) {
        Window<WireGroup<S>> window = wire.window();
        if (before == null) {
            return window.oldestIndependent();
        }
        Optional<WireGroup<S>> next = window.find(before.sequence() + 1);
        if (next.isPresent() || window.isEmpty()) {
            return next;
        }
        return window.newest().sequence() > before.sequence() ? window.entry() : Optional.empty();
    }

    private boolean hasNext() {
        WireGroup<S> at = group;
        if (closed || wire.ended()) {
            return true;
        }
        if (at != null && !seenComplete) {
            return at.sealed() || at.readable() > seen;
        }
        return toldEpoch < wire.closedEpoch() || following(at).isPresent();
    }
}
