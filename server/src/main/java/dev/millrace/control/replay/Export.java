package dev.millrace.control.replay;

import dev.millrace.control.Recording;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.segment.SegmentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What of a recording somebody wants to take away: its stored segments, or some of them.
/// Immutable.
///
/// @param tag stands for these segments and no others
public record Export(List<StoredSegment> segments, String tag) {
    /// More are not exported in one piece: that is more than two days of two seconds each.
    public static final int SEGMENTS_MAX = 100_000;

    private static final int ROWS = 1_000;
    private static final int TAG_CHARACTERS = 24;

    public Export {
        segments = List.copyOf(segments);
    }

    /// What overlaps a part of the recording.
    ///
    /// @param to exclusive; empty for the end
    /// @return empty if it has more than [#SEGMENTS_MAX] segments
    public static Optional<Export> of(
            Catalogue catalogue, Recording recording, Instant from, Optional<Instant> to) {
        var found = new ArrayList<StoredSegment>();
        long after = -1;
        List<StoredSegment> rows;
        do {
            rows = catalogue.segments(recording.id(), after, ROWS);
            for (StoredSegment row : rows) {
                after = row.segment().id().sequence();
                if (!row.isLost() && row.segment().overlaps(from, to.orElse(Instant.MAX))) {
                    found.add(row);
                }
            }
        } while (rows.size() >= ROWS && found.size() <= SEGMENTS_MAX);
        return found.size() > SEGMENTS_MAX ? Optional.empty() : Optional.of(of(found));
    }

    private static Export of(List<StoredSegment> segments) {
        var names = new StringBuilder();
        segments.forEach(it -> names.append(it.segment().id().hash()));
        String hash = SegmentId.hash(names.toString().getBytes(StandardCharsets.US_ASCII));
        return new Export(segments, hash.substring(0, TAG_CHARACTERS));
    }
}
