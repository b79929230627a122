package dev.millrace.channel;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How often each [TimelineRepair] was made. Written by the channel's writer, read by any thread.
public final class RepairCounts {
    private final Map<TimelineRepair, LongAdder> counts = new EnumMap<>(TimelineRepair.class);

    RepairCounts() {
        for (TimelineRepair kind : TimelineRepair.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    public long of(TimelineRepair kind) {
        LongAdder count = counts.get(kind);
        return count == null ? 0 : count.sum();
    }

    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    void count(TimelineRepair kind) {
        LongAdder count = counts.get(kind);
        if (count != null) {
            count.increment();
        }
    }
}
