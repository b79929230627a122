package dev.millrace.control.upkeep;

import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.objects.NoSuchObjectException;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStore.StoredObject;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Holds the catalogue and the object store against each other, in both directions, and mends what
/// does not fit. It may run beside control nodes that record. One thread.
///
/// Objects that no segment names are deleted once they are older than anything that is still on its
/// way: those of a recording that runs are stored before they are named. Segments whose object is
/// gone become lost ones, so that players are told.
public final class Repair {
    /// Younger objects that nobody names may be about to get a name.
    static final Duration YOUNG = Duration.ofHours(1);

    private static final int BATCH = 5000;

    /// After how many objects and segments something is said.
    private static final int PROGRESS_EVERY = 10_000;

    private final Catalogue catalogue;
    private final ObjectStore objects;
    private final InstantSource clock;
    private final boolean isDry;
    private final Consumer<String> say;

    // The sum of it.
    private long objectCount;
    private long segmentCount;
    private long orphanCount;
    private long youngCount;
    private long lostCount;
    private long damagedCount;

    /// @param isDry only looks, and changes nothing
    /// @param say gets a line for everything that is found, and now and then for how far it is
    public Repair(
            Catalogue catalogue,
            ObjectStore objects,
            InstantSource clock,
            boolean isDry,
            Consumer<String> say) {
        this.catalogue = catalogue;
        this.objects = objects;
        this.clock = clock;
        this.isDry = isDry;
        this.say = say;
    }

    /// What was found.
    ///
    /// @param objects how many there are
    /// @param segments how many the catalogue says are stored
    /// @param orphans objects that no segment names, old enough to be deleted
    /// @param young objects that no segment names yet
    /// @param lost segments whose object is gone
    /// @param damaged segments whose object has other bytes; they are left alone
    public record Summary(
            long objects, long segments, long orphans, long young, long lost, long damaged) {
        /// Whether there was nothing to do.
        public boolean isClean() {
            return orphans + lost + damaged == 0;
        }

        @Override
        public String toString() {
            return ("%d objects, %d stored segments; %d objects without a segment, and %d more that"
                            + " are too young to say; %d segments without their object, %d with"
                            + " another one")
                    .formatted(objects, segments, orphans, young, lost, damaged);
        }
    }

    /// Does it. What was done is done if this fails, and need not be done again.
    ///
    /// @throws IOException if the store does not answer
    public Summary run() throws IOException {
        // Objects first: a segment that is named after this has an object that is not in the list,
        // and is asked for by itself.
        var objectsInOrder =
                new InOrder<StoredObject>(
                        after -> objects.list(after, BATCH), StoredObject::key, BATCH);
        var segmentsInOrder =
                new InOrder<StoredSegment>(
                        after -> catalogue.stored(after, BATCH), Repair::object, BATCH);
        while (objectsInOrder.hasNext() || segmentsInOrder.hasNext()) {
            int order = InOrder.compare(objectsInOrder, segmentsInOrder);
            if (order < 0) {
                hasNoSegment(objectsInOrder.next());
            } else if (order > 0) {
                hasNoObject(segmentsInOrder.next());
            } else {
                compare(objectsInOrder.next(), segmentsInOrder.next());
            }
            if ((objectCount + segmentCount) % PROGRESS_EVERY == 0) {
                say.accept(
                        "%d objects and %d segments so far".formatted(objectCount, segmentCount));
            }
        }
        return new Summary(
                objectCount, segmentCount, orphanCount, youngCount, lostCount, damagedCount);
    }

    private static String object(StoredSegment segment) {
        return segment.object().orElseThrow();
    }

    private void hasNoSegment(StoredObject object) throws IOException {
        objectCount++;
        if (object.storedAt().isAfter(clock.instant().minus(YOUNG))) {
            youngCount++;
            return;
        }
        // From when it is doomed on, nobody names it; so it cannot be deleted under anyone's hands.
        if (!isDry && !catalogue.doom(object.key())) {
            return;
        }
        orphanCount++;
        say.accept(
                "%s: no segment names it, since %s%s"
                        .formatted(object.key(), object.storedAt(), done("; deleted")));
        if (!isDry) {
            objects.delete(object.key());
            catalogue.gone(object.key());
        }
    }

    private void hasNoObject(StoredSegment segment) throws IOException {
        segmentCount++;
        if (!isThere(segment)) {
            lose(segment);
        }
    }

    private void compare(StoredObject object, StoredSegment segment) throws IOException {
        objectCount++;
        segmentCount++;
        // All bytes are read only where there is a reason to.
        if (object.bytes() != segment.segment().bytes() && !isThere(segment)) {
            lose(segment);
        }
    }

    /// Whether it can be read; says so if it is not what it was.
    private boolean isThere(StoredSegment segment) throws IOException {
        byte[] bytes;
        try {
            bytes = objects.get(object(segment));
        } catch (NoSuchObjectException _) {
            return false;
        }
        if (!SegmentId.hash(bytes).equals(segment.segment().id().hash())) {
            damagedCount++;
            say.accept(
                    "%s: has %d bytes that are not the segment's %d"
                            .formatted(object(segment), bytes.length, segment.segment().bytes()));
        }
        return true;
    }

    private void lose(StoredSegment segment) {
        lostCount++;
        say.accept(
                "%s: segment %d of source %s has no object%s"
                        .formatted(
                                object(segment),
                                segment.segment().id().sequence(),
                                segment.source(),
                                done("; it is marked as lost")));
        if (!isDry) {
            catalogue.lose(segment.source(), segment.segment());
        }
    }

    private String done(String what) {
        return isDry ? "" : what;
    }
}
