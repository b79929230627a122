package dev.millrace.observe;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says now and then what publishers do, what viewers do and what relays do: one line for each
/// kind, however many there are. A line is about one session, each in its turn, and has the sum of
/// all. Belongs to the housekeeper.
public final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private static final String RELAY = "relay";

    private final Sessions sessions;
    private final Supplier<Optional<Duration>> period;
    private final Map<String, Line> lines = new HashMap<>();
    private long toldAtNs;

    /// What was said last of a kind.
    ///
    /// @param number of the session it was about
    /// @param bytes of each session by its id
    private record Line(long number, Map<String, Long> bytes) {
        static final Line NONE = new Line(0, Map.of());
    }

    /// @param period how often, asked anew each time; empty for never
    public Progress(Sessions sessions, Supplier<Optional<Duration>> period, long nowNs) {
        this.sessions = sessions;
        this.period = period;
        this.toldAtNs = nowNs;
    }

    /// Says it, if it is time.
    public void tick(long nowNs) {
        Optional<Duration> wait = period.get();
        long passedNs = nowNs - toldAtNs;
        if (wait.isEmpty() || passedNs < wait.get().toNanos()) {
            return;
        }
        toldAtNs = nowNs;
        List<Session> all = List.copyOf(sessions.list());
        tell("publishers", "publishes", passedNs, all.stream().filter(Progress::isPublisher));
        tell(
                "viewers",
                "plays",
                passedNs,
                all.stream().filter(it -> it.role() == Session.Role.VIEWER));
        tell("relays", "is fetched for", passedNs, all.stream().filter(Progress::isRelay));
    }

    private static boolean isRelay(Session session) {
        return session.role() == Session.Role.PUBLISHER && session.protocol().equals(RELAY);
    }

    private static boolean isPublisher(Session session) {
        return session.role() == Session.Role.PUBLISHER && !session.protocol().equals(RELAY);
    }

    private void tell(String kind, String verb, long passedNs, Stream<Session> found) {
        List<Session> some = found.toList();
        if (some.isEmpty()) {
            lines.remove(kind);
            return;
        }
        Line before = lines.getOrDefault(kind, Line.NONE);
        Session next =
                some.stream()
                        .filter(it -> Sessions.number(it.id()) > before.number)
                        .findFirst()
                        .orElse(some.getFirst());
        var bytes = new HashMap<String, Long>();
        long sum = 0;
        for (Session session : some) {
            long now = session.bytesIn().sum() + session.bytesOut().sum();
            bytes.put(session.id(), now);
            sum += now - before.bytes.getOrDefault(session.id(), now);
        }
        long own = bytes.getOrDefault(next.id(), 0L);
        LOG.info(
                "{} {} {} at {} kbit/s; {} {}, {} kbit/s",
                next.id(),
                verb,
                next.channel().orElse("nothing"),
                kbits(own - before.bytes.getOrDefault(next.id(), own), passedNs),
                some.size(),
                kind,
                kbits(sum, passedNs));
        lines.put(kind, new Line(Sessions.number(next.id()), bytes));
    }

    private static long kbits(long bytes, long ns) {
        return Math.round(bytes * 8e6 / ns);
    }
}
