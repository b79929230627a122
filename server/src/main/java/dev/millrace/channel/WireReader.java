package dev.millrace.channel;

import dev.millrace.delivery.Lane;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A viewer's position in a wire. For one thread; only [#stop] and [#close] may come from another.
///
/// That thread waits in [#next], or hands the reader to a lane, which calls a [Viewer] instead.
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

        /// Nothing more has come yet; only from [WireReader#poll].
        record Nothing<S>() implements Next<S> {}
    }

    /// Whoever wants to be called when there may be more.
    public interface Viewer {
        /// Takes what [#poll] gives, as much as it can without blocking. Called by the lane's
        /// thread, also when there is nothing.
        void serve();
    }

    private final Wire<S> wire;
    private final long fromSequence;
    private final Sleeper sleeper = new Sleeper();
    private final BooleanSupplier arrival = this::fetch;

    private @Nullable WireGroup<S> group;
    private long position;
    private boolean toldOfLeaving;
    private @Nullable Next<S> ready;
    private Predicate<? super S> restarts = _ -> false;
    private volatile boolean closed;
    private volatile boolean stopping;
    private final AtomicLong missedGroups = new AtomicLong();

    // Since this reader was last up to date.
    private long behindSinceNs;
    private long behindBytes;
    private @Nullable Shortfall shortfall;

    // On a lane.
    private volatile @Nullable Row row;
    private @Nullable Viewer viewer;
    private int place = -1;

    WireReader(Wire<S> wire, long fromSequence) {
        this.wire = wire;
        this.fromSequence = fromSequence;
    }

    /// From here on a group with such a start is told as [Next.Start], also where it follows the
    /// one before. To be called by the reader's thread.
    public void restartWhere(Predicate<? super S> start) {
        restarts = start;
    }

    /// Groups lost so far because this viewer was too slow. Any thread.
    public long missedGroups() {
        return missedGroups.get();
    }

    /// Why groups were lost the last time; empty if none were.
    public Optional<Shortfall> shortfall() {
        return Optional.ofNullable(shortfall);
    }

    /// Waits for what comes next.
    public Next<S> next() throws InterruptedException {
        sleeper.await(arrival);
        return Objects.requireNonNull(ready);
    }

    /// Waits for what comes next, but no longer than this: empty when nothing came.
    public Optional<Next<S>> next(Duration atMost) throws InterruptedException {
        sleeper.await(arrival, System.nanoTime() + atMost.toNanos());
        return Optional.ofNullable(ready);
    }

    /// What comes next, without waiting; [Next.Nothing] when everything rendered so far has been
    /// handed out.
    public Next<S> poll() {
        Next<S> next = look();
        return next == null ? new Next.Nothing<>() : next;
    }

    /// From here on this reader belongs to `lane`, which calls `served` now and whenever there may
    /// be more.
    public void serveOn(Lane lane, Viewer served) {
        viewer = served;
        Row seat = wire.seat(this, lane);
        row = seat;
        lane.execute(() -> {
            seat.add(this);
            served.serve();
        });
    }

    /// Ends this reader with the frame it is in, from any thread: [#next] then returns
    /// [Next.Closed].
    public void stop() {
        stopping = true;
        wake();
    }

    /// Ends this reader at once, from any thread; a waiting [#next] returns [Next.Closed].
    @Override
    public void close() {
        closed = true;
        wire.leave(this);
        wake();
    }

    Sleeper sleeper() {
        return sleeper;
    }

    private void wake() {
        Row seat = row;
        if (seat == null) {
            sleeper.wake();
        } else {
            seat.lane().execute(this::serve);
        }
    }

    // The lane's side.

    /// Calls the viewer; for the last time when this reader is closed.
    void serve() {
        Row seat = row;
        Viewer served = viewer;
        if (seat == null || served == null || place < 0) {
            return;
        }
        if (closed) {
            seat.remove(this);
            place = -1;
        }
        try {
            served.serve();
        } catch (RuntimeException e) {
            // The others in the row must not suffer for it.
            Thread lane = Thread.currentThread();
            lane.getUncaughtExceptionHandler().uncaughtException(lane, e);
            close();
        }
    }

    int place() {
        return place;
    }

    void place(int index) {
        place = index;
    }

    private boolean fetch() {
        ready = look();
        return ready != null;
    }

    private @Nullable Next<S> look() {
        WireGroup<S> at = group;
        if (closed || (stopping && (at == null || at.isFrameBoundary(position)))) {
            return new Next.Closed<>();
        }
        // In the reverse order of writing: who sees the end sees the last epoch closed, and who
        // sees an epoch closed finds all its groups in the window, complete.
        boolean ended = wire.ended();
        int closedEpoch = wire.closedEpoch();
        Window<WireGroup<S>> window = wire.window();
        if (toldOfLeaving && at != null && window.newest().epoch() > at.epoch()) {
            toldOfLeaving = false;
            return new Next.Published<>();
        }
        Next<S> media = at == null ? first() : read(at, window);
        if (media != null) {
            return media;
        }
        behindBytes = 0;
        // Reading may have gone on to a group that has no bytes yet: then a successor is there.
        WireGroup<S> now = group;
        if (now != null && now.epoch() <= closedEpoch && !toldOfLeaving) {
            toldOfLeaving = true;
            return new Next.Unpublished<>();
        }
        return ended ? new Next.Ended<>() : null;
    }

    private @Nullable Next<S> first() {
        boolean caughtUp = wire.caughtUp(); // read before the window: after it, the newest is there
        Window<WireGroup<S>> window = wire.window();
        Optional<WireGroup<S>> entry =
                window.find(fromSequence)
                        .or(() -> window.entry().filter(g -> g.sequence() >= fromSequence));
        return caughtUp && entry.isPresent() ? start(entry.get(), 0) : null;
    }

    private @Nullable Next<S> read(WireGroup<S> at, Window<WireGroup<S>> window) {
        Optional<WireGroup<S>> landing = landing(at, window);
        if (landing.isPresent() && at.isFrameBoundary(position)) {
            return skip(at, landing.get());
        }
        // Sealed is read first: after it, the length is final.
        boolean sealed = at.sealed();
        long readable = at.readable();
        boolean toFrameEnd = stopping || landing.isPresent();
        if (position < readable && toFrameEnd) {
            return span(at, Math.min(at.frameEnd(position), readable));
        }
        Optional<WireGroup<S>> following =
                sealed ? window.find(at.sequence() + 1) : Optional.empty();
        if (position < readable) {
            return following
                    .filter(next -> goesOnIn(next, at))
                    .map(next -> span(at, readable, next))
                    .orElseGet(() -> span(at, readable));
        }
        if (following.isEmpty()) {
            return null;
        }
        WireGroup<S> next = following.get();
        if (restarts.test(next.start())) {
            return start(next, 0);
        }
        enter(next);
        return read(next, window);
    }

    /// Whether the viewer need not be told anything between a group and the next one.
    private boolean goesOnIn(WireGroup<S> next, WireGroup<S> at) {
        return next.epoch() == at.epoch() && !restarts.test(next.start());
    }

    /// Where this reader continues when what follows its group is older than a viewer may lag, or
    /// no longer there.
    private Optional<WireGroup<S>> landing(WireGroup<S> at, Window<WireGroup<S>> window) {
        WireGroup<S> newest = window.newest();
        if (newest.sequence() <= at.sequence()) {
            return Optional.empty();
        }
        Optional<WireGroup<S>> following = window.find(at.sequence() + 1);
        boolean behind = following.isEmpty() || isOld(following.get(), newest);
        return behind
                ? window.entry().filter(entry -> entry.sequence() > at.sequence())
                : Optional.empty();
    }

    private boolean isOld(WireGroup<S> following, WireGroup<S> newest) {
        long lagUs = newest.edgeDtsUs() - following.startDtsUs();
        return lagUs > wire.channel().settings().lagMaxUs();
    }

    private Next<S> skip(WireGroup<S> from, WireGroup<S> to) {
        // A group of which nothing was handed out is lost as well.
        long last = position > 0 ? from.sequence() : from.sequence() - 1;
        long missed = to.sequence() - last - 1;
        missedGroups.addAndGet(missed);
        shortfall = measure(missed);
        return start(to, missed);
    }

    private Shortfall measure(long missed) {
        long behindNs = Math.max(1, wire.channel().nowNs() - behindSinceNs);
        long linkBitRate = (long) (behindBytes * 8e9 / behindNs);
        return new Shortfall(missed, linkBitRate, wire.bitRate());
    }

    private Next<S> start(WireGroup<S> first, long missed) {
        enter(first);
        return new Next.Start<>(first, missed);
    }

    private void enter(WireGroup<S> next) {
        group = next;
        position = 0;
    }

    private Next<S> span(WireGroup<S> at, long end) {
        var runs = new ArrayList<ByteBuffer>(2);
        take(at, end, SPAN_BYTES_MAX, runs);
        return new Next.Span<>(runs, at.isFrameBoundary(position));
    }

    /// What is left of a group and, in the same write, what there is of the next one.
    private Next<S> span(WireGroup<S> at, long end, WireGroup<S> next) {
        var runs = new ArrayList<ByteBuffer>(4);
        long left = SPAN_BYTES_MAX - take(at, end, SPAN_BYTES_MAX, runs);
        if (position < end) {
            return new Next.Span<>(runs, at.isFrameBoundary(position));
        }
        enter(next);
        take(next, next.readable(), left, runs);
        return new Next.Span<>(runs, next.isFrameBoundary(position));
    }

    /// @return how many bytes those are
    private long take(WireGroup<S> at, long end, long bytesMax, List<ByteBuffer> runs) {
        long from = position;
        long to = Math.min(end, from + bytesMax);
        if (behindBytes == 0) {
            behindSinceNs = wire.ringNs();
        }
        behindBytes += to - from;
        while (position < to) {
            ByteBuffer run = at.run(position, to);
            position += run.remaining();
            runs.add(run);
        }
        return to - from;
    }
}
