package dev.millrace.cluster;

import dev.millrace.media.ChannelName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/// Which origins have failed lately: those are tried last. Any thread.
final class OriginHealth {
    /// A server that could not be reached, or broke off.
    private static final Duration FAILED_FOR = Duration.ofSeconds(30);

    /// A server that did not have the channel, or no longer.
    private static final Duration MISSED_FOR = Duration.ofSeconds(10);

    private final LongSupplier clockNs;
    private final ConcurrentMap<Key, Long> badUntilNs = new ConcurrentHashMap<>();

    /// A server, or one channel of it.
    private record Key(String server, String channel) {}

    /// @param clockNs a clock that only goes forward: `System::nanoTime`
    OriginHealth(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /// The server is not well.
    void failed(Place origin) {
        note(new Key(origin.server(), ""), FAILED_FOR);
    }

    /// The server is well and does not have this channel.
    void missed(Place origin, ChannelName channel) {
        note(new Key(origin.server(), channel.toString()), MISSED_FOR);
    }

    /// The server is well, and has the channel.
    void fine(Place origin, ChannelName channel) {
        badUntilNs.remove(new Key(origin.server(), ""));
        badUntilNs.remove(new Key(origin.server(), channel.toString()));
    }

    /// In the order in which they should be tried: those that are not well come last.
    List<Place> inOrder(List<Place> origins, ChannelName channel) {
        return origins.stream()
                .sorted(Comparator.comparingInt(it -> penalty(it, channel)))
                .toList();
    }

    /// Forgets what is long ago.
    void tick(long nowNs) {
        badUntilNs.values().removeIf(untilNs -> nowNs - untilNs >= 0);
    }

    private void note(Key key, Duration time) {
        badUntilNs.put(key, clockNs.getAsLong() + time.toNanos());
    }

    /// A server that is down is worse than one that lacks the channel.
    private int penalty(Place origin, ChannelName channel) {
        return (isBad(new Key(origin.server(), "")) ? 2 : 0)
                + (isBad(new Key(origin.server(), channel.toString())) ? 1 : 0);
    }

    private boolean isBad(Key key) {
        Long untilNs = badUntilNs.get(key);
        return untilNs != null && clockNs.getAsLong() - untilNs < 0;
    }
}
