package dev.millrace.control.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database, and its transactions. Any thread.
///
/// What writes and what only reads take their connections from different places: SQLite has one
/// writer at a time, which readers do not wait for.
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int TRIES = 3;

    /// SQL:2023, class 40: the transaction was rolled back, because of others.
    private static final String ROLLED_BACK = "40";

    /// What is done in a transaction. What it throws undoes it.
    interface Work<T, E extends Exception> {
        T in(Transaction transaction) throws SQLException, E;
    }

    private final String name;
    private final String beginWriting;
    private final DataSource writers;
    private final DataSource readers;
    private final Runnable closing;

    /// @param name in words, without a password
    /// @param beginWriting how a transaction that writes begins
    Database(
            String name,
            String beginWriting,
            DataSource writers,
            DataSource readers,
            Runnable closing) {
        this.name = name;
        this.beginWriting = beginWriting;
        this.writers = writers;
        this.readers = readers;
        this.closing = closing;
    }

    /// Does what changes nothing.
    <T, E extends Exception> T read(Work<T, E> work) throws E {
        try {
            return once(readers, "BEGIN", work);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /// Does it wholly or not at all. When this returns, it is there for good.
    <T, E extends Exception> T write(Work<T, E> work) throws E {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(writers, beginWriting, work);
            } catch (SQLException e) {
                if (attempt == TRIES || !isRolledBack(e)) {
                    throw failure(e);
                }
            }
        }
    }

    /// What is done in a transaction, and has nothing to say.
    interface Change {
        void in(Transaction transaction) throws SQLException;
    }

    /// The same.
    void change(Change change) {
        write(transaction -> {
            change.in(transaction);
            return true;
        });
    }

    private static <T, E extends Exception> T once(DataSource source, String begin, Work<T, E> work)
            throws SQLException, E {
        try (Connection connection = source.getConnection()) {
            // Not by way of JDBC, which begins the next transaction of SQLite with the end of one.
            run(connection, begin);
            boolean isDone = false;
            try {
                T result = work.in(new Transaction(connection));
                run(connection, "COMMIT");
                isDone = true;
                return result;
            } finally {
                if (!isDone) {
                    rollBack(connection);
                }
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            run(connection, "ROLLBACK");
        } catch (SQLException e) {
            // The database has done so itself, or it is not there; what went wrong before counts.
            LOG.debug("a transaction could not be rolled back", e);
        }
    }

    /// Whether two transactions were in each other's way, and this one had to yield.
    private static boolean isRolledBack(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(ROLLED_BACK);
    }

    private CatalogueException failure(SQLException e) {
        return new CatalogueException("%s failed: %s".formatted(name, e.getMessage()), e);
    }

    String beginWriting() {
        return beginWriting;
    }

    DataSource writers() {
        return writers;
    }

    DataSource readers() {
        return readers;
    }

    @Override
    public void close() {
        closing.run();
    }

    @Override
    public String toString() {
        return name;
    }
}
