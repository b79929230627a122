package dev.millrace.control.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/// A year of ten cameras: 10,000 recordings with 1,000,000 segments.
@Tag("slow")
@DisplayName("L20: a large catalogue answers as a small one does")
class CatalogueSizeTest {
    private static final int SOURCES = 10;
    private static final int RECORDINGS = 10_000;
    private static final int SEGMENTS = 1_000_000;

    /// Instructions of SQLite's machine: reading through a million rows takes several for each.
    private static final long MANY_STEPS = 1_000_000;

    private static final int STEPS_AT_A_TIME = 1_000;

    private static final String COUNT =
            """
            WITH RECURSIVE counted (n) AS
                (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ?)
            """;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private final LongAdder steps = new LongAdder();

    private interface Question<T> {
        T ask();
    }

    /// Connections that count what they do: how long it takes says more of the machine.
    private final class Counting extends SQLiteDataSource {
        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            SQLiteConnection connection = super.getConnection(user, password);
            ProgressHandler.setHandler(
                    connection,
                    STEPS_AT_A_TIME,
                    new ProgressHandler() {
                        @Override
                        protected int progress() {
                            steps.add(STEPS_AT_A_TIME);
                            return 0; // go on
                        }
                    });
            return connection;
        }
    }

    private Database database(Path file) {
        var source = new Counting();
        source.setUrl("jdbc:sqlite:" + file);
        source.setEnforceForeignKeys(true);
        return new Database("the catalogue", "BEGIN IMMEDIATE", source, source, () -> {});
    }

    @Test
    void answersAtOnce() throws Exception {
        Path file = folder.resolve("a.db");
        try (Database database = database(file);
                Catalogue catalogue =
                        Catalogues.ready(
                                database, Schema.Dialect.SQLITE, () -> CatalogueFixture.NOON)) {
            for (int i = 0; i < SOURCES; i++) {
                catalogue.addSource(
                        new NewSource(
                                "camera" + i,
                                Duration.ofSeconds(4),
                                Optional.empty(),
                                Optional.empty()));
            }
            fill(database);
            List<Source> sources = quick(() -> catalogue.sources(Page.Request.first())).items();
            var all = new RecordingQuery(Optional.empty(), false, Page.Request.first());
            Page<Recording> first = quick(() -> catalogue.recordings(all));
            var rest = new Page.Request(first.next(), 100);
            quick(() -> catalogue.recordings(new RecordingQuery(Optional.empty(), false, rest)));
            quick(() ->
                    catalogue.recordings(
                            new RecordingQuery(
                                    Optional.of(sources.getFirst().id()),
                                    true,
                                    Page.Request.first())));
            Recording one = first.items().get(900);
            List<StoredSegment> segments = quick(() -> catalogue.segments(one.id(), -1, 1000));
            assertThat(segments).hasSizeBetween(100, 102);
            String name = segments.get(50).segment().id().name();
            assertThat(quick(() -> catalogue.segment(one.id(), name))).isPresent();
            assertThat(quick(() -> catalogue.stretches(one.id(), Instant.EPOCH, 1000)).stretches())
                    .hasSize(1);
            quick(() -> catalogue.has(one.source(), segments.get(50).segment()));
            quick(() -> catalogue.wanted(one.source()));
            assertThat(quick(() -> catalogue.garbage(200))).isEmpty();
            quick(() -> catalogue.deleteRecording(one.id()));
            assertThat(quick(() -> catalogue.garbage(200))).hasSizeBetween(98, 102);
            quick(() -> catalogue.stored(Optional.empty(), 1000));
            quick(() -> catalogue.deleteSource(sources.getLast().id()));
            assertThat(quick(() -> catalogue.garbage(200))).hasSize(200);
            Recording whole = catalogue.startRecording(wholeOf(sources.getFirst())).orElseThrow();
            Stretches part = quick(() -> catalogue.stretches(whole.id(), Instant.EPOCH, 20_000));
            assertThat(part.stretches().getFirst().segments()).isEqualTo(20_000);
            assertThat(part.next()).isPresent();
        }
    }

    /// A recording that has every segment of a source: 100,000.
    private static NewRecording wholeOf(Source source) {
        return new NewRecording(
                CatalogueFixture.NOBODYS,
                source.id(),
                Optional.empty(),
                Optional.empty(),
                CatalogueFixture.NOON);
    }

    /// Asks, and holds the work it was against what is much.
    private <T> T quick(Question<T> question) {
        steps.reset();
        T answer = question.ask();
        assertThat(steps.sum()).isLessThan(MANY_STEPS);
        return answer;
    }

    /// As if all had been recorded one after the other, without the time that takes.
    private static void fill(Database database) {
        long perSource = SEGMENTS / SOURCES;
        long noonMs = CatalogueFixture.NOON.toEpochMilli();
        database.write(transaction ->
                transaction.update(
                        COUNT
                                + """
                                INSERT INTO segment (source, sequence, hash, start_ms,
                                    end_ms, duration_us, bytes, era, object, stored_at_ms)
                                SELECT source.id, n, printf('%064x', n), ? + n * 4000,
                                    ? + n * 4000 + 4000, 4000000, 1000000, 0,
                                    source.id || '/' || n || '.ts', 0
                                FROM counted, source\
                                """,
                        perSource,
                        noonMs,
                        noonMs));
        long each = perSource * SOURCES / RECORDINGS;
        database.write(transaction ->
                transaction.update(
                        COUNT
                                + """
                                INSERT INTO recording (id, source, start_ms, end_ms,
                                    settled, created_at_ms, updated_at_ms)
                                SELECT source.name || '-' || n, source.id,
                                    ? + n * ? * 4000, ? + (n + 1) * ? * 4000, 1, 0, 0
                                FROM counted, source\
                                """,
                        (long) RECORDINGS / SOURCES,
                        noonMs,
                        each,
                        noonMs,
                        each));
    }
}
