package dev.millrace.transcode;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.net.Housekeeper;
import dev.millrace.relay.Relay;
import dev.millrace.relay.RelaySettings;
import dev.millrace.relay.RelayState;
import dev.millrace.relay.Relays;
import dev.millrace.relay.Retry;
import dev.millrace.relay.Source;
import dev.millrace.relay.ffmpeg.Feed;
import dev.millrace.transcode.Plan.NoPlanException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that every publication is transcoded as the engines say, for as long as it lasts.
/// What runs is a relay, so it is watched over, tried again and shown as all relays are. What a
/// transcoder has made is not transcoded again. Any thread.
public final class Transcodes implements Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(Transcodes.class);

    private static final Retry RETRY =
            new Retry(Duration.ofSeconds(1), Duration.ofSeconds(30), 0, 0.2);

    private static final Duration STALL = Duration.ofSeconds(15);
    private static final Duration START_WAIT = Duration.ofSeconds(10);

    /// How long one that sends only sound may still turn out to send pictures, too.
    private static final long SOUND_ALONE_NS = Duration.ofSeconds(2).toNanos();

    /// What FFmpeg still has of a publication that is over is waited for so long.
    private static final long REST_NS = Duration.ofSeconds(3).toNanos();

    /// Encoders that reorder pictures want to have the first ones decoded so much earlier.
    private static final long REORDERED_US = 500_000;

    private static final Set<RelayState> AT_WORK = Set.of(RelayState.STARTING, RelayState.RUNNING);

    private final Channels channels;
    private final Relays relays;
    private final Supplier<List<Engine>> engines;

    // Guarded by this.
    private final Map<ChannelName, Watched> watched = new HashMap<>();
    private final List<Leaving> leaving = new ArrayList<>();

    /// An engine at work.
    private record Work(Plan plan, Source source) {
        ChannelName relay() {
            return plan.outputs().getFirst();
        }
    }

    /// One whose publication is over.
    private record Leaving(Work work, ChannelName channel, long sinceNs) {}

    /// A publication, and what is made of it, by the names of engines.
    private static final class Watched {
        final Channel channel;
        final Publication publication;
        final long sinceNs;
        final Map<String, Work> works = new LinkedHashMap<>();
        Optional<Form> form = Optional.empty();
        List<Engine> engines = List.of();
        List<Engine> wanted = List.of();

        Watched(Channel channel, Publication publication, long sinceNs) {
            this.channel = channel;
            this.publication = publication;
            this.sinceNs = sinceNs;
        }
    }

    /// @param engines those that there are now; the same list as long as nothing has changed
    public Transcodes(Channels channels, Relays relays, Supplier<List<Engine>> engines) {
        this.channels = channels;
        this.relays = relays;
        this.engines = engines;
    }

    @Override
    public synchronized void tick(long nowNs) {
        List<Engine> now = engines.get();
        watched.values().removeIf(it -> isOver(it, nowNs));
        leaving.removeIf(it -> isLeft(it, nowNs));
        for (Channel channel : channels.list()) {
            channel.publication()
                    .filter(it -> !it.isRevoked())
                    .map(it ->
                            watched.computeIfAbsent(
                                    channel.name(), _ -> new Watched(channel, it, nowNs)))
                    .ifPresent(it -> look(it, now, nowNs));
        }
    }

    /// The channel has ended: FFmpeg is given a moment to say the rest.
    private boolean isOver(Watched it, long nowNs) {
        boolean over = it.publication.isRevoked();
        if (over) {
            it.works
                    .values()
                    .forEach(work -> leaving.add(new Leaving(work, it.channel.name(), nowNs)));
        }
        return over;
    }

    private boolean isLeft(Leaving it, long nowNs) {
        boolean works =
                relay(it.work).filter(r -> AT_WORK.contains(r.status().state())).isPresent();
        boolean isBack = channels.findLive(it.channel).isPresent();
        boolean left = !works || isBack || nowNs - it.sinceNs > REST_NS;
        if (left) {
            end(it.work, "%s has ended".formatted(it.channel));
        }
        return left;
    }

    private void look(Watched it, List<Engine> now, long nowNs) {
        boolean others = !it.engines.equals(now);
        if (others) {
            it.engines = now;
            it.wanted =
                    now.stream().filter(engine -> engine.match().test(it.channel.name())).toList();
        }
        if (it.wanted.isEmpty() && it.works.isEmpty()) {
            return;
        }
        Optional<Form> form = form(it, nowNs);
        if (form.isEmpty() || (!others && it.form.equals(form))) {
            return;
        }
        it.form = form;
        Optional<ChannelName> origin = it.publication.publisher().madeOf();
        if (origin.isPresent()) {
            it.wanted.forEach(engine ->
                    LOG.info(
                            "{} is made of {}, so {} does not transcode it again",
                            it.channel.name(),
                            origin.get(),
                            engine.name()));
            return;
        }
        reconcile(it, plans(it.channel.name(), form.get(), it.wanted));
    }

    /// Empty until it is known what there is.
    private static Optional<Form> form(Watched it, long nowNs) {
        Form form = Form.of(it.channel.catalog());
        boolean known =
                form.has(TrackKind.VIDEO)
                        || (form.has(TrackKind.AUDIO) && nowNs - it.sinceNs > SOUND_ALONE_NS);
        return known ? Optional.of(form) : Optional.empty();
    }

    private static Map<String, Plan> plans(ChannelName name, Form form, List<Engine> wanted) {
        var plans = new LinkedHashMap<String, Plan>();
        for (Engine engine : wanted) {
            try {
                plans.put(engine.name(), Plan.of(engine, name, form));
            } catch (NoPlanException e) {
                LOG.warn("{} does not transcode {}: {}", engine.name(), name, e.getMessage());
            }
        }
        return plans;
    }

    /// Ends what is not as it is to be, and begins what is not there.
    private void reconcile(Watched it, Map<String, Plan> plans) {
        for (Map.Entry<String, Work> entry : List.copyOf(it.works.entrySet())) {
            if (!entry.getValue().plan().equals(plans.get(entry.getKey()))) {
                it.works.remove(entry.getKey());
                end(entry.getValue(), "it is to be another one");
            }
        }
        plans.forEach((engine, plan) -> {
            if (!it.works.containsKey(engine)) {
                begin(it, engine, plan);
            }
        });
    }

    private void begin(Watched it, String engine, Plan plan) {
        var work = new Work(plan, source(it, plan));
        it.works.put(engine, work);
        try {
            relays.add(settings(work));
            LOG.info("{} transcodes {} to {}", engine, it.channel.name(), plan.outputs());
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "{} does not transcode {} to {}: {}",
                    engine,
                    it.channel.name(),
                    work.relay(),
                    e.getMessage());
        }
    }

    private void end(Work work, String why) {
        if (relay(work).isPresent()) {
            relays.remove(work.relay(), why);
        }
    }

    /// Its relay, unless another one has taken the name.
    private Optional<Relay> relay(Work work) {
        return relays.find(work.relay()).filter(it -> it.settings().source().equals(work.source()));
    }

    /// What an FFmpeg before this one has made is not made again: times go on, and are still those
    /// of the source.
    private long madeUntilUs(Watched it, Plan plan) {
        long sourceUs = it.channel.edgeUs();
        return plan.outputs().stream()
                .map(channels::find)
                .flatMap(Optional::stream)
                .mapToLong(Channel::edgeUs)
                .filter(us -> us > 0 && us <= sourceUs) // others are of another timeline
                .map(us -> us + REORDERED_US)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private Source source(Watched it, Plan plan) {
        Form form = it.form.orElseThrow();
        int programs = plan.outputs().size();
        return new Source(
                new Source.Feeding() {
                    @Override
                    public ChannelName of() {
                        return it.channel.name();
                    }

                    @Override
                    public List<ChannelName> besides() {
                        return plan.outputs().subList(1, programs);
                    }

                    @Override
                    public Feed begin() throws IOException {
                        if (it.publication.isRevoked()) {
                            throw new IOException("%s has ended".formatted(of()));
                        }
                        return new ChannelFeed(
                                it.channel, it.publication, form, programs, madeUntilUs(it, plan));
                    }
                });
    }

    private static RelaySettings settings(Work work) {
        return new RelaySettings(
                work.relay(),
                work.source(),
                RelaySettings.Start.ALWAYS,
                Duration.ZERO,
                STALL,
                START_WAIT,
                RETRY,
                new RelaySettings.Ffmpeg(
                        work.plan().inputArgs(), work.plan().outputArgs(), Map.of(), 1 << 20),
                RelaySettings.Limits.NONE);
    }
}
