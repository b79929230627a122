package dev.millrace.control.catalogue;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.GarbageRows.Doom;
import dev.millrace.control.catalogue.GarbageRows.Loose;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A catalogue in a database that speaks SQL. Any thread.
final class SqlCatalogue implements Catalogue {
    /// Longer than it takes to store an object and to say so.
    private static final Duration GONE_FOR = Duration.ofHours(1);

    /// How many times that a recording gave up one look for garbage goes through.
    private static final int LOOSE_MAX = 100;

    private final Database database;
    private final InstantSource clock;

    SqlCatalogue(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public long revision() {
        return database.read(SourceRows::revision);
    }

    @Override
    public Source addSource(NewSource source) throws NameTakenException {
        return database.write(transaction -> SourceRows.add(transaction, source, clock.instant()));
    }

    @Override
    public Optional<Source> source(UUID id) {
        return database.read(transaction -> SourceRows.find(transaction, id));
    }

    @Override
    public Optional<Source> sourceNamed(String name) {
        return database.read(transaction -> SourceRows.named(transaction, name));
    }

    @Override
    public Optional<Source> sourceAnnounced(String announced) {
        return database.read(transaction -> SourceRows.announced(transaction, announced));
    }

    @Override
    public Page<Source> sources(Page.Request page) {
        return database.read(transaction -> SourceRows.page(transaction, page));
    }

    @Override
    public boolean rename(UUID source, String name) throws NameTakenException {
        return database.write(
                transaction -> SourceRows.rename(transaction, source, name, clock.instant()));
    }

    @Override
    public boolean stream(UUID source, boolean streaming) {
        return database.write(
                transaction -> SourceRows.stream(transaction, source, streaming, clock.instant()));
    }

    @Override
    public void contact(UUID source, Source.Contact contact) {
        database.change(transaction -> SourceRows.contact(transaction, source, contact));
    }

    @Override
    public void raiseSequenceFloor(UUID source, long floor) {
        database.change(transaction -> SourceRows.raiseFloor(transaction, source, floor));
    }

    @Override
    public boolean deleteSource(UUID source) {
        return database.write(transaction -> SourceRows.delete(transaction, source));
    }

    @Override
    public Optional<Recording> startRecording(NewRecording recording) {
        return database.write(
                transaction -> RecordingRows.start(transaction, recording, clock.instant()));
    }

    @Override
    public Optional<Recording> stopRecording(String id, Instant end) {
        return database.write(
                transaction -> RecordingRows.stop(transaction, id, end, clock.instant()));
    }

    @Override
    public void settle(String id) {
        database.change(transaction -> RecordingRows.settle(transaction, id, clock.instant()));
    }

    @Override
    public Optional<Recording> recording(String id) {
        return database.read(transaction -> RecordingRows.find(transaction, id));
    }

    @Override
    public Page<Recording> recordings(RecordingQuery query) {
        return database.read(transaction -> RecordingRows.page(transaction, query));
    }

    @Override
    public List<Recording> wanted(UUID source) {
        return database.read(transaction -> RecordingRows.wanted(transaction, source));
    }

    @Override
    public List<Recording> unsettled(Instant before) {
        return database.read(transaction -> RecordingRows.unsettled(transaction, before));
    }

    @Override
    public boolean deleteRecording(String id) {
        return database.write(transaction -> RecordingRows.delete(transaction, id));
    }

    @Override
    public boolean has(UUID source, Segment segment) {
        return database.read(transaction -> SegmentRows.has(transaction, source, segment.id()));
    }

    @Override
    public boolean addSegment(UUID source, Segment segment, String object) {
        Instant now = clock.instant();
        var stored = new StoredSegment(source, segment, Optional.of(object), now);
        Added added =
                database.write(transaction -> {
                    Doom doom = GarbageRows.doom(transaction, object, now);
                    if (doom == Doom.UNDER_WAY) {
                        return Added.REFUSED;
                    }
                    GarbageRows.spare(transaction, object);
                    if (doom == Doom.GONE) {
                        return Added.REFUSED;
                    }
                    boolean isNew = SegmentRows.put(transaction, stored);
                    return isNew ? Added.NEW : Added.KNOWN;
                });
        if (added == Added.REFUSED) {
            throw new CatalogueException(
                    "%s was being deleted meanwhile; store it again".formatted(object));
        }
        return added == Added.NEW;
    }

    private enum Added {
        NEW,
        KNOWN,
        REFUSED
    }

    @Override
    public void addLost(UUID source, Segment segment) {
        var lost = new StoredSegment(source, segment, Optional.empty(), clock.instant());
        database.write(transaction -> SegmentRows.put(transaction, lost));
    }

    @Override
    public List<StoredSegment> segments(String recording, long afterSequence, int limit) {
        return database.read(transaction -> {
            Optional<Recording> found = RecordingRows.find(transaction, recording);
            return found.isEmpty()
                    ? List.<StoredSegment>of()
                    : SegmentRows.of(transaction, found.get(), afterSequence, limit);
        });
    }

    @Override
    public Stretches stretches(String recording, Instant from, int limit) {
        return database.read(transaction -> {
            Optional<Recording> found = RecordingRows.find(transaction, recording);
            return found.isEmpty()
                    ? new Stretches(List.of(), Optional.empty())
                    : Stretches.of(transaction, found.get(), from, limit);
        });
    }

    @Override
    public Optional<StoredSegment> segment(String recording, String name) {
        return database.read(transaction -> {
            Optional<Recording> found = RecordingRows.find(transaction, recording);
            return found.isEmpty()
                    ? Optional.<StoredSegment>empty()
                    : SegmentRows.named(transaction, found.get(), name);
        });
    }

    @Override
    public List<StoredSegment> garbage(int limit) {
        // Times may overlap, and then the same segment is in both.
        var found = new LinkedHashSet<StoredSegment>();
        List<Loose> times = database.read(it -> GarbageRows.loose(it, LOOSE_MAX));
        for (Loose time : times) {
            if (found.size() >= limit) {
                break;
            }
            int rest = limit - found.size();
            List<StoredSegment> some =
                    database.read(transaction -> GarbageRows.unwanted(transaction, time, rest));
            found.addAll(some);
            if (some.isEmpty()) {
                close(time);
            }
        }
        return new ArrayList<>(found);
    }

    private void close(Loose time) {
        database.change(transaction -> GarbageRows.forget(transaction, time));
    }

    @Override
    public boolean forget(UUID source, Segment segment) {
        return database.write(transaction -> {
            Optional<String> object = SegmentRows.object(transaction, source, segment.id());
            // Before anything else, so that whoever adds this segment waits or is seen.
            Doom doom =
                    object.isPresent()
                            ? GarbageRows.doom(transaction, object.get(), clock.instant())
                            : Doom.NONE;
            boolean forgotten =
                    !SegmentRows.isWanted(transaction, source, segment)
                            && SegmentRows.delete(transaction, source, segment.id());
            if (!forgotten && object.isPresent() && doom == Doom.NONE) {
                GarbageRows.spare(transaction, object.get());
            }
            if (forgotten && object.isPresent() && doom == Doom.GONE) {
                GarbageRows.renew(transaction, object.get(), clock.instant());
            }
            return forgotten;
        });
    }

    @Override
    public boolean doom(String object) {
        Instant now = clock.instant();
        return database.write(transaction -> {
            Doom doom = GarbageRows.doom(transaction, object, now);
            if (SegmentRows.isNamed(transaction, object)) {
                GarbageRows.spare(transaction, object);
                return false;
            }
            if (doom == Doom.GONE) {
                GarbageRows.renew(transaction, object, now);
            }
            return true;
        });
    }

    @Override
    public List<String> doomed(Instant before, int limit) {
        return database.read(transaction -> GarbageRows.doomed(transaction, before, limit));
    }

    @Override
    public void gone(String object) {
        Instant now = clock.instant();
        database.change(transaction -> {
            GarbageRows.gone(transaction, object, now);
            GarbageRows.forgetGone(transaction, now.minus(GONE_FOR));
        });
    }

    @Override
    public List<StoredSegment> stored(Optional<String> afterObject, int limit) {
        return database.read(transaction -> SegmentRows.stored(transaction, afterObject, limit));
    }

    @Override
    public void lose(UUID source, Segment segment) {
        database.change(transaction -> SegmentRows.lose(transaction, source, segment.id()));
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public String toString() {
        return database.toString();
    }
}
