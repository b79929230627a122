package dev.millrace.control.catalogue;

import dev.millrace.control.catalogue.Schema.Dialect;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.InstantSource;

/// Opens catalogues.
public final class Catalogues {
    /// The name of the file, where nobody says another.
    public static final String FILE = "catalogue.db";

    private Catalogues() {}

    /// Opens a catalogue, makes its tables if they are not there, and brings those of an older
    /// program up to date.
    ///
    /// @param where `postgresql://user:password@host:port/database`, or the path of an SQLite file;
    ///   empty for [#FILE]
    /// @param folder what a relative path is relative to
    /// @throws IllegalArgumentException if `where` is neither; the message holds no password
    /// @throws CatalogueException if it cannot be opened
    public static Catalogue open(String where, Path folder) {
        return open(where, folder, InstantSource.system());
    }

    /// The same, by a clock that is not the machine's.
    static Catalogue open(String where, Path folder, InstantSource clock) {
        if (where.startsWith(Postgresql.SCHEME + ":")) {
            return ready(Postgresql.open(url(where)), Dialect.POSTGRESQL, clock);
        }
        if (where.contains("://")) {
            throw new IllegalArgumentException(
                    "the catalogue is at %s://…, but must be at postgresql://… or in a file"
                            .formatted(where.substring(0, where.indexOf("://"))));
        }
        Path file = folder.resolve(where.isEmpty() ? FILE : where);
        return ready(Sqlite.open(file), Dialect.SQLITE, clock);
    }

    private static URI url(String where) {
        try {
            return new URI(where);
        } catch (URISyntaxException e) {
            // Its message would hold the whole URL.
            throw new IllegalArgumentException(
                    "the URL of the catalogue has a character that must be written as %%XX, at %d"
                            .formatted(e.getIndex()));
        }
    }

    static Catalogue ready(Database database, Dialect dialect, InstantSource clock) {
        try {
            Schema.migrate(database, dialect);
            return new SqlCatalogue(database, clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }
}
