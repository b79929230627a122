package dev.millrace.control.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import dev.millrace.segment.Segment;
import dev.millrace.testing.Postgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything a catalogue asks its database is answered by an index.
@DisplayName("L20: nothing looks through a whole table")
class QueryPlanTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @Test
    void inSqlite() throws Exception {
        Path file = folder.resolve("a.db");
        Set<String> asked = new ConcurrentSkipListSet<>();
        Database database = Sqlite.open(file);
        use(Catalogues.ready(listening(database, asked), Schema.Dialect.SQLITE, clock()));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            for (String sql : asked) {
                List<String> plan = lines(connection, "EXPLAIN QUERY PLAN " + sql, "detail");
                // In the order of an index, as far as is asked for, is no look at a whole table.
                assertThat(plan)
                        .as(sql)
                        .noneMatch(line -> line.startsWith("SCAN") && !line.contains(" USING "))
                        .noneMatch(line -> line.contains("TEMP B-TREE FOR ORDER BY"));
            }
        }
    }

    @Test
    void inPostgresql() throws Exception {
        String url = Postgres.freshDatabase();
        Set<String> asked = new ConcurrentSkipListSet<>();
        Database database = Postgresql.open(new URI(url));
        use(Catalogues.ready(listening(database, asked), Schema.Dialect.POSTGRESQL, clock()));
        // Only without arguments of its own does it take an EXPLAIN with numbered ones.
        String jdbc = Postgres.jdbc(url) + "?preferQueryMode=simple";
        try (Connection connection =
                        DriverManager.getConnection(jdbc, "postgres", Postgres.PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            for (String sql : asked) {
                List<String> plan =
                        lines(connection, "EXPLAIN (GENERIC_PLAN) " + numbered(sql), "QUERY PLAN");
                assertThat(plan).as(sql).noneMatch(line -> line.contains("Seq Scan"));
            }
        }
    }

    private static InstantSource clock() {
        return () -> CatalogueFixture.NOON;
    }

    /// Does everything there is to do.
    private static void use(Catalogue catalogue) throws NameTakenException {
        try (catalogue) {
            Source source =
                    catalogue.addSource(
                            new NewSource(
                                    "gate",
                                    Duration.ofSeconds(4),
                                    Optional.empty(),
                                    Optional.empty()));
            catalogue.rename(source.id(), "front");
            catalogue.stream(source.id(), true);
            catalogue.contact(
                    source.id(),
                    new Source.Contact("e", CatalogueFixture.NOON, Optional.of("https://here")));
            catalogue.source(source.id());
            catalogue.sourceAnnounced("gate");
            catalogue.sources(Page.Request.first());
            var start =
                    new NewRecording(
                            "01J",
                            source.id(),
                            Optional.empty(),
                            Optional.empty(),
                            CatalogueFixture.NOON);
            Recording recording = catalogue.startRecording(start).orElseThrow();
            useSegments(catalogue, source, recording);
            for (boolean onlyActive : List.of(true, false)) {
                for (boolean newestFirst : List.of(true, false)) {
                    Page.Request page = Page.Request.first();
                    catalogue.recordings(
                            new RecordingQuery(Optional.empty(), onlyActive, newestFirst, page));
                    var ofSource = Optional.of(source.id());
                    catalogue.recordings(
                            new RecordingQuery(ofSource, onlyActive, newestFirst, page));
                }
            }
            catalogue.stopRecording("01J", CatalogueFixture.NOON);
            catalogue.settle("01J");
            catalogue.wanted(source.id());
            catalogue.unsettled(CatalogueFixture.NOON);
            catalogue.deleteRecording("01J");
            catalogue.garbage(10).forEach(it -> catalogue.forget(it.source(), it.segment()));
            catalogue.garbage(10);
            catalogue.doom("x");
            catalogue.doomed(CatalogueFixture.NOON, 10);
            catalogue.gone("x");
            catalogue.doom("x");
            catalogue.revision();
            catalogue.deleteSource(source.id());
        }
    }

    private static void useSegments(Catalogue catalogue, Source source, Recording recording) {
        Segment segment = CatalogueFixture.segment(1);
        catalogue.addSegment(source.id(), segment, "x/1.ts");
        catalogue.addLost(source.id(), CatalogueFixture.segment(2));
        catalogue.has(source.id(), segment);
        catalogue.segments(recording.id(), -1, 1);
        catalogue.stretches(recording.id(), CatalogueFixture.NOON, 10);
        catalogue.segment(recording.id(), segment.id().name());
        catalogue.stored(Optional.empty(), 10);
        catalogue.lose(source.id(), CatalogueFixture.segment(2));
    }

    /// The same database, with an ear at it.
    private static Database listening(Database database, Set<String> asked) {
        return new Database(
                database.toString(),
                database.beginWriting(),
                listening(database.writers(), asked),
                listening(database.readers(), asked),
                database::close);
    }

    private static DataSource listening(DataSource source, Set<String> asked) {
        return proxy(
                DataSource.class,
                source,
                result ->
                        result instanceof Connection connection
                                ? proxy(Connection.class, connection, it -> it, asked)
                                : result,
                asked);
    }

    private interface Result {
        Object of(Object result);
    }

    private static <T> T proxy(Class<T> type, T inner, Result result, Set<String> asked) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            if (method.getName().equals("prepareStatement")
                                    && !arguments[0].toString().contains("migration")) {
                                asked.add((String) arguments[0]);
                            }
                            try {
                                Object got = method.invoke(inner, arguments);
                                return got == null ? null : result.of(got);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private static List<String> lines(Connection connection, String sql, String column)
            throws SQLException {
        var lines = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(column));
            }
        }
        return lines;
    }

    /// PostgreSQL's own way to write arguments.
    private static String numbered(String sql) {
        var numbered = new StringBuilder();
        int number = 0;
        for (int i = 0; i < sql.length(); i++) {
            if (sql.charAt(i) == '?') {
                numbered.append('$').append(++number);
            } else {
                numbered.append(sql.charAt(i));
            }
        }
        return numbered.toString();
    }
}
