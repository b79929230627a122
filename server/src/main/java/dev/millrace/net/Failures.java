package dev.millrace.net;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts who was wrong, so that nobody can try out what is secret. Any thread.
public final class Failures {
    public static final int PER_MINUTE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /// Who has not failed for longest is forgotten first.
    private static final int ORIGINS_MAX = 10_000;

    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier clockNs;
    private final LongAdder all = new LongAdder();
    private final Map<Origin, Count> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Origin, Count> eldest) {
                    return size() > ORIGINS_MAX;
                }
            };

    private record Count(long sinceNs, int failures) {}

    public Failures(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    public synchronized void add(Origin origin) {
        all.increment();
        Count count = current(origin);
        counts.put(origin, new Count(count.sinceNs, count.failures + 1));
        if (count.failures + 1 == PER_MINUTE) {
            LOG.warn("{} was wrong {} times within a minute, and has to wait", origin, PER_MINUTE);
        }
    }

    /// How often somebody was wrong.
    public long all() {
        return all.sum();
    }

    /// How long this one has to wait before it may try again; zero if it need not.
    public synchronized Duration wait(Origin origin) {
        Count count = current(origin);
        long passedNs = clockNs.getAsLong() - count.sinceNs;
        return count.failures < PER_MINUTE ? Duration.ZERO : Duration.ofNanos(MINUTE_NS - passedNs);
    }

    private Count current(Origin origin) {
        long nowNs = clockNs.getAsLong();
        Count count = counts.get(origin);
        return count != null && nowNs - count.sinceNs < MINUTE_NS ? count : new Count(nowNs, 0);
    }
}
