package dev.millrace.net;

import java.time.Duration;

/// How long to wait before something that failed is tried again: twice as long each time.
///
/// @param first after one failure
/// @param longest never longer
/// @param jitter the part of each time, from 0 to 1, that is left to chance: a hundred that went
///   together must not come back together
public record Backoff(Duration first, Duration longest, double jitter) {
    /// More would not change anything: the time is at its longest.
    private static final int DOUBLINGS_MAX = 30;

    /// The time after so many failures in a row, at least one.
    ///
    /// @param chance from 0 to 1
    public Duration delay(int failures, double chance) {
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        double grownNs = Math.scalb((double) first.toNanos(), doublings);
        double longestNs = Math.min((double) longest.toNanos(), grownNs);
        return Duration.ofNanos((long) (longestNs * (1 - jitter * chance)));
    }
}
