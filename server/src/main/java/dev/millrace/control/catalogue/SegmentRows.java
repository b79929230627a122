package dev.millrace.control.catalogue;

import dev.millrace.control.Recording;
import dev.millrace.control.StoredSegment;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table of segments.
final class SegmentRows {
    /// No segment is longer, so none that began earlier reaches into a time.
    static final long DURATION_MS_MAX = TimeUnit.MICROSECONDS.toMillis(Segment.DURATION_US_MAX) + 1;

    private static final String SELECT = "SELECT * FROM segment";
    private static final String IS_IT = " WHERE source = ? AND sequence = ? AND hash = ?";

    /// As [SegmentId#name] makes it.
    private static final Pattern NAME = Pattern.compile("(0|[1-9][0-9]{0,17})-([0-9a-f]{16})");

    private SegmentRows() {}

    static boolean has(Transaction transaction, UUID source, SegmentId id) throws SQLException {
        return transaction.any(
                "SELECT 1 FROM segment" + IS_IT + " AND object IS NOT NULL",
                source,
                id.sequence(),
                id.hash());
    }

    /// Puts a row there, if its source is; one that is there changes only from lost to stored.
    ///
    /// @return whether anything changed
    static boolean put(Transaction transaction, StoredSegment stored) throws SQLException {
        Segment segment = stored.segment();
        int changed =
                transaction.update(
                        """
                        INSERT INTO segment (source, sequence, hash, start_ms, end_ms, duration_us,
                            bytes, era, object, stored_at_ms)
                        SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM source WHERE id = ?
                        ON CONFLICT (source, sequence, hash) DO UPDATE
                        SET object = excluded.object, stored_at_ms = excluded.stored_at_ms
                        WHERE segment.object IS NULL AND excluded.object IS NOT NULL\
                        """,
                        segment.id().sequence(),
                        segment.id().hash(),
                        segment.start(),
                        endMs(segment),
                        segment.durationUs(),
                        segment.bytes(),
                        segment.era(),
                        stored.object(),
                        stored.storedAt(),
                        stored.source());
        if (changed > 0) {
            SourceRows.raiseFloor(transaction, stored.source(), segment.id().sequence() + 1);
            loosenIfUnwanted(transaction, stored.source(), segment);
        }
        return changed > 0;
    }

    /// What came too late for its recording is garbage from the beginning.
    private static void loosenIfUnwanted(Transaction transaction, UUID source, Segment segment)
            throws SQLException {
        if (!isWanted(transaction, source, segment)) {
            long startMs = segment.start().toEpochMilli();
            GarbageRows.loosen(transaction, source, startMs, endMs(segment));
        }
    }

    /// Whether a recording wants it.
    static boolean isWanted(Transaction transaction, UUID source, Segment segment)
            throws SQLException {
        return transaction.any(
                """
                SELECT 1 FROM recording
                WHERE source = ? AND start_ms < ? AND (end_ms IS NULL OR end_ms > ?)
                ORDER BY start_ms DESC LIMIT 1\
                """,
                source,
                endMs(segment),
                segment.start());
    }

    /// The first whole millisecond after it.
    private static long endMs(Segment segment) {
        long durationMs = Math.ceilDiv(segment.durationUs(), TimeUnit.MILLISECONDS.toMicros(1));
        return segment.start().toEpochMilli() + durationMs;
    }

    static List<StoredSegment> of(
            Transaction transaction, Recording recording, long afterSequence, int limit)
            throws SQLException {
        Optional<Numbers> numbers = numbers(transaction, recording);
        if (numbers.isEmpty() || limit == 0) {
            return List.of();
        }
        List<StoredSegment> read =
                transaction.list(
                        SegmentRows::read,
                        SELECT
                                + """
                                 WHERE source = ? AND sequence >= ? AND sequence <= ?
                                AND start_ms < ? AND end_ms > ?
                                ORDER BY sequence, hash LIMIT ?\
                                """,
                        recording.source(),
                        Math.max(numbers.get().first(), afterSequence + 1),
                        numbers.get().last(),
                        endMs(recording),
                        recording.start(),
                        limit);
        return read.size() < limit ? read : withTwins(transaction, recording, read);
    }

    /// Those of the last number that are not among what was read: who goes on after this number
    /// would not see them.
    private static List<StoredSegment> withTwins(
            Transaction transaction, Recording recording, List<StoredSegment> read)
            throws SQLException {
        SegmentId last = read.getLast().segment().id();
        var all = new ArrayList<StoredSegment>(read);
        all.addAll(
                transaction.list(
                        SegmentRows::read,
                        SELECT
                                + """
                                 WHERE source = ? AND sequence = ? AND hash > ?
                                AND start_ms < ? AND end_ms > ?
                                ORDER BY hash\
                                """,
                        recording.source(),
                        last.sequence(),
                        last.hash(),
                        endMs(recording),
                        recording.start()));
        return all;
    }

    /// Between which numbers the segments of a recording are.
    private record Numbers(long first, long last) {}

    /// From an index alone. Clocks go back, so that the first number is not always the first in
    /// time; and the sum keeps PostgreSQL from looking for it from the source's first number on.
    private static Optional<Numbers> numbers(Transaction transaction, Recording recording)
            throws SQLException {
        return transaction
                .find(
                        row ->
                                row.getObject("first_one") == null
                                        ? Optional.<Numbers>empty()
                                        : Optional.of(
                                                new Numbers(
                                                        row.getLong("first_one"),
                                                        row.getLong("last_one"))),
                        """
                        SELECT MIN(sequence + 0) AS first_one, MAX(sequence + 0) AS last_one
                        FROM segment WHERE source = ? AND start_ms > ? AND start_ms < ?\
                        """,
                        recording.source(),
                        recording.start().toEpochMilli() - DURATION_MS_MAX,
                        endMs(recording))
                .flatMap(found -> found);
    }

    /// Exclusive; the end of all time while it runs.
    static long endMs(Recording recording) {
        return recording.end().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }

    static Optional<StoredSegment> named(Transaction transaction, Recording recording, String name)
            throws SQLException {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String hash = matcher.group(2);
        // No digit is as large as `g`.
        return transaction.find(
                SegmentRows::read,
                SELECT
                        + """
                         WHERE source = ? AND sequence = ? AND hash >= ? AND hash < ?
                        AND start_ms < ? AND end_ms > ?\
                        """,
                recording.source(),
                Long.parseLong(matcher.group(1)),
                hash,
                hash + "g",
                endMs(recording),
                recording.start());
    }

    static boolean delete(Transaction transaction, UUID source, SegmentId id) throws SQLException {
        String sql = "DELETE FROM segment" + IS_IT;
        return transaction.update(sql, source, id.sequence(), id.hash()) > 0;
    }

    static void lose(Transaction transaction, UUID source, SegmentId id) throws SQLException {
        transaction.update(
                "UPDATE segment SET object = NULL" + IS_IT, source, id.sequence(), id.hash());
    }

    /// The key of its object, if it is there and has one.
    static Optional<String> object(Transaction transaction, UUID source, SegmentId id)
            throws SQLException {
        return transaction
                .find(
                        row -> Transaction.text(row, "object"),
                        "SELECT object FROM segment" + IS_IT,
                        source,
                        id.sequence(),
                        id.hash())
                .flatMap(object -> object);
    }

    static boolean isNamed(Transaction transaction, String object) throws SQLException {
        return transaction.any("SELECT 1 FROM segment WHERE object = ?", object);
    }

    static List<StoredSegment> stored(
            Transaction transaction, Optional<String> afterObject, int limit) throws SQLException {
        return transaction.list(
                SegmentRows::read,
                SELECT + " WHERE object > ? ORDER BY object LIMIT ?",
                afterObject.orElse(""),
                limit);
    }

    static StoredSegment read(ResultSet row) throws SQLException {
        var segment =
                new Segment(
                        new SegmentId(row.getLong("sequence"), row.getString("hash")),
                        Instant.ofEpochMilli(row.getLong("start_ms")),
                        row.getLong("duration_us"),
                        row.getLong("bytes"),
                        row.getLong("era"));
        return new StoredSegment(
                Transaction.id(row, "source"),
                segment,
                Transaction.text(row, "object"),
                Instant.ofEpochMilli(row.getLong("stored_at_ms")));
    }
}
