package dev.millrace.channel;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.channel.Arrival.Absent;
import dev.millrace.channel.Demand.Prospect;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All channels of the server. Any thread.
///
/// A channel comes into being with its first publisher or the first viewer who waits for one, and
/// goes when it has had neither a publisher for the grace period nor, before the first publisher, a
/// viewer.
public final class Channels {
    /// Whether a newcomer may take a channel whose publisher is alive.
    public enum Policy {
        REJECT,
        TAKEOVER
    }

    /// Who waits for a publisher is a thread and some buffers; HTTP/2 would let one connection wait
    /// a hundred times. As many may wait as there are connections by default, and each connection
    /// of an honest player once.
    static final int WAITING_MAX = 10_000;

    /// What is being fetched and late is asked for again this soon.
    private static final Duration FETCHED_LATE = Duration.ofSeconds(2);

    private final ConcurrentMap<ChannelName, Channel> channels = new ConcurrentHashMap<>();
    private final ConcurrentMap<ChannelName, ChannelSettings> ownSettings =
            new ConcurrentHashMap<>();
    private final Function<ChannelName, ChannelSettings> settings;
    private final MemoryBudget budget;
    private final LongSupplier clockNs;
    private final Bell arrivals = new Bell();
    private volatile Demand demand = Demand.NONE;
    private volatile Optional<Absent> closedTo = Optional.empty();

    /// @param settings the same for all channels
    /// @param clockNs a clock that only goes forward, in nanoseconds: `System::nanoTime`
    public Channels(ChannelSettings settings, MemoryBudget budget, LongSupplier clockNs) {
        this(_ -> settings, budget, clockNs);
    }

    /// @param settings of each channel
    /// @param clockNs a clock that only goes forward, in nanoseconds: `System::nanoTime`
    public Channels(
            Function<ChannelName, ChannelSettings> settings,
            MemoryBudget budget,
            LongSupplier clockNs) {
        this.settings = settings;
        this.budget = budget;
        this.clockNs = clockNs;
    }

    public MemoryBudget budget() {
        return budget;
    }

    /// What a channel keeps unless it is told otherwise.
    public ChannelSettings settings(ChannelName name) {
        return settings.apply(name);
    }

    /// What the channel of this name keeps, now and whenever it is made anew.
    public void settings(ChannelName name, ChannelSettings own) {
        ownSettings.put(name, own);
        find(name).ifPresent(channel -> channel.settings(own));
    }

    /// It keeps what others do.
    public void usualSettings(ChannelName name) {
        ownSettings.remove(name);
        find(name).ifPresent(channel -> channel.settings(settings(name)));
    }

    /// Takes the settings of all channels anew, but for those that have been told otherwise. What
    /// they hold stays, or goes by and by.
    public void refresh() {
        for (Channel channel : channels.values()) {
            ChannelSettings own = ownSettings.get(channel.name());
            channel.settings(own == null ? settings(channel.name()) : own);
        }
    }

    /// Whether new viewers are told to come later, and why. Those who watch are not affected.
    public void closedTo(Optional<Absent> newViewers) {
        closedTo = newViewers;
    }

    /// The channel of this name, if someone publishes it or waits for it.
    public Optional<Channel> find(ChannelName name) {
        return Optional.ofNullable(channels.get(name));
    }

    /// The channel of this name, if someone publishes it or did a moment ago.
    public Optional<Channel> findPublished(ChannelName name) {
        return find(name).filter(Channel::wasPublished);
    }

    /// The channel of this name, if someone publishes it right now.
    public Optional<Channel> findLive(ChannelName name) {
        return find(name).filter(channel -> channel.publication().isPresent());
    }

    /// Whom to tell when a viewer asks for a channel.
    public void demand(Demand newDemand) {
        demand = newDemand;
    }

    /// Other channels that are being made of this one. They need not be there yet.
    public List<ChannelName> madeOf(ChannelName name) {
        return demand.madeOf(name);
    }

    /// The channel of this name for somebody who wants to watch it, as soon as someone publishes
    /// it.
    ///
    /// Whoever waits here is a thread and nothing more: names that nobody publishes make no
    /// channel. Where too many wait, nobody else does: the answer is what is true now.
    ///
    /// @param route the way that somebody came
    /// @param atMost how long to wait where it is left to whoever may publish it; the [Demand]
    ///   knows better how long it takes to bring what it can
    public Arrival await(ChannelName name, Route route, Duration atMost)
            throws InterruptedException {
        Optional<Absent> closed = closedTo;
        if (closed.isPresent()) {
            return closed.get();
        }
        Optional<Prospect> prospect = demand.want(name, route);
        if (prospect.orElse(null) instanceof Prospect.Coming(var longest)) {
            // What was left of it may end before it is here.
            return arrival(await(() -> findLive(name), longest), () -> late(name, longest));
        }
        if (prospect.orElse(null) instanceof Prospect.Refused refused) {
            return arrival(
                    findPublished(name),
                    () ->
                            new Absent(
                                    refused.reason(),
                                    refused.code(),
                                    Optional.of(refused.retryAfter())));
        }
        return arrival(await(() -> findPublished(name), atMost), () -> unknown(name, atMost));
    }

    private static Arrival arrival(Optional<Channel> channel, Supplier<Absent> otherwise) {
        return channel.<Arrival>map(Arrival.Here::new).orElseGet(otherwise);
    }

    private static Absent late(ChannelName name, Duration waited) {
        String reason =
                "%s is being fetched, but no picture came within %d ms"
                        .formatted(name, waited.toMillis());
        return new Absent(reason, "source-slow", Optional.of(FETCHED_LATE));
    }

    private static Absent unknown(ChannelName name, Duration waited) {
        String reason = "nobody publishes %s; waited %d ms".formatted(name, waited.toMillis());
        return Absent.nobodys(reason);
    }

    private Optional<Channel> await(Supplier<Optional<Channel>> search, Duration atMost)
            throws InterruptedException {
        if (arrivals.size() >= WAITING_MAX) {
            return search.get();
        }
        long untilNs = System.nanoTime() + atMost.toNanos();
        var sleeper = new Sleeper();
        arrivals.add(sleeper);
        try {
            sleeper.await(() -> search.get().isPresent(), untilNs);
        } finally {
            arrivals.remove(sleeper);
        }
        return search.get();
    }

    /// All channels, by name.
    public Collection<Channel> list() {
        return channels.values().stream().sorted(Comparator.comparing(Channel::name)).toList();
    }

    /// Names of the channels in the same app that someone publishes right now, in no order. Looks
    /// at every channel.
    public Stream<ChannelName> liveBeside(ChannelName one) {
        return channels.values().stream()
                .filter(channel -> channel.publication().isPresent())
                .map(Channel::name)
                .filter(it -> it.app().equals(one.app()) && it.vhost().equals(one.vhost()));
    }

    /// The channel of this name, made if needed. Viewers use [#await], which makes none.
    public Channel join(ChannelName name) throws OverLimit {
        Channel known = channels.get(name);
        return known != null ? known : create(name);
    }

    /// One at a time, so that the limit holds.
    private synchronized Channel create(ChannelName name) throws OverLimit {
        Channel known = channels.get(name);
        if (known != null) {
            return known;
        }
        ChannelSettings own = ownSettings.get(name);
        ChannelSettings kept = own == null ? settings(name) : own;
        if (channels.size() >= kept.channelsMax()) {
            throw new OverLimit(
                    "there are %d channels, the most allowed (channel.count_max)"
                            .formatted(channels.size()));
        }
        var created = new Channel(name, kept, budget, clockNs);
        channels.put(name, created);
        return created;
    }

    /// Gives the right to write a channel.
    ///
    /// @param staleAfter a present publisher that was silent this long is taken for dead and yields
    ///   even under [Policy#REJECT]
    /// @throws ChannelBusyException when somebody else publishes it
    public Publication publish(
            ChannelName name, Publisher publisher, Policy policy, Duration staleAfter)
            throws ChannelBusyException, OverLimit {
        if (budget.isExceeded()) {
            throw new OverLimit(
                    "channels hold %d MiB, the most allowed is %d MiB (channel.memory_total)"
                            .formatted(budget.bytesUsed() >> 20, budget.bytesMax() >> 20));
        }
        while (true) {
            Channel channel = join(name);
            Optional<Publication> present = channel.publication();
            if (present.isPresent()) {
                yieldOrRefuse(present.get(), policy, staleAfter);
            }
            Optional<Publication> publication = tryPublish(channel, publisher);
            if (publication.isPresent()) {
                arrivals.ring();
                return publication.get();
            }
        }
    }

    private static Optional<Publication> tryPublish(Channel channel, Publisher publisher) {
        synchronized (channel) {
            boolean free = !channel.ended() && channel.publication().isEmpty();
            return free ? Optional.of(channel.publish(publisher)) : Optional.empty();
        }
    }

    /// Housekeeping, about once a second: notices who left, and ends channels nobody came back to.
    public void tick() {
        long nowNs = clockNs.getAsLong();
        for (Channel channel : channels.values()) {
            channel.tick(nowNs);
            if (channel.publication().isEmpty() && channel.isAbandoned(nowNs)) {
                remove(channel, nowNs);
            }
        }
    }

    /// Ends every channel and dismisses its publisher, with a reason for people.
    public void close(String reason) {
        for (Channel channel : channels.values()) {
            if (channels.remove(channel.name(), channel)) {
                channel.end().ifPresent(last -> last.publisher().dismiss(reason));
            }
        }
    }

    private void yieldOrRefuse(Publication present, Policy policy, Duration staleAfter)
            throws ChannelBusyException {
        long silentNs = present.silentNs(clockNs.getAsLong());
        if (policy == Policy.REJECT && silentNs < staleAfter.toNanos()) {
            throw new ChannelBusyException(
                    "%s is being published by %s"
                            .formatted(present.channel().name(), present.publisher().remote()));
        }
        if (present.revoke()) {
            present.publisher().dismiss("another publisher took over");
        }
    }

    private void remove(Channel channel, long nowNs) {
        synchronized (channel) {
            boolean abandoned = channel.publication().isEmpty() && channel.isAbandoned(nowNs);
            if (abandoned && channels.remove(channel.name(), channel)) {
                channel.end();
            }
        }
    }
}
