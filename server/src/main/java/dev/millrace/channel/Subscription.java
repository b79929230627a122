package dev.millrace.channel;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A reader's position in a channel, frame by frame, partly arrived frames included. For one
/// thread.
public final class Subscription implements AutoCloseable {
    /// Where to begin.
    enum From {
        /// At the newest group a decoder can start with.
        NEWEST,
        /// At the oldest such group that is kept.
        OLDEST
    }

    /// What comes next.
    public sealed interface Step {
        /// A group begins. `missed` groups before it were lost to this reader.
        record GroupOpened(Group group, long missed) implements Step {}

        /// A frame begins; its payload follows.
        record FrameOpened(GroupFrame frame) implements Step {}

        /// Some payload of the open frame. Not to be changed.
        record Payload(ByteBuffer bytes) implements Step {}

        /// The open frame is whole, or torn.
        record FrameClosed(GroupFrame frame) implements Step {}

        /// The group is complete.
        record GroupClosed() implements Step {}

        /// The publisher left, and everything of it has been read. A successor's first group may
        /// come instead.
        record Unpublished() implements Step {}

        /// The channel is gone.
        record Ended() implements Step {}

        /// Nothing more has arrived yet.
        record Nothing() implements Step {}
    }

    private static final Step NOTHING = new Step.Nothing();

    private final Channel channel;
    private final From from;
    private final long fromSequence;
    private final Sleeper sleeper = new Sleeper();

    private @Nullable Group group;
    private int nextFrame;
    private @Nullable GroupFrame open;
    private long position;
    private long lastSequence;
    private int epoch;
    private boolean toldOfLeaving;
    private Step ready = NOTHING;
    private volatile boolean closed;

    /// @param fromSequence the group to begin at, if it is there
    Subscription(Channel channel, From from, long fromSequence) {
        this.channel = channel;
        this.from = from;
        this.fromSequence = fromSequence;
        channel.bell().add(sleeper);
    }

    /// The next step, without waiting.
    public Step poll() {
        Step next = isReady() ? ready : NOTHING;
        ready = NOTHING;
        return next;
    }

    /// Waits until [#poll] has something, or this is closed.
    public void await() throws InterruptedException {
        sleeper.await(() -> closed || isReady());
    }

    /// The same, but no longer than until `untilNs` of `System.nanoTime`.
    ///
    /// @return whether there is something, or this is closed
    public boolean await(long untilNs) throws InterruptedException {
        return sleeper.await(() -> closed || isReady(), untilNs);
    }

    /// Stops waiting, from any thread.
    @Override
    public void close() {
        closed = true;
        channel.bell().remove(sleeper);
        sleeper.wake();
    }

    /// Whether it was closed: nothing is waited for any more.
    public boolean isClosed() {
        return closed;
    }

    /// Whether [#poll] has something.
    boolean isReady() {
        if (ready instanceof Step.Nothing) {
            ready = advance();
        }
        return !(ready instanceof Step.Nothing);
    }

    private Step advance() {
        Group at = group;
        if (at == null) {
            return nextGroup();
        }
        GroupFrame frame = open;
        if (frame != null) {
            return nextPayload(at, frame);
        }
        // Sealed is read first: after it, the frame count is final.
        boolean sealed = at.sealed();
        if (nextFrame < at.frameCount()) {
            open = at.frame(nextFrame++);
            position = open.offset();
            return new Step.FrameOpened(open);
        }
        if (sealed) {
            group = null;
            return new Step.GroupClosed();
        }
        return NOTHING;
    }

    private Step nextPayload(Group at, GroupFrame frame) {
        long readable = Math.min(at.readable(), frame.end());
        if (position < readable) {
            ByteBuffer run = at.run(position, readable);
            position += run.remaining();
            return new Step.Payload(run);
        }
        if (position == frame.end()) {
            open = null;
            return new Step.FrameClosed(frame);
        }
        return NOTHING;
    }

    private Step nextGroup() {
        // In the reverse order of writing: who sees the end sees the last epoch closed, and who
        // sees an epoch closed finds all its groups in the window.
        boolean ended = channel.ended();
        int closedEpoch = channel.closedEpoch();
        Optional<Group> next = choose(channel.window());
        if (next.isPresent()) {
            Group opened = next.get();
            long missed = lastSequence == 0 ? 0 : opened.sequence() - lastSequence - 1;
            group = opened;
            nextFrame = 0;
            lastSequence = opened.sequence();
            epoch = opened.epoch();
            toldOfLeaving = false;
            return new Step.GroupOpened(opened, missed);
        }
        if (lastSequence > 0 && !toldOfLeaving && epoch <= closedEpoch) {
            toldOfLeaving = true;
            return new Step.Unpublished();
        }
        return ended ? new Step.Ended() : NOTHING;
    }

    private Optional<Group> choose(Window<Group> window) {
        if (lastSequence == 0) {
            Optional<Group> wanted = window.find(fromSequence);
            return wanted.isPresent()
                    ? wanted
                    : from == From.NEWEST ? window.entry() : window.oldestIndependent();
        }
        Optional<Group> following = window.find(lastSequence + 1);
        if (following.isPresent() || window.isEmpty()) {
            return following;
        }
        boolean behind = window.newest().sequence() > lastSequence;
        return behind ? window.entry() : Optional.empty();
    }
}
