package dev.millrace.observe;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// Everyone who is connected. Any thread.
public final class Sessions {
    private final ConcurrentMap<Long, Session> open = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /// Registers a connection and gives it its id, `s` and a number, for every log line about it.
    public Session open(Session.Opening opening) {
        long number = numbers.incrementAndGet();
        var session = new Session("s" + number, opening);
        open.put(number, session);
        return session;
    }

    public void close(Session session) {
        open.remove(number(session.id()));
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

    private static long number(String id) {
        if (!id.matches("s[0-9]{1,18}")) {
            return -1;
        }
        return Long.parseLong(id.substring(1));
    }
}
