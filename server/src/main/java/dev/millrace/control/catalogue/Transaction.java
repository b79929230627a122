package dev.millrace.control.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A transaction that is under way, and the few things that are done in one. One thread.
///
/// Arguments are strings, numbers, truths, UUIDs, instants, and optional ones of them: an empty one
/// is NULL, an instant its milliseconds, a truth 0 or 1.
final class Transaction {
    /// What becomes of a row.
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    Transaction(Connection connection) {
        this.connection = connection;
    }

    /// Changes rows, and says how many.
    int update(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    /// For statements that define things.
    void define(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    <T> List<T> list(RowReader<T> reader, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                var read = new ArrayList<T>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        }
    }

    /// The first row, if there is one.
    <T> Optional<T> find(RowReader<T> reader, String sql, Object... arguments) throws SQLException {
        return list(reader, sql, arguments).stream().findFirst();
    }

    /// Whether there is a row.
    boolean any(String sql, Object... arguments) throws SQLException {
        return !list(row -> true, sql, arguments).isEmpty();
    }

    private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
    }

    private static void bind(PreparedStatement statement, int index, Object argument)
            throws SQLException {
        switch (argument) {
            case Optional<?> optional when optional.isEmpty() ->
                    statement.setNull(index, Types.NULL);
            case Optional<?> optional -> bind(statement, index, optional.orElseThrow());
            case Instant instant -> statement.setLong(index, instant.toEpochMilli());
            case UUID id -> statement.setString(index, id.toString());
            case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case String text -> statement.setString(index, text);
            default ->
                    throw new IllegalArgumentException(
                            argument.getClass() + " is nothing that a column holds");
        }
    }

    // What columns hold

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long ms = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ms));
    }

    static UUID id(ResultSet row, String column) throws SQLException {
        return UUID.fromString(row.getString(column));
    }
}
