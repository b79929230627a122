package dev.millrace.cluster;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Demand;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.relay.Relay;
import dev.millrace.relay.RelayState;
import dev.millrace.relay.RelayStatus;
import dev.millrace.relay.Relays;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Channels that come from origins while somebody watches them: each is a relay that is there only
/// for so long. Any thread.
final class OriginPulls implements Demand {
    /// What does not run, and nobody has asked for lately, is forgotten.
    private static final Duration FORGOTTEN = Duration.ofSeconds(2);

    private static final Duration RETRY_LATER = Duration.ofSeconds(5);
    private static final Duration RELEASE_MAX = Duration.ofSeconds(2);
    private static final Duration RELEASE_STEP = Duration.ofMillis(10);

    private static final Set<RelayState> AT_WORK =
            Set.of(RelayState.STARTING, RelayState.RUNNING, RelayState.STALLED);

    private final Channels channels;
    private final Relays relays;
    private final Function<ChannelName, ClusterSettings> settings;
    private final Origins origins;

    // Guarded by this.
    private final Map<ChannelName, OriginPull> pulls = new HashMap<>();

    OriginPulls(
            Channels channels,
            Relays relays,
            Function<ChannelName, ClusterSettings> settings,
            Origins origins) {
        this.channels = channels;
        this.relays = relays;
        this.settings = settings;
        this.origins = origins;
    }

    @Override
    public Optional<Prospect> want(ChannelName name, Route route) {
        if (hasRelayOfItsOwn(name)) {
            return relays.want(name, route);
        }
        ClusterSettings of = settings.apply(name);
        if (of.origins().isEmpty() || isPublishedHere(name)) {
            return Optional.empty();
        }
        synchronized (this) {
            if (!pulls.containsKey(name) && pulls.size() >= channels.settings(name).channelsMax()) {
                return Optional.of(tooMany(name));
            }
            pull(name, of).route(route);
            return relays.want(name, route);
        }
    }

    @Override
    public List<ChannelName> madeOf(ChannelName name) {
        return relays.madeOf(name);
    }

    private static Prospect tooMany(ChannelName name) {
        return new Prospect.Refused(
                "%s cannot be fetched: too many channels are (channel.count_max)".formatted(name),
                "too-many-channels",
                RETRY_LATER);
    }

    /// Gives a channel what plays already, if nobody brings it yet.
    void offer(ChannelName name, ClusterSettings of, Origins.Played source) {
        boolean isNeeded = !hasRelayOfItsOwn(name) && channels.findLive(name).isEmpty();
        if (isNeeded) {
            synchronized (this) {
                pull(name, of).offer(source);
            }
        } else {
            source.close();
        }
    }

    private OriginPull pull(ChannelName name, ClusterSettings of) {
        OriginPull known = pulls.get(name);
        if (known != null && relays.find(name).isPresent()) {
            return known;
        }
        var made = new OriginPull(name, of, origins);
        relays.add(made.relay());
        pulls.put(name, made);
        return made;
    }

    private boolean hasRelayOfItsOwn(ChannelName name) {
        return relays.find(name).filter(it -> !it.settings().source().isPassing()).isPresent();
    }

    /// Whether somebody has come here to publish it.
    private boolean isPublishedHere(ChannelName name) {
        return channels.findLive(name)
                .flatMap(Channel::publication)
                .filter(it -> !it.publisher().protocol().equals("relay"))
                .isPresent();
    }

    /// Lets somebody publish the channel here whom its origin has taken: it is not fetched any
    /// more. Waits until that is over.
    void release(ChannelName name) throws InterruptedException {
        synchronized (this) {
            forget(name, "it is published here");
        }
        long untilNs = System.nanoTime() + RELEASE_MAX.toNanos();
        while (!hasRelayOfItsOwn(name)
                && channels.findLive(name).isPresent()
                && !isPublishedHere(name)
                && System.nanoTime() < untilNs) {
            Thread.sleep(RELEASE_STEP);
        }
    }

    /// Takes what is set now. What comes from an origin that is none any more comes from another
    /// one from now on; of the rest, whatever begins next is as it is set.
    synchronized void refresh() {
        for (Map.Entry<ChannelName, OriginPull> entry : List.copyOf(pulls.entrySet())) {
            ChannelName name = entry.getKey();
            ClusterSettings of = settings.apply(name);
            if (of.origins().isEmpty()) {
                forget(name, "it has no origin any more");
            } else if (entry.getValue().change(of) && isPulled(name)) {
                relays.change(entry.getValue().relay(), "its origin is none any more");
            }
        }
    }

    private boolean isPulled(ChannelName name) {
        return relays.find(name).isPresent() && !hasRelayOfItsOwn(name);
    }

    /// Forgets what is fetched no more.
    synchronized void tick(long nowNs) {
        for (Map.Entry<ChannelName, OriginPull> entry : List.copyOf(pulls.entrySet())) {
            ChannelName name = entry.getKey();
            entry.getValue().tick(nowNs);
            Optional<Relay> relay = relays.find(name);
            if (relay.isEmpty() || hasRelayOfItsOwn(name)) {
                pulls.remove(name);
                entry.getValue().end();
            } else if (isPublishedHere(name)) {
                forget(name, "it is published here");
            } else if (isForgotten(relay.get().status())) {
                forget(name, "nobody watches it");
            }
        }
    }

    private static boolean isForgotten(RelayStatus status) {
        return !AT_WORK.contains(status.state()) && status.idle().compareTo(FORGOTTEN) > 0;
    }

    private void forget(ChannelName name, String why) {
        OriginPull pull = pulls.remove(name);
        if (pull != null) {
            pull.end();
            relays.remove(name, why);
        }
    }
}
