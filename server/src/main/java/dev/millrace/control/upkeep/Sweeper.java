package dev.millrace.control.upkeep;

import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.objects.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes segments that no recording wants any more. One thread at a time.
///
/// The catalogue forgets a segment and dooms its object, then the object is deleted, then the
/// catalogue hears that it is gone. A crash between these leaves a doomed object, which the next
/// sweep that comes late enough deletes.
public final class Sweeper {
    /// No deletion takes so long; what was doomed before that is nobody's any more.
    static final Duration DELETING_MAX = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int BATCH = 200;

    /// How many failures in a row mean that the store is away.
    private static final int FAILURES_MAX = 3;

    private final Catalogue catalogue;
    private final ObjectStore objects;
    private final InstantSource clock;

    public Sweeper(Catalogue catalogue, ObjectStore objects, InstantSource clock) {
        this.catalogue = catalogue;
        this.objects = objects;
        this.clock = clock;
    }

    /// What a sweep did.
    ///
    /// @param segments how many were forgotten
    /// @param failed how many objects could not be deleted; the sweep an hour later tries again
    public record Swept(int segments, int failed) {}

    /// Sweeps until nothing is left, or the store seems to be away.
    ///
    /// @param most how many segments at most, so that a caller can do something else in between
    public Swept sweep(int most) {
        var sweep = new Sweep();
        for (String object : catalogue.doomed(clock.instant().minus(DELETING_MAX), BATCH)) {
            if (sweep.isOver()) {
                break;
            }
            sweep.delete(object);
        }
        while (!sweep.isOver() && sweep.segments < most) {
            List<StoredSegment> garbage = catalogue.garbage(Math.min(BATCH, most - sweep.segments));
            int before = sweep.segments;
            garbage.forEach(sweep::forget);
            if (sweep.segments == before) {
                break; // Nothing, or all of it is wanted again.
            }
        }
        return new Swept(sweep.segments, sweep.failed);
    }

    /// How far a sweep is.
    private final class Sweep {
        private int segments;
        private int failed;
        private int failedInARow;

        boolean isOver() {
            return failedInARow >= FAILURES_MAX;
        }

        void forget(StoredSegment garbage) {
            if (isOver() || !catalogue.forget(garbage.source(), garbage.segment())) {
                return;
            }
            segments++;
            Optional<String> object = garbage.object();
            object.ifPresent(this::delete);
        }

        void delete(String object) {
            try {
                objects.delete(object);
                catalogue.gone(object);
                failedInARow = 0;
            } catch (IOException e) {
                failed++;
                failedInARow++;
                LOG.warn("{} is to be deleted, and is not yet: {}", object, e.getMessage());
            }
        }
    }
}
