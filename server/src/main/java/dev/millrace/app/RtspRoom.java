package dev.millrace.app;

import dev.millrace.app.door.Doors;
import dev.millrace.app.door.TcpDoors;
import dev.millrace.config.value.HostPort;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.rtsp.RtspGateway;
import dev.millrace.net.Admission;
import dev.millrace.net.PemIdentity;
import dev.millrace.net.Seats;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The RTSP server, which is made when its first port is opened: a server without one loads none of
/// it. Any thread.
final class RtspRoom implements AutoCloseable {
    private final Hub hub;
    private final Current current;
    private final Admission admission;
    private final Seats seats;
    private @Nullable TcpDoors<RtspGateway> doors; // guarded by this

    RtspRoom(Hub hub, Current current, Admission admission, int connectionsMax) {
        this.hub = hub;
        this.current = current;
        this.admission = admission;
        this.seats = new Seats(connectionsMax);
    }

    /// Opens a port.
    ///
    /// @param name `rtsp` or `rtsps`
    /// @param identity what to show, if it is to speak TLS
    /// @throws IOException naming the place, if it cannot be opened
    synchronized Doors.Door open(String name, HostPort at, Optional<PemIdentity> identity)
            throws IOException {
        TcpDoors<RtspGateway> known = doors;
        if (known == null) {
            var gateway = new RtspGateway(hub, () -> Settings.rtsp(current.config(), current::of));
            known = new TcpDoors<>(gateway, admission, seats);
            hub.housekeeper().add(known);
            doors = known;
        }
        return known.open(name, at, identity);
    }

    /// How many connections there may be from now on.
    void connectionsMax(int most) {
        seats.most(most);
    }

    /// Shows newcomers another identity.
    synchronized void identity(PemIdentity other) {
        if (doors != null) {
            doors.identity(other);
        }
    }

    /// How many connections each protocol has turned away.
    synchronized Map<String, Long> refused() {
        return doors == null ? Map.of() : doors.refused();
    }

    /// Accepts nobody any more.
    synchronized void stopAccepting() {
        if (doors != null) {
            doors.stopAccepting();
        }
    }

    @Override
    public synchronized void close() {
        if (doors != null) {
            doors.close();
        }
    }
}
