package dev.millrace.relay;

import java.time.Duration;
import java.util.Locale;

/// Times as people read them.
final class Words {
    private Words() {}

    /// `0.4 s`, `30 s`.
    static String of(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        boolean whole = seconds == Math.rint(seconds) || seconds >= 10;
        return String.format(Locale.ROOT, whole ? "%.0f s" : "%.1f s", seconds);
    }
}
