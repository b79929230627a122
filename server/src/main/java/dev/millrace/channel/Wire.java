package dev.millrace.channel;

import dev.millrace.channel.Subscription.Step;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A channel rendered in one format, by one thread, for all viewers of that format.
///
/// The renderer is a subscriber like any other. After each round it rings for the viewers, then
/// rests for the batching time, so that many frames leave in one write; at zero, every byte goes on
/// at once.
///
/// @param <S> what a viewer must know to start at a group
final class Wire<S> {
    /// A format nobody watches is rendered on for this long: players that reconnect find it warm.
    private static final long LINGER_NS = Duration.ofSeconds(10).toNanos();

    private final Channel channel;
    private final WireFormat<S> format;
    private final Packager<S> packager;
    private final MemoryBudget.Account account;
    private final Bell bell = new Bell();
    private final Set<WireReader<S>> readers = ConcurrentHashMap.newKeySet();
    private final Set<WireFollower<S>> followers = ConcurrentHashMap.newKeySet();
    private final Subscription source;

    private volatile Window<WireGroup<S>> window = Window.empty();
    private volatile int closedEpoch;
    private volatile boolean caughtUp;
    private volatile boolean ended;

    // The renderer's own.
    private @Nullable WireGroup<S> current;
    private long unwatchedSinceNs = System.nanoTime();

    Wire(Channel channel, WireFormat<S> format, MemoryBudget.Account account) {
        this.channel = channel;
        this.format = format;
        this.account = account;
        this.packager = format.packager().get();
        this.closedEpoch = channel.closedEpoch();
        this.source =
                channel.subscribe(
                        format.fromOldest() ? Subscription.From.OLDEST : Subscription.From.NEWEST);
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

    WireReader<S> join() {
        var reader = new WireReader<S>(this);
        readers.add(reader);
        bell.add(reader.sleeper());
        return reader;
    }

    void leave(WireReader<S> reader) {
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
        followers.remove(follower);
        bell.remove(follower.sleeper());
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
            boolean more = true;
            while (more) {
                source.await();
                more = render() && !isUnwanted();
                bell.ring();
                if (more) {
                    Thread.sleep(channel.settings().batch());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
            channel.forget(this);
            window.groups().forEach(WireGroup::release);
            ended = true;
            bell.ring();
        }
    }

    /// Renders all there is.
    ///
    /// @return whether the channel goes on
    private boolean render() {
        while (true) {
            switch (source.poll()) {
                case Step.GroupOpened(var group, long missed) -> open(group, missed > 0);
                case Step.FrameOpened(var opened) -> packager.frame(opened, out());
                case Step.Payload(var bytes) -> packager.payload(bytes, out());
                case Step.FrameClosed(var closed) -> {
                    packager.endFrame(closed, out());
                    group().endFrame(closed.header().dtsUs());
                }
                case Step.GroupClosed _ -> {
                    packager.close(out());
                    group().seal();
                    current = null;
                }
                case Step.Unpublished _ -> closedEpoch = channel.closedEpoch();
                case Step.Ended _ -> {
                    return false;
                }
                case Step.Nothing _ -> {
                    caughtUp = true;
                    if (current != null) {
                        group().publish();
                    }
                    return true;
                }
            }
        }
    }

    private void open(Group group, boolean missed) {
        var opened = new WireGroup<S>(group, account, out -> packager.open(group, missed, out));
        current = opened;
        Window<WireGroup<S>> next = window.plus(opened);
        Window<Group> kept = channel.window();
        long oldest = kept.isEmpty() ? group.sequence() : kept.oldest().sequence();
        int drop = 0;
        for (WireGroup<S> rendered : next.groups()) {
            if (rendered != opened && (missed || rendered.sequence() < oldest)) {
                rendered.release();
                drop++;
            }
        }
        window = next.withoutOldest(drop);
    }

    private boolean isUnwanted() {
        long nowNs = System.nanoTime();
        if (isWanted()) {
            unwatchedSinceNs = nowNs;
        }
        return nowNs - unwatchedSinceNs > LINGER_NS && channel.retire(this);
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
