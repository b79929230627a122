package dev.millrace.segment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A segment of a source, without its bytes, which are an MPEG transport stream.
///
/// @param start when its first picture was taken, in whole milliseconds, by the clock of the
///   control node where that is known
/// @param durationUs how long it plays
/// @param bytes its length
/// @param era how many discontinuities of the source came before it or at its start: two segments
///   of the same era continue each other, or would if what lies between them were there
public record Segment(SegmentId id, Instant start, long durationUs, long bytes, long era) {
    /// Longer and larger ones are not taken.
    public static final long DURATION_US_MAX = 600_000_000;

    public static final long BYTES_MAX = 64 << 20;

    /// As far as a four-digit year goes: what clocks say that were never set, and no further.
    private static final Instant START_MIN = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant START_MAX = Instant.parse("9999-01-01T00:00:00Z");

    public Segment {
        start = start.truncatedTo(ChronoUnit.MILLIS);
        requireWithin("duration", durationUs, DURATION_US_MAX);
        requireWithin("length", bytes, BYTES_MAX);
        requireWithin("era", era, SegmentId.SEQUENCE_MAX);
        if (start.isBefore(START_MIN) || start.isAfter(START_MAX)) {
            throw new IllegalArgumentException(
                    "start is %s, but must be %s to %s".formatted(start, START_MIN, START_MAX));
        }
    }

    /// When its last picture ends.
    public Instant end() {
        return start.plus(durationUs, ChronoUnit.MICROS);
    }

    /// Whether any of it lies in a time.
    ///
    /// @param to exclusive
    public boolean overlaps(Instant from, Instant to) {
        return start.isBefore(to) && end().isAfter(from);
    }

    private static void requireWithin(String what, long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d, but must be 0 to %d".formatted(what, value, most));
        }
    }
}
