package dev.millrace.control.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.segment.SegmentList;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Recordings as players see them. While one runs, or its edge node still owes some of it, its
/// playlist only ever grows (EVENT): it ends before the first segment that may still come. After
/// that it is complete (VOD). Any thread.
public final class Replays {
    /// Recordings of which it is known how far they were shown.
    private static final int RUNNING_MAX = 1_000;

    private static final Duration RUNNING_KEPT = Duration.ofMinutes(30);
    private static final int ROWS = 1_000;

    /// How many segments are read ahead of a player.
    private static final int AHEAD = 2;

    private final Catalogue catalogue;
    private final ObjectCache objects;
    private final Debt debt;
    private final Cache<String, Shown> running =
            Caffeine.newBuilder().maximumSize(RUNNING_MAX).expireAfterAccess(RUNNING_KEPT).build();

    /// What was shown of a recording that runs; guarded by itself.
    private static final class Shown {
        final List<StoredSegment> segments = new ArrayList<>();

        long last() {
            return segments.isEmpty() ? -1 : sequence(segments.getLast());
        }
    }

    public Replays(Catalogue catalogue, ObjectCache objects, Debt debt) {
        this.catalogue = catalogue;
        this.objects = objects;
        this.debt = debt;
    }

    /// The playlist of a recording as it is now; empty if nothing of it can be shown yet.
    ///
    /// @param source the recording's
    public Optional<MediaPlaylist> playlist(Recording recording, Source source) {
        boolean grows = !recording.settled() && (recording.isActive() || debt.isComing(recording));
        List<StoredSegment> segments = grows ? shown(recording) : all(recording.id());
        if (!grows) {
            running.invalidate(recording.id());
        }
        segments.stream().limit(AHEAD).forEach(objects::prefetch);
        var list = new SegmentList(Math.toIntExact(source.segmentLength().toSeconds()));
        segments.forEach(it -> list.add(it.segment(), it.isLost()));
        return list.playlist(grows ? MediaPlaylist.Type.EVENT : MediaPlaylist.Type.VOD, !grows);
    }

    /// A segment of a recording, by the name that its playlist has for it.
    public Optional<StoredSegment> segment(String recording, String name) {
        return catalogue.segment(recording, name).filter(it -> !it.isLost());
    }

    /// Its bytes; those that are played next are read ahead.
    ///
    /// @throws IOException as [ObjectCache#get]
    public byte[] body(String recording, StoredSegment segment) throws IOException {
        Thread.ofVirtual().start(() -> prefetch(recording, segment));
        return objects.get(segment);
    }

    /// The bytes of a segment for somebody who wants all of a recording.
    ///
    /// @throws IOException as [ObjectCache#get]
    public byte[] pass(StoredSegment segment) throws IOException {
        return objects.pass(segment);
    }

    private void prefetch(String recording, StoredSegment after) {
        catalogue.segments(recording, sequence(after), AHEAD).forEach(objects::prefetch);
    }

    private List<StoredSegment> all(String recording) {
        var all = new ArrayList<StoredSegment>();
        List<StoredSegment> rows;
        do {
            long after = all.isEmpty() ? -1 : sequence(all.getLast());
            rows = catalogue.segments(recording, after, ROWS);
            all.addAll(rows);
        } while (rows.size() >= ROWS);
        return all;
    }

    /// What was shown, and what can be shown besides by now.
    private List<StoredSegment> shown(Recording recording) {
        Shown shown = running.get(recording.id(), _ -> new Shown());
        synchronized (shown) { // waits for the catalogue; one player after the other
            List<StoredSegment> rows;
            boolean whole;
            do {
                Debt.Known owed = debt.known(recording); // before the rows, and not after them
                rows = catalogue.segments(recording.id(), shown.last(), ROWS);
                whole = append(rows, recording, owed, shown);
            } while (whole && rows.size() >= ROWS);
            return List.copyOf(shown.segments);
        }
    }

    /// @return whether all of them can be shown
    private boolean append(
            List<StoredSegment> rows, Recording recording, Debt.Known owed, Shown shown) {
        for (StoredSegment row : rows) {
            if (!follows(row, recording, shown) && owed.isOwed(row)) {
                return false;
            }
            shown.segments.add(row);
        }
        return true;
    }

    /// Whether nothing can come before it any more, and after what is shown.
    private static boolean follows(StoredSegment row, Recording recording, Shown shown) {
        return shown.segments.isEmpty()
                ? !row.segment().start().isAfter(recording.start())
                : sequence(row) <= shown.last() + 1;
    }

    private static long sequence(StoredSegment segment) {
        return segment.segment().id().sequence();
    }
}
