package dev.millrace.cluster;

import dev.millrace.bytes.Shown;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.RtmpPublisher;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What goes where: every publication of a channel to all places that are set for it, and to the
/// origin that has taken it. Any thread; nothing here waits for a network.
final class Forwards {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /// How long what has ended may take to be sent to its end.
    private static final Duration REST = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Forwards.class);

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), 0.2);

    private static final Goal ORIGIN = new Goal(Optional.empty(), false);

    private final Channels channels;
    private final Function<ChannelName, ClusterSettings> settings;
    private final Function<Publication, Optional<Dial>> upstream;
    private final Destinations others;
    private final String node;

    // Guarded by this.
    private final Map<ChannelName, Known> known = new HashMap<>();
    private final List<Sending> sendings = new ArrayList<>();
    private boolean closed;

    /// A publication that has been looked at.
    private static final class Known {
        final Publication publication;
        boolean isAskedFor;

        Known(Publication publication) {
            this.publication = publication;
        }
    }

    /// Where something is sent.
    ///
    /// @param place empty if it is an origin, which is not always the same
    /// @param isSet whether the settings say so, and not somebody else
    private record Goal(Optional<Place> place, boolean isSet) {}

    /// One that runs.
    private static final class Sending {
        final Sender sender;
        final Goal goal;
        long leftAtNs;

        Sending(Sender sender, Goal goal) {
            this.sender = sender;
            this.goal = goal;
        }
    }

    /// @param upstream what leads to the origin that has taken a publication, if one has; asked
    ///   once for each
    /// @param others says where publications go besides
    /// @param node this server among others
    Forwards(
            Channels channels,
            Function<ChannelName, ClusterSettings> settings,
            Function<Publication, Optional<Dial>> upstream,
            Destinations others,
            String node) {
        this.channels = channels;
        this.settings = settings;
        this.upstream = upstream;
        this.others = others;
        this.node = node;
    }

    /// How one connects to other servers.
    static ClientOptions options(List<String> via) {
        return ClientOptions.DEFAULT
                .withConnectTimeout(CONNECT)
                .withReadTimeout(ANSWER)
                .withVia(via);
    }

    /// Looks for publications that came, and for those that are over.
    synchronized void tick(long nowNs) {
        if (closed) {
            return;
        }
        for (Channel channel : channels.list()) {
            channel.publication()
                    .filter(it -> known(channel, it).isEmpty())
                    .ifPresent(it -> begin(channel, it));
        }
        known.keySet().removeIf(name -> channels.find(name).isEmpty());
        sendings.removeIf(it -> it.sender.isOver());
        sendings.forEach(it -> tick(it, nowNs));
    }

    private Optional<Known> known(Channel channel, Publication publication) {
        return Optional.ofNullable(known.get(channel.name()))
                .filter(it -> it.publication == publication);
    }

    private void begin(Channel channel, Publication publication) {
        upstream.apply(publication).ifPresent(dial -> begin(channel, publication, dial, ORIGIN));
        var it = new Known(publication);
        known.put(channel.name(), it);
        adjust(channel, it);
    }

    /// Goes on with what is set now: begins what is new, and ends what is to go there no more. What
    /// others have said holds as long as the publication.
    synchronized void refresh() {
        if (closed) {
            return;
        }
        for (Channel channel : channels.list()) {
            channel.publication()
                    .flatMap(it -> known(channel, it))
                    .ifPresent(it -> adjust(channel, it));
        }
    }

    private void adjust(Channel channel, Known it) {
        keepTo(settings.apply(channel.name()).forward(), channel, it.publication);
        if (others.has(channel.name()) && !it.isAskedFor) {
            it.isAskedFor = true;
            Thread.ofVirtual()
                    .name("where to forward " + channel.name())
                    .start(() -> askWhere(channel, it.publication));
        }
    }

    private void keepTo(List<Place> wanted, Channel channel, Publication publication) {
        List<Sending> present =
                sendings.stream().filter(it -> it.sender.publication() == publication).toList();
        for (Sending it : present) {
            if (it.goal.isSet && it.goal.place.filter(wanted::contains).isEmpty()) {
                it.sender.stop();
                sendings.remove(it);
            }
        }
        for (Place place : wanted) {
            var goal = new Goal(Optional.of(place), true);
            if (present.stream().noneMatch(it -> it.goal.place.equals(goal.place))) {
                begin(channel, publication, dial(place, channel.name(), publication), goal);
            }
        }
    }

    /// Asks until somebody says it, or it is over.
    private void askWhere(Channel channel, Publication publication) {
        try {
            for (int failures = 1; !publication.isRevoked(); failures++) {
                try {
                    goTo(others.of(publication), channel, publication);
                    return;
                } catch (IOException e) {
                    LOG.warn("nobody says where {} is to go: {}", channel.name(), e.getMessage());
                }
                double chance = ThreadLocalRandom.current().nextDouble();
                Thread.sleep(BACKOFF.delay(failures, chance));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goTo(List<String> urls, Channel channel, Publication publication) {
        for (String url : urls) {
            Optional<Place> place = Place.ofRtmp(url);
            if (place.filter(settings.apply(channel.name()).forward()::contains).isPresent()) {
                continue; // it goes there already
            }
            if (place.isEmpty()) {
                String shown = Shown.of(url.replaceFirst("\\?.*", ""));
                LOG.error("{} cannot go to {}: no URL of RTMP", channel.name(), shown);
                continue;
            }
            Dial dial = dial(place.get(), channel.name(), publication);
            synchronized (this) {
                if (!closed) {
                    begin(channel, publication, dial, new Goal(place, false));
                }
            }
        }
    }

    private void begin(Channel channel, Publication publication, Dial dial, Goal goal) {
        sendings.add(new Sending(Sender.start(channel, publication, dial), goal));
    }

    private Dial dial(Place place, ChannelName name, Publication publication) {
        ClientOptions options = options(publication.publisher().route().through(node));
        return new Dial() {
            @Override
            public RtmpPublisher connect() throws IOException {
                return RtmpPublisher.connect(place.url(name, ""), options);
            }

            @Override
            public String shown() {
                return place.shown(name);
            }

            @Override
            public void broke() {}

            @Override
            public boolean isMaster() {
                return false;
            }
        };
    }

    /// One whose publication is over is given time to send the rest.
    private void tick(Sending it, long nowNs) {
        it.sender.tick(nowNs);
        boolean isHere = !it.sender.publication().isRevoked();
        if (isHere) {
            return;
        }
        boolean waits = it.sender.status().state() != SenderStatus.State.SENDING;
        if (it.leftAtNs == 0) {
            it.leftAtNs = nowNs;
        }
        if (waits || nowNs - it.leftAtNs > REST.toNanos()) {
            it.sender.stop();
        }
    }

    /// What is being sent, by channel.
    synchronized List<SenderStatus> list() {
        return sendings.stream()
                .map(it -> it.sender)
                .filter(it -> !it.isOver())
                .map(Sender::status)
                .sorted(Comparator.comparing(SenderStatus::channel))
                .toList();
    }

    /// Ends all, once their channels have ended.
    void close() {
        List<Sending> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(sendings);
        }
        try {
            long untilNs = System.nanoTime() + GOODBYE.toNanos();
            for (Sending it : left) {
                it.sender.await(Duration.ofNanos(Math.max(0, untilNs - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        left.forEach(it -> it.sender.stop());
    }
}
