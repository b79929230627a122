package dev.millrace.relay;

import dev.millrace.net.Backoff;
import java.time.Duration;

/// How often, and how soon, a relay that failed is tried again.
///
/// @param initial before the first time; each further time takes twice as long
/// @param max longest time
/// @param attempts in a row before it is given up; 0 is never
/// @param jitter the part of each time, from 0 to 1, that is left to chance: a hundred cameras that
///   went together must not come back together
public record Retry(Duration initial, Duration max, int attempts, double jitter) {
    public Retry {
        if (initial.isNegative() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("retry from %s to %s".formatted(initial, max));
        }
        if (attempts < 0 || jitter < 0 || jitter > 1) {
            throw new IllegalArgumentException(
                    "%d attempts, jitter %s".formatted(attempts, jitter));
        }
    }

    /// How long to wait after so many failures in a row, at least one.
    ///
    /// @param chance from 0 to 1
    Duration delay(int failures, double chance) {
        return new Backoff(initial, max, jitter).delay(failures, chance);
    }

    /// Whether so many failures in a row are too many.
    boolean isExhausted(int failures) {
        return attempts > 0 && failures > attempts;
    }
}
