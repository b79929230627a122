package dev.millrace.control.catalogue;

import dev.millrace.control.StoredSegment;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The tables of what is to go: the times in which there may be segments that no recording wants,
/// and the objects that are being deleted.
final class GarbageRows {
    /// A time of a source in which a recording was given up.
    record Loose(long fromMs, UUID source, long toMs) {}

    private GarbageRows() {}

    // Times

    /// Notes that a recording wants this time no more.
    static void loosen(Transaction transaction, UUID source, long fromMs, long toMs)
            throws SQLException {
        insert(transaction, widened(new Loose(fromMs, source, toMs)));
    }

    /// What overlaps a time at its edges lies in it wholly then.
    private static Loose widened(Loose loose) {
        long most = SegmentRows.DURATION_MS_MAX;
        return new Loose(
                loose.fromMs() - most,
                loose.source(),
                loose.toMs() > Long.MAX_VALUE - most ? Long.MAX_VALUE : loose.toMs() + most);
    }

    private static void insert(Transaction transaction, Loose loose) throws SQLException {
        transaction.update(
                "INSERT INTO loose (from_ms, source, to_ms) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                loose.fromMs(),
                loose.source(),
                loose.toMs());
    }

    /// The oldest of them.
    static List<Loose> loose(Transaction transaction, int limit) throws SQLException {
        return transaction.list(
                row ->
                        new Loose(
                                row.getLong("from_ms"),
                                Transaction.id(row, "source"),
                                row.getLong("to_ms")),
                "SELECT * FROM loose ORDER BY from_ms, source, to_ms LIMIT ?",
                limit);
    }

    /// Forgets a time, if there is nothing in it.
    static void forget(Transaction transaction, Loose loose) throws SQLException {
        // First, so that whoever loosens the same time meanwhile waits for the end of this.
        transaction.update(
                "DELETE FROM loose WHERE from_ms = ? AND source = ? AND to_ms = ?",
                loose.fromMs(),
                loose.source(),
                loose.toMs());
        if (!unwanted(transaction, loose, 1).isEmpty()) {
            insert(transaction, loose);
        }
    }

    /// Segments in this time that no recording wants.
    static List<StoredSegment> unwanted(Transaction transaction, Loose loose, int limit)
            throws SQLException {
        var found = new ArrayList<StoredSegment>();
        for (Loose gap : gaps(transaction, loose)) {
            if (found.size() == limit) {
                break;
            }
            found.addAll(
                    transaction.list(
                            SegmentRows::read,
                            """
                            SELECT * FROM segment
                            WHERE source = ? AND start_ms >= ? AND start_ms <= ? AND end_ms <= ?
                            ORDER BY start_ms, sequence LIMIT ?\
                            """,
                            gap.source(),
                            gap.fromMs(),
                            gap.toMs(),
                            gap.toMs(),
                            limit - found.size()));
        }
        return found;
    }

    /// The parts of a time that no recording wants.
    private static List<Loose> gaps(Transaction transaction, Loose loose) throws SQLException {
        List<Loose> wanted =
                transaction.list(
                        row -> {
                            long endMs = row.getLong("end_ms");
                            return new Loose(
                                    row.getLong("start_ms"),
                                    loose.source(),
                                    row.wasNull() ? Long.MAX_VALUE : endMs);
                        },
                        """
                        SELECT start_ms, end_ms FROM recording
                        WHERE source = ? AND start_ms < ? AND (end_ms IS NULL OR end_ms > ?)
                        ORDER BY start_ms\
                        """,
                        loose.source(),
                        loose.toMs(),
                        loose.fromMs());
        var gaps = new ArrayList<Loose>();
        long fromMs = loose.fromMs();
        for (Loose recording : wanted) {
            if (recording.fromMs() >= fromMs) {
                gaps.add(new Loose(fromMs, loose.source(), recording.fromMs()));
            }
            fromMs = Math.max(fromMs, recording.toMs());
        }
        gaps.add(new Loose(fromMs, loose.source(), loose.toMs()));
        return gaps;
    }

    // Objects

    /// Whether an object is as good as gone.
    enum Doom {
        NONE,
        UNDER_WAY,
        GONE
    }

    /// Marks an object for deletion, for the time of this transaction or longer. Only one
    /// transaction at a time gets beyond this for an object, whether it names it or deletes it.
    ///
    /// @return what it was until now
    static Doom doom(Transaction transaction, String object, Instant now) throws SQLException {
        int added =
                transaction.update(
                        "INSERT INTO doomed (object, since_ms, gone) VALUES (?, ?, 0)"
                                + " ON CONFLICT (object) DO NOTHING",
                        object,
                        now);
        if (added == 1) {
            return Doom.NONE;
        }
        return transaction
                .find(
                        row -> row.getInt("gone") == 1 ? Doom.GONE : Doom.UNDER_WAY,
                        "SELECT gone FROM doomed WHERE object = ?",
                        object)
                .orElse(Doom.UNDER_WAY);
    }

    static void spare(Transaction transaction, String object) throws SQLException {
        transaction.update("DELETE FROM doomed WHERE object = ?", object);
    }

    /// Says again that it is being deleted.
    static void renew(Transaction transaction, String object, Instant now) throws SQLException {
        transaction.update(
                "UPDATE doomed SET gone = 0, since_ms = ? WHERE object = ?", now, object);
    }

    static void gone(Transaction transaction, String object, Instant now) throws SQLException {
        transaction.update(
                "UPDATE doomed SET gone = 1, since_ms = ? WHERE object = ?", now, object);
    }

    /// Forgets objects that are gone for longer than anybody could have been busy with them.
    static void forgetGone(Transaction transaction, Instant before) throws SQLException {
        transaction.update("DELETE FROM doomed WHERE gone = 1 AND since_ms < ?", before);
    }

    static List<String> doomed(Transaction transaction, Instant before, int limit)
            throws SQLException {
        return transaction.list(
                row -> row.getString("object"),
                "SELECT object FROM doomed WHERE gone = 0 AND since_ms < ?"
                        + " ORDER BY since_ms LIMIT ?",
                before,
                limit);
    }
}
