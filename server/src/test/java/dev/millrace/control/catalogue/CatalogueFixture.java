package dev.millrace.control.catalogue;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.Postgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A catalogue for each test, in one of the places that there are.
abstract class CatalogueFixture {
    /// Where catalogues are.
    enum Place {
        SQLITE,
        POSTGRESQL;

        private String fresh() {
            return this == SQLITE ? "there/yet/to/be/made.db" : Postgres.freshDatabase();
        }
    }

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final String NOBODYS = "01JDA0000000000000000000ZZ";

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    /// Opened before each test.
    @SuppressWarnings("NullAway.Init")
    Catalogue catalogue;

    /// Moves on by hand.
    Instant now = NOON;

    private final String where;
    private int recordings;

    CatalogueFixture(Place place) {
        where = place.fresh();
    }

    /// Opens it, as one more process would.
    final Catalogue open() {
        return Catalogues.open(where, folder, () -> now);
    }

    @BeforeEach
    void begin() {
        catalogue = open();
    }

    @AfterEach
    void end() {
        catalogue.close();
    }

    Source source(String name) {
        try {
            return catalogue.addSource(
                    new NewSource(name, Duration.ofSeconds(4), Optional.empty(), Optional.empty()));
        } catch (NameTakenException e) {
            throw new IllegalStateException(e);
        }
    }

    Recording record(Source source, Instant start) {
        String id = "01JDA000000000000000000%03d".formatted(++recordings);
        return catalogue
                .startRecording(
                        new NewRecording(
                                id, source.id(), Optional.of("tea"), Optional.empty(), start))
                .orElseThrow();
    }

    /// The segment of this number, which begins four seconds after the one before it.
    static Segment segment(long sequence) {
        return segment(sequence, "bytes of " + sequence);
    }

    static Segment segment(long sequence, String bytes) {
        byte[] body = bytes.getBytes(StandardCharsets.UTF_8);
        Instant start = NOON.plusSeconds(4 * sequence);
        return new Segment(SegmentId.of(sequence, body), start, 4_000_000, body.length, 2);
    }

    static String object(Source source, Segment segment) {
        return source.id() + "/" + segment.id().name() + ".ts";
    }

    void store(Source source, long... sequences) {
        for (long sequence : sequences) {
            Segment segment = segment(sequence);
            catalogue.addSegment(source.id(), segment, object(source, segment));
        }
    }

    List<Long> sequences(Recording recording) {
        return sequences(catalogue.segments(recording.id(), -1, 1000));
    }

    static List<Long> sequences(List<StoredSegment> segments) {
        return segments.stream().map(it -> it.segment().id().sequence()).toList();
    }

    static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
