package dev.millrace.api.control;

import dev.millrace.control.catalogue.Stretches;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of a recording's time, as the API shows it.
///
/// @param stretches stored or lost, in the order of their starts
/// @param next from where to go on asking; empty if that is all
/// @param owedFrom what is in no stretch and later than this may still come; empty if nothing may
/// @param now what time it is here
record TimelineJson(
        List<StretchJson> stretches,
        Optional<Instant> next,
        Optional<Instant> owedFrom,
        Instant now) {
    /// Segments that follow each other.
    ///
    /// @param state `stored` or `lost`
    record StretchJson(Instant start, Instant end, String state, int segments, long bytes) {}

    static TimelineJson of(Stretches known, Optional<Instant> owedFrom, Instant now) {
        return new TimelineJson(
                known.stretches().stream()
                        .map(it ->
                                new StretchJson(
                                        it.start(),
                                        it.end(),
                                        it.lost() ? "lost" : "stored",
                                        it.segments(),
                                        it.bytes()))
                        .toList(),
                known.next(),
                owedFrom,
                now);
    }
}
