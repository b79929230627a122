package dev.millrace.net;

import java.util.concurrent.TimeUnit;

/// Lets so many pass at once, and so many per second in the long run. One thread at a time.
final class TokenBucket {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final double capacity;
    private double level;
    private long filledAtNs;

    /// Full at first.
    TokenBucket(double perSecond, double capacity, long nowNs) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.level = capacity;
        this.filledAtNs = nowNs;
    }

    /// Takes one, if there is one.
    boolean take(long nowNs) {
        boolean passes = has(nowNs);
        if (passes) {
            level--;
        }
        return passes;
    }

    boolean has(long nowNs) {
        fill(nowNs);
        return level >= 1;
    }

    boolean isFull(long nowNs) {
        fill(nowNs);
        return level >= capacity;
    }

    private void fill(long nowNs) {
        level = Math.min(capacity, level + (nowNs - filledAtNs) / NS_PER_SECOND * perSecond);
        filledAtNs = nowNs;
    }
}
