package dev.millrace.control.catalogue;

import dev.millrace.control.Recording;
import dev.millrace.control.Stretch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The times of a recording of which something is known, in the order of their starts.
///
/// @param next where to go on reading; empty if that is all
public record Stretches(List<Stretch> stretches, Optional<Instant> next) {
    /// Segments are dated a little apart from each other; a missing one leaves more.
    private static final Duration JOINT = Duration.ofMillis(500);

    public Stretches {
        stretches = List.copyOf(stretches);
    }

    /// Reads them by the index of times, and joins them here: a window function would do that in
    /// the database, but sort all of it first.
    ///
    /// @param from only segments that begin then or later
    /// @param limit how many segments are looked at
    static Stretches of(Transaction transaction, Recording recording, Instant from, int limit)
            throws SQLException {
        long earliestMs = recording.start().toEpochMilli() - SegmentRows.DURATION_MS_MAX;
        List<Stretch> rows =
                transaction.list(
                        Stretches::read,
                        """
                        SELECT start_ms, end_ms, object, bytes FROM segment
                        WHERE source = ? AND start_ms >= ? AND start_ms < ? AND end_ms > ?
                        ORDER BY start_ms, sequence LIMIT ?\
                        """,
                        recording.source(),
                        Math.max(from.toEpochMilli(), earliestMs),
                        SegmentRows.endMs(recording),
                        recording.start(),
                        limit);
        // Of several that begin in the same millisecond one may be passed over: it counts nothing.
        Optional<Instant> next =
                rows.size() < limit
                        ? Optional.empty()
                        : Optional.of(rows.getLast().start().plusMillis(1));
        return new Stretches(joined(rows), next);
    }

    private static Stretch read(ResultSet row) throws SQLException {
        return new Stretch(
                Instant.ofEpochMilli(row.getLong("start_ms")),
                Instant.ofEpochMilli(row.getLong("end_ms")),
                row.getString("object") == null,
                1,
                row.getLong("bytes"));
    }

    private static List<Stretch> joined(List<Stretch> rows) {
        var joined = new ArrayList<Stretch>();
        for (Stretch row : rows) {
            if (!joined.isEmpty() && follows(row, joined.getLast())) {
                joined.set(joined.size() - 1, sum(joined.getLast(), row));
            } else {
                joined.add(row);
            }
        }
        return joined;
    }

    private static boolean follows(Stretch row, Stretch last) {
        return row.lost() == last.lost() && !row.start().isAfter(last.end().plus(JOINT));
    }

    private static Stretch sum(Stretch one, Stretch other) {
        Instant end = one.end().isAfter(other.end()) ? one.end() : other.end();
        return new Stretch(
                one.start(),
                end,
                one.lost(),
                one.segments() + other.segments(),
                one.bytes() + other.bytes());
    }
}
