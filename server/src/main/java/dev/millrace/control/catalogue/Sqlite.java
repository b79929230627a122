package dev.millrace.control.catalogue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/// A catalogue in a file.
///
/// SQLite has one writer at a time. Within this program they queue up for the one connection that
/// writes; other programs, such as one that repairs, are waited for.
final class Sqlite {
    private static final int READERS_MAX = 4;

    /// How long others may write.
    private static final Duration BUSY = Duration.ofSeconds(20);

    private Sqlite() {}

    /// Opens the file, and makes it if it is not there.
    ///
    /// @throws CatalogueException if that cannot be done
    static Database open(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new CatalogueException(
                    "there is no folder %s, and it cannot be made".formatted(folder), e);
        }
        String name = "the catalogue in " + file;
        HikariDataSource writers = pool(name, file, "writers", 1);
        HikariDataSource readers = pool(name, file, "readers", READERS_MAX);
        return new Database(
                name,
                "BEGIN IMMEDIATE",
                writers,
                readers,
                () -> {
                    readers.close();
                    writers.close();
                });
    }

    private static HikariDataSource pool(String name, Path file, String who, int most) {
        var config = new SQLiteConfig();
        // Readers see the last state while somebody writes. What is confirmed outlives a power cut.
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY.toMillis());
        config.enforceForeignKeys(true);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        var pool = new HikariConfig();
        pool.setPoolName("sqlite-" + who);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(most);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(BUSY.toMillis());
        // A file does not go away, and its connections do not age.
        pool.setMaxLifetime(0);
        try {
            return new HikariDataSource(pool);
        } catch (RuntimeException e) {
            throw new CatalogueException("%s cannot be opened".formatted(name), e);
        }
    }
}
