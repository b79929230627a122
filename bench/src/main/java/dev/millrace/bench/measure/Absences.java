package dev.millrace.bench.measure;

import java.util.ArrayDeque;

/// When a stream had no pictures, so that what viewers miss can be told from what there never was.
public final class Absences {
    /// Pictures on their way when a connection was cut never arrived, and nobody is to blame.
    private static final long CUT_NS = 1_000_000_000;

    /// Longer than any viewer may be late.
    private static final int KEPT_MAX = 20;

    private record Absence(long fromNs, long toNs) {}

    private final ArrayDeque<Absence> past = new ArrayDeque<>();
    private long sinceNs = Long.MIN_VALUE;

    /// There are no pictures from now on.
    public void begin(long nowNs) {
        if (sinceNs == Long.MIN_VALUE) {
            sinceNs = nowNs;
        }
    }

    /// There are pictures again.
    public void end(long nowNs) {
        if (sinceNs != Long.MIN_VALUE) {
            past.addLast(new Absence(sinceNs - CUT_NS, nowNs));
            sinceNs = Long.MIN_VALUE;
        }
        while (past.size() > KEPT_MAX) {
            past.removeFirst();
        }
    }

    /// Whether pictures could be missing between two that were sent at these times.
    public boolean explain(long fromNs, long toNs) {
        return past.stream().anyMatch(it -> it.fromNs < toNs && fromNs < it.toNs);
    }
}
