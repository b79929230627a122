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

    private final Channels channels;
    private final Function<ChannelName, ClusterSettings> settings;
    private final Function<Publication, Optional<Dial>> upstream;
    private final Destinations others;
    private final String node;

    // Guarded by this.
    private final Map<ChannelName, Publication> known = new HashMap<>();
    private final List<Sending> sendings = new ArrayList<>();
    private boolean closed;

    /// One that runs.
    private static final class Sending {
        final Sender sender;
        long leftAtNs;

        Sending(Sender sender) {
            this.sender = sender;
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
                    .filter(it -> known.put(channel.name(), it) != it)
                    .ifPresent(it -> begin(channel, it));
        }
        known.keySet().removeIf(name -> channels.find(name).isEmpty());
        sendings.removeIf(it -> it.sender.isOver());
        sendings.forEach(it -> tick(it, nowNs));
    }

    private void begin(Channel channel, Publication publication) {
        ClusterSettings of = settings.apply(channel.name());
        upstream.apply(publication).ifPresent(dial -> begin(channel, publication, dial));
        for (Place place : of.forward()) {
            begin(channel, publication, dial(place, channel.name(), publication));
        }
        if (others.has(channel.name())) {
            Thread.ofVirtual()
                    .name("where to forward " + channel.name())
                    .start(() -> askWhere(channel, publication));
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
                    begin(channel, publication, dial);
                }
            }
        }
    }

    private void begin(Channel channel, Publication publication, Dial dial) {
        sendings.add(new Sending(Sender.start(channel, publication, dial)));
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
