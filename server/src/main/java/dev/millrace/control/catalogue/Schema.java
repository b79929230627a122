package dev.millrace.control.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;

/// The tables, and how they came to be: numbered files of SQL, each of which is run once, in a
/// transaction. `Flyway` does this too, for the price of a second JSON library.
final class Schema {
    /// The number of the newest file.
    static final int VERSION = 1;

    /// Where the two databases differ.
    enum Dialect {
        SQLITE("TEXT", "SELECT 1"),

        /// Takes care that two control nodes that start together do not both make the tables.
        POSTGRESQL("TEXT COLLATE \"C\"", "SELECT pg_advisory_xact_lock(7742114805)");

        private final String text;
        private final String lock;

        Dialect(String text, String lock) {
            this.text = text;
            this.lock = lock;
        }
    }

    private Schema() {}

    /// Brings a database to the newest version, from whichever it has.
    ///
    /// @throws CatalogueException if it cannot be done, or a newer program has been here
    static void migrate(Database database, Dialect dialect) {
        int found = database.write(transaction -> migrate(transaction, dialect));
        if (found > VERSION) {
            throw new CatalogueException(
                    ("%s has tables of version %d, and this program knows those up to %d; a newer"
                                    + " one has been here: use that")
                            .formatted(database, found, VERSION));
        }
    }

    private static int migrate(Transaction transaction, Dialect dialect) throws SQLException {
        transaction.define(dialect.lock);
        transaction.define(
                "CREATE TABLE IF NOT EXISTS migration"
                        + " (version INTEGER PRIMARY KEY, at_ms BIGINT NOT NULL)");
        int found =
                transaction
                        .find(
                                row -> row.getInt("version"),
                                "SELECT version FROM migration ORDER BY version DESC LIMIT 1")
                        .orElse(0);
        for (int version = found + 1; version <= VERSION; version++) {
            for (String statement : statements(version, dialect)) {
                transaction.define(statement);
            }
            transaction.update(
                    "INSERT INTO migration (version, at_ms) VALUES (?, ?)", version, Instant.now());
        }
        return found;
    }

    private static String[] statements(int version, Dialect dialect) {
        String text = read("%04d.sql".formatted(version)).replaceAll("(?m)^--.*\n", "");
        return Arrays.stream(text.replace("${TEXT}", dialect.text).split(";\n"))
                .filter(statement -> !statement.isBlank())
                .toArray(String[]::new);
    }

    private static String read(String file) {
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
