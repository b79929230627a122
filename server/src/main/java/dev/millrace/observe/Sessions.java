package dev.millrace.observe;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Everyone who is connected. Any thread.
public final class Sessions {
    private final ConcurrentMap<Long, Session> open = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder closedBytesIn = new LongAdder();
    private final LongAdder closedBytesOut = new LongAdder();

    /// A session that closes while the sums are made is in neither; a counter never goes back.
    private final AtomicLong mostBytesIn = new AtomicLong();

    private final AtomicLong mostBytesOut = new AtomicLong();

    /// Registers a connection and gives it its id, `s` and a number, for every log line about it.
    public Session open(Session.Opening opening) {
        long number = numbers.incrementAndGet();
        var session = new Session("s" + number, opening);
        open.put(number, session);
        return session;
    }

    public void close(Session session) {
        if (open.remove(number(session.id()), session)) {
            closedBytesIn.add(session.bytesIn().sum());
            closedBytesOut.add(session.bytesOut().sum());
        }
    }

    public Optional<Session> find(String id) {
        return Optional.ofNullable(open.get(number(id)));
    }

    /// Oldest first.
    public Collection<Session> list() {
        return open.values();
    }

    public int count() {
        return open.size();
    }

    /// How many there ever were.
    public long total() {
        return numbers.get();
    }

    /// Bytes that all sessions there ever were have sent us.
    public long bytesIn() {
        long open = list().stream().mapToLong(session -> session.bytesIn().sum()).sum();
        return mostBytesIn.accumulateAndGet(open + closedBytesIn.sum(), Math::max);
    }

    /// Bytes that we have sent to all sessions there ever were.
    public long bytesOut() {
        long open = list().stream().mapToLong(session -> session.bytesOut().sum()).sum();
        return mostBytesOut.accumulateAndGet(open + closedBytesOut.sum(), Math::max);
    }

    private static long number(String id) {
        if (!id.matches("s[0-9]{1,18}")) {
            return -1;
        }
        return Long.parseLong(id.substring(1));
    }
}
