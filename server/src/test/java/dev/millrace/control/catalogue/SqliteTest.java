package dev.millrace.control.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.control.catalogue.Catalogue.NewSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @Test
    void whatIsConfirmedOutlivesAPowerCut() throws Exception {
        try (Database database = Sqlite.open(folder.resolve("a.db"))) {
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(database, "synchronous")).as("FULL").isEqualTo("2");
            assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
            assertThat(Integer.parseInt(pragma(database, "busy_timeout"))).isGreaterThan(1000);
        }
    }

    private static String pragma(Database database, String name) {
        return database.write(transaction ->
                transaction.find(row -> row.getString(1), "PRAGMA " + name).orElseThrow());
    }

    @Test
    void anotherProgramThatWritesIsWaitedFor() throws Exception {
        Path file = folder.resolve("a.db");
        try (Catalogue catalogue = Catalogues.open("a.db", folder);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            var source =
                    new NewSource(
                            "gate", Duration.ofSeconds(4), Optional.empty(), Optional.empty());
            assertThat(catalogue.revision()).as("readers do not wait").isPositive();
            var added = new FutureTask<>(() -> catalogue.addSource(source));
            Thread.ofVirtual().start(added);
            assertThat(added.isDone()).isFalse();
            statement.execute("COMMIT");
            assertThat(added.get().name()).isEqualTo("gate");
        }
    }

    @Test
    void tablesOfANewerProgramAreLeftAlone() throws Exception {
        Catalogues.open("a.db", folder).close();
        try (Database database = Sqlite.open(folder.resolve("a.db"))) {
            database.write(transaction ->
                    transaction.update("INSERT INTO migration (version, at_ms) VALUES (99, 0)"));
        }
        assertThatThrownBy(() -> Catalogues.open("a.db", folder))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("has tables of version 99, and this program knows those up");
    }

    @Test
    void whatIsNoCatalogueIsRefused() throws Exception {
        Files.writeString(folder.resolve("text.db"), "this is no database, but it is long enough");
        assertThatThrownBy(() -> Catalogues.open("text.db", folder))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("text.db");
        assertThatThrownBy(() -> Catalogues.open("mysql://root:secret@db/x", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the catalogue is at mysql://…, but must be at postgresql://… or in a file");
        assertThatThrownBy(() -> Catalogues.open("postgresql://u:p w@db/x", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("p w");
        assertThatThrownBy(() -> Catalogues.open("postgresql://db", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be like postgresql://user:password@host:5432/database");
    }
}
