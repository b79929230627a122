package dev.millrace.relay;

import dev.millrace.channel.Channels;
import dev.millrace.channel.Demand;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaSources;
import dev.millrace.media.ChannelName;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Audience;
import dev.millrace.observe.Sessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// All relays of the server: started with it, by viewers, or by people. Any thread.
public final class Relays implements Demand, Housekeeper.Chore, AutoCloseable {
    /// The relay notices a stall first, and says so; this is for when it is busy otherwise.
    private static final Duration READ_LATER = Duration.ofSeconds(5);

    private final ConcurrentMap<ChannelName, Relay> relays = new ConcurrentHashMap<>();
    private final Channels channels;
    private final Sessions sessions;
    private final InstantSource clock;

    /// @param clock wall-clock time, for the history
    public Relays(Channels channels, Sessions sessions, InstantSource clock) {
        this.channels = channels;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// Adds a relay, and starts it if it is to run always.
    ///
    /// @throws IllegalArgumentException if there is one of this name
    public void add(RelaySettings settings) {
        var relay = new Relay(settings, to -> pull(settings, to), clock);
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

    @Override
    public Optional<Prospect> want(ChannelName name) {
        return find(name).map(Relay::want);
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
    }

    /// Stops them all.
    @Override
    public void close() {
        relays.values().forEach(relay -> relay.stop("the server is stopping"));
    }

    private Run pull(RelaySettings settings, Run.Listener to) {
        var options =
                ClientOptions.DEFAULT.withReadTimeout(settings.stallTimeout().plus(READ_LATER));
        return new Pull(
                settings,
                () -> MediaSources.open(settings.source().url(), options),
                channels,
                sessions,
                to);
    }
}
