package dev.millrace.observe;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Everyone who is connected. Any thread.
public final class Sessions {
    private static final Pattern ID = Pattern.compile("s[1-9][0-9]{0,17}");

    private final ConcurrentMap<Long, Session> open = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<Fault, LongAdder> faults = new ConcurrentHashMap<>();
    private final Tally refusedViewers = new Tally();
    private volatile Consumer<Session> accountant = _ -> {};

    /// Registers a connection and gives it its id, `s` and a number, for every log line about it.
    public Session open(Session.Opening opening) {
        long number = numbers.incrementAndGet();
        var session = new Session("s" + number, opening, s -> accountant.accept(s));
        open.put(number, session);
        return session;
    }

    public void close(Session session) {
        Session left = open.remove(number(session.id()));
        session.leave();
        accountant.accept(session);
        if (left != null) {
            left.fault().ifPresent(fault -> counter(fault).increment());
        }
    }

    /// How many sessions have ended for this.
    public long faults(Fault fault) {
        return counter(fault).sum();
    }

    private LongAdder counter(Fault fault) {
        return faults.computeIfAbsent(fault, _ -> new LongAdder());
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

    /// Viewers who were not given what they asked for: it is not published, or they may not.
    public Tally refusedViewers() {
        return refusedViewers;
    }

    /// Whom to tell before a session changes what it does, and after its end.
    void countedBy(Consumer<Session> newAccountant) {
        accountant = newAccountant;
    }

    /// How many there ever were.
    public long total() {
        return numbers.get();
    }

    /// Whether this has the form of an id.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static long number(String id) {
        return isId(id) ? Long.parseLong(id.substring(1)) : -1;
    }
}
