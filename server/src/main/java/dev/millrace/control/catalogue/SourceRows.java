package dev.millrace.control.catalogue;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The table of sources.
final class SourceRows {
    private static final String SELECT = "SELECT * FROM source";

    private SourceRows() {}

    static Source add(Transaction transaction, NewSource source, Instant now)
            throws SQLException, NameTakenException {
        var id = UUID.randomUUID();
        int added =
                transaction.update(
                        """
                        INSERT INTO source (id, name, announced, segment_length_ms, description,
                            streaming, playlist, sequence_floor, created_at_ms, updated_at_ms)
                        VALUES (?, ?, ?, ?, ?, 0, ?, 0, ?, ?)
                        ON CONFLICT DO NOTHING\
                        """,
                        id,
                        source.name(),
                        source.name(),
                        source.segmentLength().toMillis(),
                        source.description(),
                        source.playlist(),
                        now,
                        now);
        if (added == 0) {
            throw taken(transaction, source.name());
        }
        revise(transaction);
        return find(transaction, id).orElseThrow();
    }

    private static NameTakenException taken(Transaction transaction, String name)
            throws SQLException {
        return new NameTakenException(
                named(transaction, name).isPresent()
                        ? "there is a source %s already".formatted(name)
                        : announced(transaction, name)
                                .map(other ->
                                        "edge nodes announce the source %s by the name %s"
                                                .formatted(other.name(), name))
                                .orElse("the name %s is taken".formatted(name)));
    }

    static Optional<Source> find(Transaction transaction, UUID id) throws SQLException {
        return transaction.find(SourceRows::read, SELECT + " WHERE id = ?", id);
    }

    static Optional<Source> named(Transaction transaction, String name) throws SQLException {
        return transaction.find(SourceRows::read, SELECT + " WHERE name = ?", name);
    }

    static Optional<Source> announced(Transaction transaction, String announced)
            throws SQLException {
        return transaction.find(SourceRows::read, SELECT + " WHERE announced = ?", announced);
    }

    static Page<Source> page(Transaction transaction, Page.Request page) throws SQLException {
        // No name is empty, so the first page begins after that.
        List<Source> read =
                transaction.list(
                        SourceRows::read,
                        SELECT + " WHERE name > ? ORDER BY name LIMIT ?",
                        page.after().map(PageToken::key).orElse(""),
                        page.limit() + 1);
        return PageToken.page(read, page.limit(), Source::name);
    }

    static boolean rename(Transaction transaction, UUID source, String name, Instant now)
            throws SQLException, NameTakenException {
        Optional<Source> other = named(transaction, name);
        if (other.isPresent() && !other.get().id().equals(source)) {
            throw taken(transaction, name);
        }
        int changed =
                transaction.update(
                        "UPDATE source SET name = ?, updated_at_ms = ? WHERE id = ? AND name <> ?",
                        name,
                        now,
                        source,
                        name);
        return reviseIf(transaction, changed) || other.isPresent();
    }

    static boolean stream(Transaction transaction, UUID source, boolean streaming, Instant now)
            throws SQLException {
        int changed =
                transaction.update(
                        "UPDATE source SET streaming = ?, updated_at_ms = ?"
                                + " WHERE id = ? AND streaming <> ?",
                        streaming,
                        now,
                        source,
                        streaming);
        return reviseIf(transaction, changed) || find(transaction, source).isPresent();
    }

    static void contact(Transaction transaction, UUID source, Source.Contact contact)
            throws SQLException {
        transaction.update(
                "UPDATE source SET contact_node = ?, contact_at_ms = ?, contact_url = ?"
                        + " WHERE id = ?",
                contact.node(),
                contact.at(),
                contact.url(),
                source);
    }

    /// Notes that all smaller numbers are taken.
    static void raiseFloor(Transaction transaction, UUID source, long floor) throws SQLException {
        transaction.update(
                "UPDATE source SET sequence_floor = ? WHERE id = ? AND sequence_floor < ?",
                floor,
                source,
                floor);
    }

    static boolean delete(Transaction transaction, UUID source) throws SQLException {
        int deleted = transaction.update("DELETE FROM source WHERE id = ?", source);
        if (deleted == 1) {
            GarbageRows.loosen(transaction, source, 0, Long.MAX_VALUE);
        }
        return reviseIf(transaction, deleted);
    }

    // The revision

    static long revision(Transaction transaction) throws SQLException {
        return transaction
                .find(row -> row.getLong("number"), "SELECT number FROM revision WHERE id = 1")
                .orElseThrow();
    }

    static void revise(Transaction transaction) throws SQLException {
        transaction.update("UPDATE revision SET number = number + 1 WHERE id = 1");
    }

    /// Whether anything was changed; if so, the revision is.
    static boolean reviseIf(Transaction transaction, int changed) throws SQLException {
        if (changed > 0) {
            revise(transaction);
        }
        return changed > 0;
    }

    private static Source read(ResultSet row) throws SQLException {
        Optional<Instant> contactAt = Transaction.time(row, "contact_at_ms");
        String node = Transaction.text(row, "contact_node").orElse("");
        Optional<String> url = Transaction.text(row, "contact_url");
        return new Source(
                Transaction.id(row, "id"),
                row.getString("name"),
                row.getString("announced"),
                Duration.ofMillis(row.getLong("segment_length_ms")),
                Transaction.text(row, "description"),
                row.getInt("streaming") == 1,
                Transaction.text(row, "playlist"),
                contactAt.map(at -> new Source.Contact(node, at, url)),
                row.getLong("sequence_floor"),
                Instant.ofEpochMilli(row.getLong("created_at_ms")),
                Instant.ofEpochMilli(row.getLong("updated_at_ms")));
    }
}
