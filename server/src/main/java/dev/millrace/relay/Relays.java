package dev.millrace.relay;

import dev.millrace.channel.Channels;
import dev.millrace.channel.Demand;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Audience;
import dev.millrace.observe.Sessions;
import dev.millrace.relay.ffmpeg.OutputFolder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// All relays of the server: started with it, by viewers, or by people. Any thread.
public final class Relays implements Demand, Housekeeper.Chore, AutoCloseable {
    private static final Duration GOODBYE_STEP = Duration.ofMillis(20);

    /// The longest that ending a child takes, and a little.
    private static final Duration GOODBYE_MAX = Duration.ofSeconds(5);

    private final ConcurrentMap<ChannelName, Relay> relays = new ConcurrentHashMap<>();
    private final Sessions sessions;
    private final InstantSource clock;
    private final Sources sources;
    private volatile boolean isClosed;

    /// @param clock wall-clock time, for the history
    public Relays(
            Channels channels, Sessions sessions, FfmpegSettings ffmpeg, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.sources = new Sources(channels, sessions, ffmpeg);
    }

    /// Adds a relay, and starts it if it is to run always.
    ///
    /// @throws IllegalArgumentException if there is one of this name
    public void add(RelaySettings settings) {
        sources.prepare(settings);
        var relay = new Relay(settings, to -> sources.run(settings, to), clock);
        if (relays.putIfAbsent(settings.name(), relay) != null) {
            throw new IllegalArgumentException("there is a relay " + settings.name());
        }
        relay.begin();
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

    /// Where a relay's FFmpeg writes files of its own, if it does.
    public Optional<OutputFolder> files(ChannelName name) {
        return sources.folder(name);
    }

    @Override
    public Optional<Prospect> want(ChannelName name) {
        return isClosed ? Optional.empty() : find(name).map(Relay::want);
    }

    @Override
    public void tick(long nowNs) {
        if (relays.isEmpty()) {
            return;
        }
        Audience audience = Audience.of(sessions);
        for (Relay relay : relays.values()) {
            String name = relay.settings().name().toString();
            boolean watched = audience.of(name).values().stream().anyMatch(count -> count > 0);
            relay.tick(nowNs, watched);
        }
        sources.checkDisk((name, why) -> find(name).ifPresent(relay -> relay.dismiss(why)));
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
            while (!relays.values().stream().allMatch(Relay::isGone)
                    && System.nanoTime() < untilNs) {
                Thread.sleep(GOODBYE_STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sources.close();
    }
}
