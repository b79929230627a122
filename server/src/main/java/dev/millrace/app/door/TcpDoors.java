package dev.millrace.app.door;

import dev.millrace.config.value.HostPort;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Listener;
import dev.millrace.net.PemIdentity;
import dev.millrace.net.Seats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/// The ports of a protocol over TCP, with TLS and without, and those that are closed and still have
/// connections. Any thread.
///
/// @param <G> who serves connections
public final class TcpDoors<G extends Listener.Handler>
        implements AutoCloseable, Housekeeper.Chore {
    /// What was accepted in the last moment has become a connection by then.
    private static final long LAST_NS = Duration.ofSeconds(5).toNanos();

    private static final long STAYING = Long.MAX_VALUE;

    private final Admission admission;
    private final Seats seats;
    private volatile G gateway;

    /// With the time at which each was left.
    private final ConcurrentMap<Listener, Long> listeners = new ConcurrentHashMap<>();

    /// What those have refused that are no more.
    private final ConcurrentMap<String, Long> refusedEarlier = new ConcurrentHashMap<>();

    /// @param gateway who serves connections, until [#change]
    public TcpDoors(G gateway, Admission admission, Seats seats) {
        this.gateway = gateway;
        this.admission = admission;
        this.seats = seats;
    }

    /// How connections that come from now on are served, and how many there may be. One call at a
    /// time.
    public void change(UnaryOperator<G> other, int connectionsMax) {
        gateway = other.apply(gateway);
        seats.most(connectionsMax);
    }

    /// Opens one.
    ///
    /// @param name `rtmp`, `rtmps`: what is spoken there
    /// @param identity what to show, if it is to speak TLS
    /// @throws IOException naming the place, if it cannot be opened
    public Doors.Door open(String name, HostPort at, Optional<PemIdentity> identity)
            throws IOException {
        var settings =
                new Listener.Settings(
                        name, at.socketAddress(), seats, identity.map(PemIdentity::context));
        Listener listener =
                Listener.open(
                        settings,
                        admission,
                        (connection, welcome) -> gateway.accept(connection, welcome));
        listeners.put(listener, STAYING);
        return new Doors.Door() {
            @Override
            public InetSocketAddress address() {
                return listener.address();
            }

            @Override
            public void leave() {
                listener.stopAccepting();
                listeners.replace(listener, System.nanoTime());
            }
        };
    }

    /// Shows newcomers another identity.
    public void identity(PemIdentity other) {
        listeners.keySet().forEach(it -> it.identity(other.context()));
    }

    /// How many connections each protocol has turned away.
    public Map<String, Long> refused() {
        var refused = new TreeMap<>(refusedEarlier);
        listeners.keySet().forEach(it -> refused.merge(it.name(), it.refused(), Long::sum));
        return refused;
    }

    /// Accepts nobody any more.
    public void stopAccepting() {
        listeners.keySet().forEach(Listener::stopAccepting);
    }

    /// Ends ports whose last connection has gone.
    @Override
    public void tick(long nowNs) {
        listeners.forEach((listener, leftAtNs) -> {
            boolean left = leftAtNs != STAYING && nowNs - leftAtNs > LAST_NS;
            if (left && listener.connections() == 0 && listeners.remove(listener, leftAtNs)) {
                refusedEarlier.merge(listener.name(), listener.refused(), Long::sum);
                listener.close();
            }
        });
    }

    @Override
    public void close() {
        listeners.keySet().forEach(Listener::close);
    }
}
