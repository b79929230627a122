package dev.millrace.observe;

import dev.millrace.channel.Channel;
import dev.millrace.channel.Publication;
import dev.millrace.channel.RepairCounts;
import dev.millrace.channel.TimelineRepair;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often the times of one channel's publishers had to be repaired over the last minute, and the
/// log of it: a line when a kind happens, and not again for a minute. Time is an argument. Any
/// thread.
public final class RepairWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RepairWatch.class);

    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

    /// The last minute in steps of ten seconds, and where it began.
    private static final int STEPS = 7;

    private final Channel channel;
    private final Map<TimelineRepair, Kind> kinds = new EnumMap<>(TimelineRepair.class);
    private int steps;
    private long steppedAtNs;

    private static final class Kind {
        /// Totals at the last steps.
        final long[] totals = new long[STEPS];

        long seen;
        long loggedAtNs;
        boolean logged;
    }

    RepairWatch(Channel channel) {
        this.channel = channel;
        for (TimelineRepair kind : TimelineRepair.values()) {
            kinds.put(kind, new Kind());
        }
    }

    /// Repairs of this kind over the last minute.
    public synchronized long perMinute(TimelineRepair kind) {
        long oldest = steps < STEPS ? 0 : totalsOf(kind)[steps % STEPS];
        return channel.repairs().of(kind) - oldest;
    }

    /// What is wrong and how much, for people: `encoder sends DTS after PTS: 12 repairs/min`.
    public String text(TimelineRepair kind) {
        long count = perMinute(kind);
        return "%s: %d repair%s/min".formatted(kind.words(), count, count == 1 ? "" : "s");
    }

    synchronized void sample(long nowNs) {
        RepairCounts counts = channel.repairs();
        if (steps == 0 || nowNs - steppedAtNs >= MINUTE_NS / (STEPS - 1)) {
            kinds.forEach((kind, k) -> k.totals[steps % STEPS] = counts.of(kind));
            // Slots repeat; how often they did does not matter, so this never overflows.
            steps = steps + 1 < 2 * STEPS ? steps + 1 : STEPS;
            steppedAtNs = nowNs;
        }
        kinds.forEach((kind, k) -> log(kind, k, counts.of(kind), nowNs));
    }

    private long[] totalsOf(TimelineRepair kind) {
        Kind known = kinds.get(kind);
        return known == null ? new long[STEPS] : known.totals;
    }

    private void log(TimelineRepair kind, Kind k, long total, long nowNs) {
        boolean quiet = k.logged && nowNs - k.loggedAtNs < MINUTE_NS;
        if (total == k.seen || quiet) {
            return;
        }
        String publisher =
                channel.publication().map(Publication::publisher).map(p -> p.id() + " ").orElse("");
        LOG.warn("{}{}: {} ({} repaired)", publisher, channel.name(), kind.words(), total - k.seen);
        k.seen = total;
        k.logged = true;
        k.loggedAtNs = nowNs;
    }
}
