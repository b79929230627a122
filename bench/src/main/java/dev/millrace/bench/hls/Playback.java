package dev.millrace.bench.hls;

/// A viewer's buffer without a screen: it fills when a segment is there, drains as time goes by,
/// and knows how long it was empty. Knows no clock. Any thread.
final class Playback {
    private static final int US_NS = 1_000;

    private boolean hasBegun;
    private long emptyAtNs;
    private long stalls;
    private long stalledNs;

    /// A segment is there.
    synchronized void fetched(long durationUs, long nowNs) {
        if (hasBegun && nowNs > emptyAtNs) {
            stalls++;
            stalledNs += nowNs - emptyAtNs;
        }
        emptyAtNs = durationUs * US_NS + (hasBegun ? Math.max(nowNs, emptyAtNs) : nowNs);
        hasBegun = true;
    }

    /// What came before does not count; a stall that goes on does from now.
    synchronized void beginWindow(long nowNs) {
        stalls = 0;
        stalledNs = 0;
        emptyAtNs = Math.max(emptyAtNs, nowNs);
    }

    /// How often the picture stood still, until now.
    synchronized long stalls(long nowNs) {
        return isStalled(nowNs) ? stalls + 1 : stalls;
    }

    /// For how long, in all.
    synchronized long stalledNs(long nowNs) {
        return isStalled(nowNs) ? stalledNs + nowNs - emptyAtNs : stalledNs;
    }

    private boolean isStalled(long nowNs) {
        return hasBegun && nowNs > emptyAtNs;
    }
}
