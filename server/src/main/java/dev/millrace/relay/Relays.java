package dev.millrace.relay;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Demand;
import dev.millrace.machine.Memory;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Audience;
import dev.millrace.observe.Sessions;
import dev.millrace.relay.ffmpeg.OutputFolder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All relays of the server: started with it, by viewers, or by people. Any thread.
public final class Relays implements Demand, Housekeeper.Chore, AutoCloseable {
    private static final Duration GOODBYE_STEP = Duration.ofMillis(20);

    /// Viewers are counted a few times a second.
    private static final Duration IDLE_MIN = Duration.ofSeconds(1);

    /// The longest that ending a child takes, and a little.
    private static final Duration GOODBYE_MAX = Duration.ofSeconds(5);

    /// Where relays run.
    ///
    /// @param meter how much memory there is
    /// @param reserveBytes how much of it must be free after a start
    public record Room(Supplier<Memory> meter, long reserveBytes) {}

    private final ConcurrentMap<ChannelName, Relay> relays = new ConcurrentHashMap<>();

    /// Those that were removed, until nothing of them is left.
    private final ConcurrentMap<ChannelName, Relay> leaving = new ConcurrentHashMap<>();

    private final Sessions sessions;
    private final InstantSource clock;
    private final Sources sources;
    private final Governor governor;
    private final Channels channels;
    private volatile boolean isClosed;

    /// @param clock wall-clock time, for the history
    public Relays(
            Channels channels,
            Sessions sessions,
            FfmpegSettings ffmpeg,
            Room room,
            InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.channels = channels;
        this.governor = new Governor(room, channels.budget(), System::nanoTime);
        this.sources = new Sources(channels, sessions, ffmpeg);
    }

    /// Adds a relay, and starts it if it is to run always. One that somebody has set up takes the
    /// place of one that was there only because somebody watched, or published something else.
    ///
    /// @throws IllegalArgumentException if there is one of this name
    public void add(RelaySettings settings) {
        sources.prepare(settings);
        channels.settings(settings.name(), settings.channel(channels.settings(settings.name())));
        Relay left = leaving.remove(settings.name());
        Relay relay =
                left != null ? left : new Relay(settings, sources::run, governor::grant, clock);
        Relay present = relays.putIfAbsent(settings.name(), relay);
        if (present != null) {
            if (!present.settings().source().isDerived() || settings.source().isDerived()) {
                throw new IllegalArgumentException("there is a relay " + settings.name());
            }
            present.change(settings, "it is to be there for good");
            return;
        }
        if (left != null) {
            left.change(settings, "added again");
        } else {
            relay.begin();
        }
    }

    /// Lets a relay go on with other settings.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public void change(RelaySettings settings, String why) {
        Relay relay = relays.get(settings.name());
        if (relay == null) {
            throw new IllegalArgumentException("there is no relay " + settings.name());
        }
        sources.prepare(settings);
        sources.forget(settings.name());
        channels.settings(settings.name(), settings.channel(channels.settings(settings.name())));
        relay.change(settings, why);
    }

    /// Takes what is set for all channels anew, for those of relays. No relay stops for it.
    public void refresh() {
        relays.values().stream()
                .map(Relay::settings)
                .forEach(it ->
                        channels.settings(it.name(), it.channel(channels.settings(it.name()))));
    }

    /// Ends a relay for good. What its channel has is there for the grace period.
    public void remove(ChannelName name, String why) {
        Relay relay = relays.remove(name);
        if (relay != null) {
            leaving.put(name, relay);
            governor.release(name);
            relay.stop(why);
            sources.forget(name);
            channels.usualSettings(name);
        }
    }

    public Optional<Relay> find(ChannelName name) {
        return Optional.ofNullable(relays.get(name));
    }

    /// By name.
    public Collection<Relay> list() {
        return relays.values().stream()
                .sorted(Comparator.comparing(relay -> relay.settings().name()))
                .toList();
    }

    /// What this relay takes of the memory, and is expected to when it runs.
    ///
    /// @param channelBytes groups and their renderings
    /// @param processBytes FFmpeg, if it needs one
    /// @param expectedBytes of all; a guess before its first run
    public record Use(long channelBytes, long processBytes, long expectedBytes) {}

    public Use use(Relay relay) {
        return new Use(
                channels.find(relay.settings().name()).map(Channel::bytesHeld).orElse(0L),
                relay.processBytes(),
                governor.needBytes(relay.settings()));
    }

    /// What the processes of all relays take.
    public long processBytes() {
        return relays.values().stream().mapToLong(Relay::processBytes).sum();
    }

    /// What the files of all relays take, as they were counted last.
    public long fileBytes() {
        return sources.fileBytes();
    }

    /// What they may take.
    public long fileBytesMax() {
        return sources.fileBytesMax();
    }

    /// Where a relay's FFmpeg writes files of its own, if it does.
    public Optional<OutputFolder> files(ChannelName name) {
        return sources.folder(name);
    }

    @Override
    public Optional<Prospect> want(ChannelName name, Route route) {
        Optional<Relay> relay =
                isClosed ? Optional.empty() : find(name).or(() -> findBesides(name));
        relay.filter(wanted -> !wanted.isWanted()).ifPresent(this::makeRoom);
        return relay.map(Relay::want);
    }

    /// Those of the relays at work that FFmpeg makes of it.
    @Override
    public List<ChannelName> madeOf(ChannelName name) {
        return relays.values().stream()
                .filter(Relay::isWanted)
                .map(Relay::settings)
                .filter(it -> it.source().madeOf().filter(name::equals).isPresent())
                .flatMap(it -> it.channels().stream())
                .toList();
    }

    /// The one that publishes this channel besides its own.
    private Optional<Relay> findBesides(ChannelName name) {
        return relays.values().stream()
                .filter(it -> it.settings().channels().contains(name))
                .findAny();
    }

    /// Ends relays that nobody watches, those first that nobody has watched for the longest time,
    /// until there is memory for this one.
    private void makeRoom(Relay wanted) {
        long needBytes = governor.needBytes(wanted.settings());
        List<Relay> idle =
                relays.values().stream()
                        .filter(it -> it != wanted && isIdle(it))
                        .sorted(Comparator.comparing((Relay it) -> it.idle().orElse(Duration.ZERO)))
                        .toList();
        for (Relay least : idle.reversed()) {
            if (governor.refusal(wanted.settings(), needBytes).isEmpty()) {
                return;
            }
            needBytes -= governor.needBytes(least.settings());
            least.stop("its memory is needed for " + wanted.settings().name());
        }
    }

    /// Ends the relay that nobody has watched for the longest time, if there is one.
    ///
    /// @return whether there was
    boolean stopIdle(String why) {
        Optional<Relay> least =
                relays.values().stream()
                        .filter(Relays::isIdle)
                        .max(Comparator.comparing((Relay it) -> it.idle().orElse(Duration.ZERO)));
        least.ifPresent(relay -> relay.stop(why));
        return least.isPresent();
    }

    private static boolean isIdle(Relay relay) {
        return relay.idle().filter(it -> it.compareTo(IDLE_MIN) >= 0).isPresent();
    }

    @Override
    public void tick(long nowNs) {
        leaving.values().removeIf(Relay::isGone);
        if (relays.isEmpty()) {
            return;
        }
        Audience audience = Audience.of(sessions);
        for (Relay relay : relays.values()) {
            String name = relay.settings().name().toString();
            boolean watched = audience.of(name).values().stream().anyMatch(count -> count > 0);
            relay.tick(nowNs, watched);
            if (relay.isGone()) {
                governor.release(relay.settings().name());
            }
            watchMemory(relay, watched);
        }
        sources.checkDisk((name, why) -> find(name).ifPresent(relay -> relay.dismiss(why)));
    }

    private void watchMemory(Relay relay, boolean watched) {
        Use use = use(relay);
        long bytes = use.channelBytes() + use.processBytes();
        // A channel cannot take more than it may; a process can.
        relay.settings()
                .limits()
                .memoryBytes()
                .filter(max -> use.processBytes() > 0 && bytes > max)
                .ifPresent(max ->
                        relay.dismiss(
                                "it took %d MiB, more than its %d MiB (relays[].memory)"
                                        .formatted(
                                                Math.ceilDiv(bytes, 1 << 20),
                                                Math.ceilDiv(max, 1 << 20))));
        if (channels.findLive(relay.settings().name()).isPresent()) {
            governor.learn(relay.settings(), bytes, watched);
        }
    }

    /// Stops them all, for good. Returns at once; [#close] waits.
    public void stop() {
        isClosed = true;
        relays.values().forEach(relay -> relay.stop("the server is stopping"));
    }

    /// Stops them all, and waits until nothing of them is left.
    @Override
    public void close() {
        stop();
        long untilNs = System.nanoTime() + GOODBYE_MAX.toNanos();
        try {
            while (!Stream.concat(relays.values().stream(), leaving.values().stream())
                            .allMatch(Relay::isGone)
                    && System.nanoTime() < untilNs) {
                Thread.sleep(GOODBYE_STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sources.close();
    }
}
