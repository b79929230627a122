package dev.millrace.app.door;

import dev.millrace.config.Config;
import dev.millrace.config.value.HostPort;
import dev.millrace.net.PemIdentity;
import dev.millrace.net.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a server listens: opened when it starts, and changed while it runs, all of it or nothing.
/// Any thread; one change at a time.
public final class Doors {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    /// By protocol, what says where it listens.
    public static final Map<String, String> KEYS =
            Map.of(
                    "rtmp", "rtmp.listen",
                    "rtmps", "rtmp.tls_listen",
                    "rtsp", "rtsp.listen",
                    "rtsps", "rtsp.tls_listen",
                    "http", "http.listen",
                    "https", "http.tls_listen",
                    "srs", "srs.listen");

    /// How often, and after how long, a port is tried that was left for a moment.
    private static final int AGAIN_MAX = 50;

    private static final long AGAIN_AFTER_NS = Duration.ofMillis(100).toNanos();

    /// Somewhere to listen, and what is spoken there.
    public record Place(String protocol, HostPort at) {}

    /// A place that is open.
    public interface Door {
        InetSocketAddress address();

        /// Accepts nobody any more. What is connected stays until it leaves.
        void leave();
    }

    /// Opens the places of a protocol.
    public interface Opener {
        /// Opens one.
        ///
        /// @param identity what to show where there is TLS
        /// @throws IOException naming the place, if it cannot be opened
        Door open(HostPort at, Optional<PemIdentity> identity) throws IOException;
    }

    private record Open(Place place, Door door) {}

    private final Map<String, Opener> openers;
    private List<Open> open = List.of(); // guarded by this

    /// @param openers by protocol
    public Doors(Map<String, Opener> openers) {
        this.openers = Map.copyOf(openers);
    }

    /// Where a configuration wants to listen; the first place of a protocol is what people are told
    /// of.
    public static List<Place> wanted(Config config) {
        return Stream.of(
                        places("rtmp", config.rtmp().listen()),
                        places("rtmps", config.rtmp().tlsListen()),
                        places("rtsp", config.rtsp().listen()),
                        places("rtsps", config.rtsp().tlsListen()),
                        places("http", config.http().listen()),
                        places("https", config.http().tlsListen()),
                        places("srs", config.srs().listen()))
                .flatMap(it -> it)
                .toList();
    }

    private static Stream<Place> places(String protocol, List<HostPort> all) {
        return all.stream().map(at -> new Place(protocol, at));
    }

    /// What is open, in order: `rtmp`, the second of them `rtmp-2`.
    public synchronized Map<String, InetSocketAddress> addresses() {
        var addresses = new LinkedHashMap<String, InetSocketAddress>();
        for (Open one : open) {
            String name = one.place.protocol;
            String unique = name;
            for (int i = 2; addresses.containsKey(unique); i++) {
                unique = name + "-" + i;
            }
            addresses.put(unique, one.door.address());
        }
        return addresses;
    }

    /// A change that has begun: what is new is open, and what is to go still is, if it can be.
    public final class Move {
        private final List<Open> going = new ArrayList<>();
        private final List<Open> staying = new ArrayList<>();
        private final List<Open> opened = new ArrayList<>();

        /// What had to go first, since it was in the way.
        private final List<Open> left = new ArrayList<>();

        private final List<Place> wanted;

        private Move(List<Place> wanted) {
            this.wanted = wanted;
            going.addAll(open);
            for (Place place : wanted) {
                find(going, place)
                        .ifPresent(same -> {
                            going.remove(same);
                            staying.add(same);
                        });
            }
        }

        private List<Place> missing() {
            var there = new ArrayList<>(staying);
            var missing = new ArrayList<Place>();
            for (Place place : wanted) {
                Optional<Open> same = find(there, place);
                same.ifPresentOrElse(there::remove, () -> missing.add(place));
            }
            return missing;
        }

        private List<Open> inTheWayOf(Place place) {
            int port = place.at.port();
            return going.stream()
                    .filter(it -> port != 0 && it.door.address().getPort() == port)
                    .toList();
        }

        private void open(Optional<PemIdentity> identity) throws IOException {
            for (Place place : missing()) {
                for (Open other : inTheWayOf(place)) {
                    if (!left.contains(other)) {
                        other.door.leave();
                        left.add(other);
                    }
                }
                opened.add(new Open(place, openerOf(place).open(place.at, identity)));
            }
        }

        /// Lets go of what is to go.
        public void finish() {
            synchronized (Doors.this) {
                var there = new ArrayList<>(staying);
                there.addAll(opened);
                open = inOrder(there);
            }
            going.stream().filter(it -> !left.contains(it)).forEach(it -> it.door.leave());
        }

        private List<Open> inOrder(List<Open> there) {
            var ordered = new ArrayList<Open>();
            for (Place place : wanted) {
                Open one = find(there, place).orElseThrow();
                there.remove(one);
                ordered.add(one);
            }
            return List.copyOf(ordered);
        }

        /// Everything is as it was.
        ///
        /// @param identity that was shown before
        public void undo(Optional<PemIdentity> identity) {
            opened.forEach(it -> it.door.leave());
            for (Open one : left) {
                try {
                    replace(one, openedAgain(one, identity));
                } catch (IOException e) {
                    LOG.error("{} is lost: {}", KEYS.get(one.place.protocol), e.getMessage());
                }
            }
        }

        /// Somebody who connects elsewhere may have been given the port meanwhile, for a moment.
        private Door openedAgain(Open one, Optional<PemIdentity> identity) throws IOException {
            for (int tries = 1; ; tries++) {
                try {
                    return openerOf(one.place).open(again(one), identity);
                } catch (IOException e) {
                    if (tries == AGAIN_MAX) {
                        throw e;
                    }
                    LockSupport.parkNanos(AGAIN_AFTER_NS);
                }
            }
        }

        /// A free port was given a number, and keeps it.
        private HostPort again(Open one) {
            return new HostPort(one.place.at.host(), one.door.address().getPort());
        }
    }

    private synchronized void replace(Open old, Door door) {
        open = open.stream().map(it -> it.equals(old) ? new Open(old.place, door) : it).toList();
    }

    private static Optional<Open> find(List<Open> all, Place place) {
        return all.stream().filter(it -> it.place.equals(place)).findFirst();
    }

    private Opener openerOf(Place place) {
        return Objects.requireNonNull(openers.get(place.protocol));
    }

    /// Opens what is wanted and is not open yet. The change is over with [Move#finish] or
    /// [Move#undo].
    ///
    /// @throws IOException naming the place that cannot be opened; then all is as it was
    public Move begin(
            List<Place> wanted, Optional<PemIdentity> identity, Optional<PemIdentity> before)
            throws IOException {
        var move = new Move(wanted);
        try {
            move.open(identity);
            return move;
        } catch (IOException | RuntimeException e) {
            move.undo(before);
            throw e;
        }
    }

    /// Looks whether a change could begin, and changes nothing. A place that would have to be left
    /// first is not looked at.
    ///
    /// @throws IOException naming the place that could not be opened
    public void probe(List<Place> wanted) throws IOException {
        var move = new Move(wanted);
        for (Place place : move.missing()) {
            if (move.inTheWayOf(place).isEmpty()) {
                Ports.probe(place.protocol, place.at.socketAddress());
            }
        }
    }
}
