package dev.millrace.edge.link;

import java.time.Duration;

/// How long to wait before the next try.
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    /// More would not change anything: the time is at its longest.
    private static final int DOUBLINGS_MAX = 10;

    private Backoff() {}

    /// @param failures in a row, at least one
    /// @param chance from 0 to 1: half of the time is left to it, so that a hundred nodes whose
    ///   control node was away do not come back together
    static Duration delay(int failures, double chance) {
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        long longestNs = Math.min(LONGEST.toNanos(), FIRST.toNanos() << doublings);
        return Duration.ofNanos((long) (longestNs * (1 - chance / 2)));
    }
}
