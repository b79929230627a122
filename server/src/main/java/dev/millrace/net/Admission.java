package dev.millrace.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may come in: bounds what one address may take of the connections that are there for all.
/// Every listener asks here, whatever its protocol. Any thread.
public final class Admission implements Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    /// Addresses that are remembered, at about 250 bytes each. One is forgotten when it has no
    /// connection and a clean record; while there are more, the further ones pass uncounted: better
    /// that than to lock everybody out.
    static final int ORIGINS_MAX = 65_536;

    private static final long LINE_NS_MIN = TimeUnit.MINUTES.toNanos(1);
    private static final double SECONDS_PER_MINUTE = 60;

    private volatile Limits limits;
    private final LongSupplier clockNs;
    private final ConcurrentMap<Origin, Guest> guests = new ConcurrentHashMap<>();
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

    /// What one address may do.
    ///
    /// @param connectionsMax at a time
    /// @param connectionsPerSecond new ones, in the long run
    /// @param connectionsBurst new ones at once
    /// @param failuresPerMinute connections that end by a fault of the peer; more, and it has to
    ///   wait until the minute is over
    /// @param trusted addresses for which nothing of this holds
    public record Limits(
            int connectionsMax,
            int connectionsPerSecond,
            int connectionsBurst,
            int failuresPerMinute,
            Predicate<InetAddress> trusted) {
        /// Everyone is trusted.
        public static final Limits NONE = new Limits(1, 1, 1, 1, _ -> true);
    }

    /// Why a connection is refused: the settings that say so.
    private enum Refusal {
        CONNECTIONS_PER_IP,
        CONNECTION_RATE_PER_IP,
        FAILURES_PER_IP;

        String setting() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is remembered of an address. Guarded by itself.
    private static final class Guest {
        TokenBucket arrivals;
        TokenBucket failures;
        int connections;
        long refusals;
        long toldAtNs;
        boolean forgotten;

        Guest(Limits limits, long nowNs) {
            arrivals = new TokenBucket(limits.connectionsPerSecond, limits.connectionsBurst, nowNs);
            failures =
                    new TokenBucket(
                            limits.failuresPerMinute / SECONDS_PER_MINUTE,
                            limits.failuresPerMinute,
                            nowNs);
            toldAtNs = nowNs - LINE_NS_MIN;
        }

        /// Begins to count anew.
        void limits(Limits other, long nowNs) {
            var fresh = new Guest(other, nowNs);
            arrivals = fresh.arrivals;
            failures = fresh.failures;
        }
    }

    /// The right to be here, for one connection, until it is closed.
    public final class Pass implements AutoCloseable {
        private final @Nullable Guest guest;

        private Pass(@Nullable Guest guest) {
            this.guest = guest;
        }

        /// The connection ends by a fault of the peer.
        public void failed() {
            if (guest != null) {
                synchronized (guest) {
                    guest.failures.take(clockNs.getAsLong());
                }
            }
        }

        /// Gives the right back; once.
        @Override
        public void close() {
            if (guest != null) {
                synchronized (guest) {
                    guest.connections--;
                }
            }
        }
    }

    /// @param clockNs a clock that only goes forward, in nanoseconds: `System::nanoTime`
    public Admission(Limits limits, LongSupplier clockNs) {
        this.limits = limits;
        this.clockNs = clockNs;
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    /// From now on these limits hold. Who is in stays.
    public void limits(Limits other) {
        limits = other;
        long nowNs = clockNs.getAsLong();
        for (Guest guest : guests.values()) {
            synchronized (guest) {
                guest.limits(other, nowNs);
            }
        }
    }

    /// Lets a connection in; empty if its address has had its share, or the peer has gone already.
    ///
    /// @param peer null if the peer has gone
    public Optional<Pass> enter(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? enter(inet.getAddress())
                : Optional.empty();
    }

    Optional<Pass> enter(InetAddress address) {
        if (limits.trusted.test(address)) {
            return Optional.of(new Pass(null));
        }
        Origin origin = Origin.of(address);
        long nowNs = clockNs.getAsLong();
        while (true) {
            Guest guest = guests.get(origin);
            if (guest == null && guests.size() >= ORIGINS_MAX) {
                return Optional.of(new Pass(null));
            }
            if (guest == null) {
                guest = guests.computeIfAbsent(origin, _ -> new Guest(limits, nowNs));
            }
            synchronized (guest) {
                if (!guest.forgotten) { // else it has just been, and the next one is new
                    return enter(origin, guest, nowNs);
                }
            }
        }
    }

    /// How many connections each limit has refused, by the name of its setting.
    public Map<String, Long> refused() {
        var counts = new TreeMap<String, Long>();
        refused.forEach((refusal, count) -> counts.put(refusal.setting(), count.sum()));
        return counts;
    }

    /// Forgets who has left with a clean record.
    @Override
    public void tick(long nowNs) {
        guests.forEach((origin, guest) -> {
            synchronized (guest) {
                guest.forgotten =
                        guest.connections == 0
                                && guest.arrivals.isFull(nowNs)
                                && guest.failures.isFull(nowNs);
                if (guest.forgotten) {
                    guests.remove(origin, guest);
                }
            }
        });
    }

    /// How many addresses are remembered.
    int origins() {
        return guests.size();
    }

    private Optional<Pass> enter(Origin origin, Guest guest, long nowNs) {
        Optional<Refusal> refusal = refusal(guest, nowNs);
        if (refusal.isPresent()) {
            refuse(origin, guest, refusal.get(), nowNs);
            return Optional.empty();
        }
        guest.connections++;
        return Optional.of(new Pass(guest));
    }

    private Optional<Refusal> refusal(Guest guest, long nowNs) {
        if (!guest.failures.has(nowNs)) {
            return Optional.of(Refusal.FAILURES_PER_IP);
        }
        if (guest.connections >= limits.connectionsMax) {
            return Optional.of(Refusal.CONNECTIONS_PER_IP);
        }
        return guest.arrivals.take(nowNs)
                ? Optional.empty()
                : Optional.of(Refusal.CONNECTION_RATE_PER_IP);
    }

    /// One line a minute and address, however many are refused.
    private void refuse(Origin origin, Guest guest, Refusal refusal, long nowNs) {
        Objects.requireNonNull(refused.get(refusal)).increment();
        guest.refusals++;
        if (nowNs - guest.toldAtNs >= LINE_NS_MIN) {
            LOG.warn(
                    "{} is refused connections, {} since this was last said; the limit is"
                            + " limits.{}",
                    origin,
                    guest.refusals,
                    refusal.setting());
            guest.toldAtNs = nowNs;
            guest.refusals = 0;
        }
    }
}
