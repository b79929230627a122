package dev.millrace.control.catalogue;

import dev.millrace.control.Recording;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The table of recordings.
final class RecordingRows {
    private static final String SELECT = "SELECT * FROM recording";

    private RecordingRows() {}

    static Optional<Recording> start(Transaction transaction, NewRecording recording, Instant now)
            throws SQLException {
        int added =
                transaction.update(
                        """
                        INSERT INTO recording (id, source, alias, description, start_ms, end_ms,
                            settled, created_at_ms, updated_at_ms)
                        SELECT ?, id, ?, ?, ?, NULL, 0, ?, ? FROM source WHERE id = ?
                        ON CONFLICT (id) DO NOTHING\
                        """,
                        recording.id(),
                        recording.alias(),
                        recording.description(),
                        recording.start(),
                        now,
                        now,
                        recording.source());
        SourceRows.reviseIf(transaction, added);
        return find(transaction, recording.id());
    }

    static Optional<Recording> stop(Transaction transaction, String id, Instant end, Instant now)
            throws SQLException {
        // An end before the start would make it nothing at all.
        int changed =
                transaction.update(
                        """
                        UPDATE recording
                        SET end_ms = CASE WHEN start_ms > ? THEN start_ms ELSE ? END,
                            updated_at_ms = ?
                        WHERE id = ? AND end_ms IS NULL\
                        """,
                        end,
                        end,
                        now,
                        id);
        Optional<Recording> stopped = find(transaction, id);
        if (SourceRows.reviseIf(transaction, changed)) {
            Recording it = stopped.orElseThrow();
            long endMs = it.end().orElseThrow().toEpochMilli();
            GarbageRows.loosen(transaction, it.source(), endMs, Long.MAX_VALUE);
        }
        return stopped;
    }

    static void settle(Transaction transaction, String id, Instant now) throws SQLException {
        transaction.update(
                "UPDATE recording SET settled = 1, updated_at_ms = ?"
                        + " WHERE id = ? AND end_ms IS NOT NULL AND settled = 0",
                now,
                id);
    }

    static boolean delete(Transaction transaction, String id) throws SQLException {
        Optional<Recording> found = find(transaction, id);
        int deleted = transaction.update("DELETE FROM recording WHERE id = ?", id);
        if (deleted == 1 && found.isPresent()) {
            Recording it = found.get();
            long endMs = it.end().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            GarbageRows.loosen(transaction, it.source(), it.start().toEpochMilli(), endMs);
        }
        return SourceRows.reviseIf(transaction, deleted);
    }

    static Optional<Recording> find(Transaction transaction, String id) throws SQLException {
        return transaction.find(RecordingRows::read, SELECT + " WHERE id = ?", id);
    }

    static List<Recording> wanted(Transaction transaction, UUID source) throws SQLException {
        return transaction.list(
                RecordingRows::read,
                SELECT + " WHERE source = ? AND settled = 0 ORDER BY start_ms, id",
                source);
    }

    static List<Recording> unsettled(Transaction transaction, Instant before) throws SQLException {
        return transaction.list(
                RecordingRows::read,
                SELECT + " WHERE settled = 0 AND end_ms < ? ORDER BY source, start_ms, id",
                before);
    }

    static Page<Recording> page(Transaction transaction, RecordingQuery query) throws SQLException {
        Page.Request page = query.page();
        Key first = query.newestFirst() ? Key.LAST : Key.FIRST;
        Key after = page.after().map(Key::parse).orElse(first);
        String rest =
                " (start_ms, id) "
                        + (query.newestFirst() ? "< (?, ?)" : "> (?, ?)")
                        + (query.onlyActive() ? " AND end_ms IS NULL" : "")
                        + (query.newestFirst()
                                ? " ORDER BY start_ms DESC, id DESC LIMIT ?"
                                : " ORDER BY start_ms, id LIMIT ?");
        List<Recording> read =
                query.source().isEmpty()
                        ? transaction.list(
                                RecordingRows::read,
                                SELECT + " WHERE" + rest,
                                after.startMs(),
                                after.id(),
                                page.limit() + 1)
                        : transaction.list(
                                RecordingRows::read,
                                SELECT + " WHERE source = ? AND" + rest,
                                query.source().get(),
                                after.startMs(),
                                after.id(),
                                page.limit() + 1);
        return PageToken.page(read, page.limit(), Key::of);
    }

    /// The place of a recording in the list.
    private record Key(long startMs, String id) {
        static final Key FIRST = new Key(Long.MIN_VALUE, "");
        static final Key LAST = new Key(Long.MAX_VALUE, "");

        static String of(Recording recording) {
            return recording.start().toEpochMilli() + " " + recording.id();
        }

        static Key parse(String token) {
            String key = PageToken.key(token);
            int space = key.indexOf(' ');
            try {
                return new Key(
                        Long.parseLong(key.substring(0, Math.max(space, 0))),
                        key.substring(space + 1));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "page is %s, but must be what the page before said is next"
                                .formatted(token),
                        e);
            }
        }
    }

    private static Recording read(ResultSet row) throws SQLException {
        return new Recording(
                row.getString("id"),
                Transaction.id(row, "source"),
                Transaction.text(row, "alias"),
                Transaction.text(row, "description"),
                Instant.ofEpochMilli(row.getLong("start_ms")),
                Transaction.time(row, "end_ms"),
                row.getInt("settled") == 1,
                Instant.ofEpochMilli(row.getLong("created_at_ms")),
                Instant.ofEpochMilli(row.getLong("updated_at_ms")));
    }
}
