package dev.millrace.channel;

import dev.millrace.channel.Subscription.Step;
import dev.millrace.delivery.Lane;
import dev.millrace.media.TrackKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// A channel rendered in one format, by one thread, for all viewers of that format.
///
/// The renderer is a subscriber like any other. After each round it rings for the viewers, then
/// rests for the batching time, so that many frames leave in one write; at zero, every byte goes on
/// at once. Rounds end with a picture: the newest one leaves at once, where it would otherwise be
/// half a rest old.
///
/// @param <S> what a viewer must know to start at a group
final class Wire<S> {
    /// A format nobody watches is rendered on for this long: players that reconnect find it warm.
    private static final long LINGER_NS = Duration.ofSeconds(10).toNanos();

    /// How long sound waits for the next picture to leave with it, at 25 pictures a second: one
    /// write for both is half the cost.
    private static final long PICTURE_NS = Duration.ofMillis(40).toNanos();

    private final Channel channel;
    private final WireFormat<S> format;
    private final Packager<S> packager;
    private final MemoryBudget.Account account;
    private final Bell bell = new Bell();
    private final Set<WireReader<S>> readers = ConcurrentHashMap.newKeySet();
    private final Set<WireFollower<S>> followers = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Lane, Row> rows = new ConcurrentHashMap<>();
    private final Subscription source;

    private volatile Window<WireGroup<S>> window = Window.empty();
    private volatile int closedEpoch;
    private volatile boolean caughtUp;
    private volatile boolean ended;
    private volatile long unwatchedSinceNs;
    private volatile long ringNs;

    // The renderer's own.
    private @Nullable WireGroup<S> current;
    private TrackKind beat = TrackKind.VIDEO;
    private boolean onBeat;

    Wire(Channel channel, WireFormat<S> format, MemoryBudget.Account account, long fromSequence) {
        this.channel = channel;
        this.format = format;
        this.account = account;
        this.packager = format.packager().get();
        this.unwatchedSinceNs = channel.nowNs();
        this.source =
                channel.subscribe(
                        format.fromOldest() ? Subscription.From.OLDEST : Subscription.From.NEWEST,
                        fromSequence);
    }

    WireFormat<S> format() {
        return format;
    }

    Channel channel() {
        return channel;
    }

    void start() {
        Thread.ofVirtual().name("wire " + format.name() + " " + channel.name()).start(this::run);
    }

    WireReader<S> join(long fromSequence) {
        var reader = new WireReader<S>(this, fromSequence);
        readers.add(reader);
        bell.add(reader.sleeper());
        return reader;
    }

    /// The row of a reader that no thread of its own waits for any more.
    Row seat(WireReader<S> reader, Lane lane) {
        bell.remove(reader.sleeper());
        return rows.computeIfAbsent(lane, Row::new);
    }

    void leave(WireReader<S> reader) {
        unwatchedSinceNs = channel.nowNs();
        readers.remove(reader);
        bell.remove(reader.sleeper());
    }

    WireFollower<S> follow() {
        var follower = new WireFollower<S>(this);
        followers.add(follower);
        bell.add(follower.sleeper());
        return follower;
    }

    void leave(WireFollower<S> follower) {
        unwatchedSinceNs = channel.nowNs();
        followers.remove(follower);
        bell.remove(follower.sleeper());
    }

    /// Ends the rendering if there are no readers, and have not been for a while.
    boolean stopIfUnwatched(long nowNs) {
        boolean unwatched = !isWanted() && nowNs - unwatchedSinceNs > LINGER_NS;
        if (unwatched) {
            source.close();
        }
        return unwatched;
    }

    int viewers() {
        return readers.size();
    }

    boolean isWanted() {
        return !readers.isEmpty() || !followers.isEmpty();
    }

    Window<WireGroup<S>> window() {
        return window;
    }

    /// The newest epoch that is closed and rendered to its end; 0 when there is none.
    int closedEpoch() {
        return closedEpoch;
    }

    /// Whether all that was kept when the rendering began is rendered: until then the newest group
    /// here is not the newest there is.
    boolean caughtUp() {
        return caughtUp;
    }

    boolean ended() {
        return ended;
    }

    private void run() {
        try {
            while (renderToBeat()) {
                ring();
                Thread.sleep(channel.settings().batch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
            channel.forget(this);
            if (current != null) {
                group().seal();
            }
            window.groups().forEach(WireGroup::release);
            caughtUp = true;
            ended = true;
            ring();
        }
    }

    /// When the readers were last called.
    long ringNs() {
        return ringNs;
    }

    /// Bits per second of what is kept; 0 if it is too little to tell.
    long bitRate() {
        Window<WireGroup<S>> kept = window;
        if (kept.isEmpty()) {
            return 0;
        }
        long bytes = kept.groups().stream().mapToLong(WireGroup::readable).sum();
        long durationUs = kept.newest().edgeDtsUs() - kept.oldest().startDtsUs();
        return durationUs <= 0 ? 0 : bytes * 8_000_000 / durationUs;
    }

    private void ring() {
        ringNs = channel.nowNs();
        bell.ring();
        rows.values().forEach(Row::ring);
    }

    /// Renders all there is and, unless every byte is to go on at once, to the end of a picture
    /// that has only just come; without video, of a frame. But it does not wait for long.
    ///
    /// @return whether the channel goes on
    private boolean renderToBeat() throws InterruptedException {
        boolean rested = source.isReady();
        source.await();
        long batchNs = channel.settings().batch().toNanos();
        long patienceNs = batchNs == 0 ? 0 : Math.max(PICTURE_NS, batchNs / 2);
        long untilNs = System.nanoTime() + patienceNs;
        boolean more = render() && !source.isClosed();
        onBeat &= !rested; // what came during the rest is not new
        while (more && !onBeat && source.await(untilNs)) {
            more = render() && !source.isClosed();
        }
        return more;
    }

    /// Renders all there is.
    ///
    /// @return whether the channel goes on
    private boolean render() {
        onBeat = false;
        while (true) {
            switch (source.poll()) {
                case Step.GroupOpened(var group, long missed) -> open(group, missed > 0);
                case Step.FrameOpened(var opened) -> packager.frame(opened, out());
                case Step.Payload(var bytes) -> packager.payload(bytes, out());
                case Step.FrameClosed(var closed) -> {
                    packager.endFrame(closed, out());
                    group().endFrame(closed.header().dtsUs());
                    onBeat |= closed.header().kind() == beat;
                }
                case Step.GroupClosed _ -> {
                    packager.close(out());
                    group().seal();
                    current = null;
                }
                case Step.Unpublished _ -> closedEpoch = window.newest().epoch();
                case Step.Ended _ -> {
                    return false;
                }
                case Step.Nothing _ -> {
                    if (current != null) {
                        group().publish();
                    }
                    window = from(oldestKept(), window);
                    caughtUp = true;
                    return true;
                }
            }
        }
    }

    private void open(Group group, boolean missed) {
        var opened = new WireGroup<S>(group, account, out -> packager.open(group, missed, out));
        current = opened;
        boolean hasVideo = group.catalog().track(TrackKind.VIDEO).isPresent();
        beat = hasVideo ? TrackKind.VIDEO : TrackKind.AUDIO;
        // A window has no gap: what was before one goes.
        window = from(missed ? opened.sequence() : oldestKept(), window.plus(opened));
    }

    private long oldestKept() {
        Window<Group> kept = channel.window();
        return kept.isEmpty() ? 0 : kept.oldest().sequence();
    }

    /// Without the groups before `sequence`; the newest always stays.
    private Window<WireGroup<S>> from(long sequence, Window<WireGroup<S>> groups) {
        List<WireGroup<S>> all = groups.groups();
        int drop = 0;
        while (drop < all.size() - 1 && all.get(drop).sequence() < sequence) {
            all.get(drop).release();
            drop++;
        }
        return drop == 0 ? groups : groups.withoutOldest(drop);
    }

    private WireGroup<S> group() {
        WireGroup<S> group = current;
        if (group == null) {
            throw new IllegalStateException("a frame outside of a group");
        }
        return group;
    }

    private WireOut out() {
        return group().out();
    }
}
