package dev.millrace.cluster;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaSource;
import dev.millrace.cluster.Origins.Played;
import dev.millrace.cluster.Origins.Wanted;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.relay.RelaySettings;
import dev.millrace.relay.Retry;
import dev.millrace.relay.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A channel that comes from an origin while somebody watches: what its relay opens, each time that
/// it begins or begins again. Any thread.
final class OriginPull implements Source.Opening {
    /// Another origin is tried soon; one that is the only one is not hammered.
    private static final Retry RETRY =
            new Retry(Duration.ofMillis(200), Duration.ofSeconds(5), 0, 0.2);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /// What was opened to ask whether somebody may watch is used soon, or not at all.
    private static final long READY_NS = Duration.ofSeconds(5).toNanos();

    private final ChannelName channel;
    private final Origins origins;
    private final AtomicReference<@Nullable Ready> ready = new AtomicReference<>();
    private volatile Route route = Route.DIRECT;
    private volatile ClusterSettings settings;
    private volatile @Nullable Place origin;

    /// Something that plays already.
    private record Ready(Played source, long sinceNs) {}

    OriginPull(ChannelName channel, ClusterSettings settings, Origins origins) {
        this.channel = channel;
        this.settings = settings;
        this.origins = origins;
    }

    /// The way of the newest viewer: what it knows is the least likely to be out of date.
    void route(Route newest) {
        route = newest;
    }

    /// The relay that it is for.
    RelaySettings relay() {
        return new RelaySettings(
                channel,
                new Source(settings.origins().getFirst().shown(channel), this),
                RelaySettings.Start.ON_DEMAND,
                settings.idleTimeout(),
                settings.stallTimeout(),
                settings.startWait(),
                RETRY,
                RelaySettings.Ffmpeg.PLAIN,
                RelaySettings.Limits.NONE);
    }

    /// Gives it what plays already.
    void offer(Played source) {
        discard(ready.getAndSet(new Ready(source, System.nanoTime())));
    }

    /// Takes other settings.
    ///
    /// @return whether it may not go on with the origin that it has
    boolean change(ClusterSettings other) {
        settings = other;
        Ready offered = ready.get();
        boolean isOld = offered != null && !other.origins().contains(offered.source().origin());
        if (isOld && ready.compareAndSet(offered, null)) {
            discard(offered);
        }
        Place now = origin;
        return now != null && !other.origins().contains(now);
    }

    /// Lets go of what was offered and not taken.
    void tick(long nowNs) {
        Ready old = ready.get();
        if (old != null && nowNs - old.sinceNs() > READY_NS && ready.compareAndSet(old, null)) {
            discard(old);
        }
    }

    /// Lets go of it at once.
    void end() {
        discard(ready.getAndSet(null));
    }

    @Override
    public MediaSource open(ClientOptions options, Consumer<String> said) throws IOException {
        Ready offered = ready.getAndSet(null);
        Played opened = offered != null ? offered.source() : play(options, said);
        origin = opened.origin();
        return opened;
    }

    private Played play(ClientOptions options, Consumer<String> said) throws IOException {
        var wanted = new Wanted(channel, settings, route);
        return origins.play(wanted, options.withConnectTimeout(CONNECT), said);
    }

    /// Saying goodbye may take a while.
    private void discard(@Nullable Ready unused) {
        if (unused != null) {
            Thread.ofVirtual().name("close " + channel).start(unused.source()::close);
        }
    }
}
