package dev.millrace.control.node;

import dev.millrace.control.Recording;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.Catalogue.RecordingQuery;
import dev.millrace.control.catalogue.Page;
import dev.millrace.control.upkeep.Sweeper;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Deletes recordings that are too old or too many, and segments that no recording wants any more.
/// One thread.
final class Retention implements Runnable {
    private static final int ROWS = 500;

    private final Catalogue catalogue;
    private final Sweeper sweeper;
    private final ControlSettings.Keep keep;
    private final Clock clock;

    Retention(Catalogue catalogue, Sweeper sweeper, ControlSettings.Keep keep, Clock clock) {
        this.catalogue = catalogue;
        this.sweeper = sweeper;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public void run() {
        keep.age().ifPresent(age -> deleteBefore(clock.instant().minus(age)));
        clear();
        keep.bytes().ifPresent(this::deleteAbove);
    }

    private void deleteBefore(Instant time) {
        var page = Page.Request.first();
        while (true) {
            var query = new RecordingQuery(Optional.empty(), false, page);
            Page<Recording> recordings = catalogue.recordings(query);
            recordings.items().stream()
                    .filter(it -> it.end().filter(time::isAfter).isPresent())
                    .forEach(it -> catalogue.deleteRecording(it.id()));
            if (recordings.next().isEmpty()) {
                return;
            }
            page = new Page.Request(recordings.next(), Page.Request.LIMIT_MAX);
        }
    }

    private void deleteAbove(long bytesMax) {
        while (storedBytes() > bytesMax) {
            Optional<Recording> oldest = oldestEnded();
            if (oldest.isEmpty()) {
                return;
            }
            catalogue.deleteRecording(oldest.get().id());
            clear();
        }
    }

    private Optional<Recording> oldestEnded() {
        var page = Page.Request.first();
        while (true) {
            var query = new RecordingQuery(Optional.empty(), false, page);
            Page<Recording> recordings = catalogue.recordings(query);
            Optional<Recording> ended =
                    recordings.items().stream().filter(it -> !it.isActive()).findFirst();
            if (ended.isPresent() || recordings.next().isEmpty()) {
                return ended;
            }
            page = new Page.Request(recordings.next(), Page.Request.LIMIT_MAX);
        }
    }

    private long storedBytes() {
        long bytes = 0;
        Optional<String> after = Optional.empty();
        List<StoredSegment> rows;
        do {
            rows = catalogue.stored(after, ROWS);
            bytes += rows.stream().mapToLong(it -> it.segment().bytes()).sum();
            after = rows.isEmpty() ? after : rows.getLast().object();
        } while (rows.size() == ROWS);
        return bytes;
    }

    private void clear() {
        sweeper.sweep(Integer.MAX_VALUE);
    }
}
