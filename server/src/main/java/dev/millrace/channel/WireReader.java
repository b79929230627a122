package dev.millrace.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A viewer's position in a wire. For one thread; only [#close] may come from another.
///
/// @param <S> what a viewer must know to start at a group
public final class WireReader<S> implements AutoCloseable {
    /// Most bytes handed out at once: a late viewer's first group leaves in few, large writes.
    private static final int SPAN_BYTES_MAX = 256 << 10;

    /// What comes next. Every case is an ordinary outcome; falling behind is one of them.
    ///
    /// @param <S> what a viewer must know to start at a group
    public sealed interface Next<S> {
        /// The viewer stands at the start of `group`: it has just joined, or was too slow and has
        /// lost `missed` groups.
        record Start<S>(WireGroup<S> group, long missed) implements Next<S> {}

        /// Bytes to send, in order. Not to be changed.
        ///
        /// @param whole whether they end with the end of a frame, so that bytes of the viewer's own
        ///   may follow
        record Span<S>(List<ByteBuffer> bytes, boolean whole) implements Next<S> {}

        /// The publisher left; everything of it has been handed out.
        record Unpublished<S>() implements Next<S> {}

        /// A publisher came back; its bytes follow.
        record Published<S>() implements Next<S> {}

        /// The channel is gone.
        record Ended<S>() implements Next<S> {}

        /// This reader was stopped or closed.
        record Closed<S>() implements Next<S> {}
    }

    private final Wire<S> wire;
    private final Sleeper sleeper = new Sleeper();

    private @Nullable WireGroup<S> group;
    private long position;
    private int epoch;
    private int toldEpoch;
    private volatile boolean closed;
    private volatile boolean stopping;
    private final AtomicLong missedGroups = new AtomicLong();

    WireReader(Wire<S> wire) {
        this.wire = wire;
        this.toldEpoch = wire.closedEpoch();
    }

    /// Groups lost so far because this viewer was too slow. Any thread.
    public long missedGroups() {
        return missedGroups.get();
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

    /// Waits for what comes next, but no longer than this: empty when nothing came.
    public Optional<Next<S>> next(Duration atMost) throws InterruptedException {
        long untilNs = System.nanoTime() + atMost.toNanos();
        while (true) {
            Next<S> next = poll();
            if (next != null || !sleeper.await(this::hasNext, untilNs)) {
                return Optional.ofNullable(next);
            }
        }
    }

    /// Waits for what comes next, but not for more media: empty when everything rendered so far has
    /// been handed out.
    public Optional<Next<S>> nextIfReady() {
        return Optional.ofNullable(poll());
    }

    /// Ends this reader with the frame it is in, from any thread: [#next] then returns
    /// [Next.Closed].
    public void stop() {
        stopping = true;
        sleeper.wake();
    }

    /// Ends this reader at once, from any thread; a waiting [#next] returns [Next.Closed].
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
        if (stopping && (at == null || at.isFrameBoundary(position))) {
            return new Next.Closed<>();
        }
        if (at == null) {
            return join();
        }
        if (at.isFrameBoundary(position) && isBehind(at)) {
            Optional<WireGroup<S>> entry = wire.window().entry();
            if (entry.isPresent() && entry.get().sequence() > at.sequence()) {
                return skipTo(entry.get(), at);
            }
        }
        // Read before what is readable: after it, nothing is added.
        boolean complete = at.sealed() || wire.ended();
        long readable = at.readable();
        if (position < readable) {
            return span(at, isBehind(at) ? at.frameEnd(position) : readable);
        }
        return complete ? follow(at) : null;
    }

    private @Nullable Next<S> join() {
        boolean ended = wire.ended();
        int closedEpoch = wire.closedEpoch();
        Optional<WireGroup<S>> first = firstGroup();
        if (first.isPresent()) {
            enter(first.get());
            return new Next.Start<>(first.get(), 0);
        }
        return withoutMedia(ended, closedEpoch);
    }

    private Optional<WireGroup<S>> firstGroup() {
        return wire.caughtUp() ? wire.window().entry() : Optional.empty();
    }

    /// The group after a complete one; or, when there is none yet, what there is to say.
    private @Nullable Next<S> follow(WireGroup<S> at) {
        boolean ended = wire.ended();
        int closedEpoch = wire.closedEpoch();
        Window<WireGroup<S>> window = wire.window();
        Optional<WireGroup<S>> following = window.find(at.sequence() + 1);
        if (following.isPresent()) {
            boolean back = toldEpoch == epoch && following.get().epoch() != epoch;
            enter(following.get());
            return back ? new Next.Published<>() : poll();
        }
        if (!window.isEmpty() && window.newest().sequence() > at.sequence()) {
            return skipTo(window.entry().orElseThrow(), at);
        }
        return withoutMedia(ended, closedEpoch);
    }

    private @Nullable Next<S> withoutMedia(boolean ended, int closedEpoch) {
        if (ended) {
            return new Next.Ended<>();
        }
        if (toldEpoch < closedEpoch) {
            toldEpoch = closedEpoch;
            return new Next.Unpublished<>();
        }
        return null;
    }

    private Next<S> skipTo(WireGroup<S> entry, WireGroup<S> from) {
        long missed = Math.max(0, entry.sequence() - from.sequence() - 1);
        missedGroups.addAndGet(missed);
        enter(entry);
        return new Next.Start<>(entry, missed);
    }

    private void enter(WireGroup<S> next) {
        group = next;
        position = 0;
        epoch = next.epoch();
        toldEpoch = Math.max(toldEpoch, epoch - 1);
    }

    /// Whether what follows this group is older than a viewer may lag, or no longer there.
    private boolean isBehind(WireGroup<S> at) {
        Window<WireGroup<S>> window = wire.window();
        if (window.isEmpty() || window.newest().sequence() <= at.sequence()) {
            return false;
        }
        WireGroup<S> newest = window.newest();
        Optional<WireGroup<S>> following = window.find(at.sequence() + 1);
        return following.isEmpty()
                || newest.edgeDtsUs() - following.get().startDtsUs()
                        > wire.channel().settings().lagMaxUs();
    }

    private Next<S> span(WireGroup<S> at, long end) {
        var runs = new ArrayList<ByteBuffer>(2);
        long to = Math.min(end, position + SPAN_BYTES_MAX);
        while (position < to) {
            ByteBuffer run = at.run(position, to);
            position += run.remaining();
            runs.add(run);
        }
        return new Next.Span<>(runs, at.isFrameBoundary(position));
    }

    private boolean hasNext() {
        WireGroup<S> at = group;
        if (closed || wire.ended() || toldEpoch < wire.closedEpoch()) {
            return true;
        }
        if (stopping && (at == null || at.isFrameBoundary(position))) {
            return true;
        }
        if (at == null) {
            return firstGroup().isPresent();
        }
        if (position < at.readable()) {
            return true;
        }
        Window<WireGroup<S>> window = wire.window();
        return at.sealed() && !window.isEmpty() && window.newest().sequence() > at.sequence();
    }
}
