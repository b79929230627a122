package dev.millrace.edge.intake;

import dev.millrace.edge.intake.PlaylistMemory.Fresh;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.Piece;
import dev.millrace.edge.store.Origin;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Follows the playlists of one source: reads what is new, dates it, and hands it on. Belongs to
/// one thread at a time.
final class PlaylistFollower {
    /// When a playlist arrives says when its last segment ended, give or take the way. Less than
    /// this is the way; more is an encoder that stood still, or a clock that was set.
    private static final Duration JITTER_MAX = Duration.ofSeconds(1);

    private final EdgeSource source;
    private final SegmentReader reader;
    private final IntakeCounts counts;
    private final PlaylistMemory memory;
    private final BooleanSupplier stopping;

    /// Where the next segment begins if it continues the last one.
    private @Nullable Instant expected;

    /// @param stopping whether to end before the next segment
    PlaylistFollower(
            EdgeSource source,
            SegmentReader reader,
            IntakeCounts counts,
            BooleanSupplier stopping) {
        this.stopping = stopping;
        this.source = source;
        this.reader = reader;
        this.counts = counts;
        this.memory = new PlaylistMemory(source.last());
        this.expected = source.newest().map(Segment::end).orElse(null);
    }

    /// A playlist that was pushed.
    ///
    /// @param prefix in front of its names
    /// @param arrivedAt by the clock of [EdgeClock]
    record Pushed(MediaPlaylist playlist, String prefix, Instant arrivedAt) {}

    /// Takes what is new of a playlist.
    void take(Pushed pushed) throws InterruptedException {
        MediaPlaylist playlist = pushed.playlist();
        List<Fresh> all = memory.fresh(playlist, new Looks(pushed.prefix()));
        if (all.isEmpty()) {
            return;
        }
        Instant start = start(pushed, all.getFirst());
        int index = all.getFirst().index();
        for (Fresh fresh : all) {
            if (stopping.getAsBoolean()) {
                return; // the next process finds it new
            }
            for (; index < fresh.index(); index++) {
                start = start.plus(playlist.segments().get(index).durationUs(), ChronoUnit.MICROS);
            }
            take(pushed, fresh, start);
            index = fresh.index() + 1;
            start =
                    start.plus(
                            playlist.segments().get(fresh.index()).durationUs(), ChronoUnit.MICROS);
            expected = start;
        }
    }

    /// The last segment ends when the playlist arrives, and those before it are as long as they
    /// say; but what continues goes on where the last one ended.
    private Instant start(Pushed pushed, Fresh first) {
        List<MediaSegment> segments = pushed.playlist().segments();
        long leftUs =
                segments.stream().skip(first.index()).mapToLong(MediaSegment::durationUs).sum();
        Instant byArrival = pushed.arrivedAt().minus(leftUs, ChronoUnit.MICROS);
        Instant chained = expected;
        boolean continues =
                chained != null
                        && !first.discontinuity()
                        && Duration.between(chained, byArrival).abs().compareTo(JITTER_MAX) <= 0;
        return continues && chained != null ? chained : byArrival;
    }

    private void take(Pushed pushed, Fresh fresh, Instant start) throws InterruptedException {
        MediaSegment segment = pushed.playlist().segments().get(fresh.index());
        boolean discontinuity = fresh.discontinuity() || segment.discontinuity();
        Optional<Origin> origin = Optional.of(fresh.origin(pushed.playlist()));
        var place = new Piece.Place(start, segment.durationUs(), discontinuity, origin);
        var looks = new Looks(pushed.prefix());
        Optional<Mark> mark = looks.mark(segment); // first: what is written meanwhile shows later
        long beganNs = System.nanoTime();
        try {
            byte[] body = looks.require(segment);
            counts.read(body.length, System.nanoTime() - beganNs);
            source.add(new Piece(body, place));
            memory.note(segment, fresh.position(), mark, SegmentId.hash(body));
        } catch (IOException e) {
            if (stopping.getAsBoolean()) {
                return; // whoever reads it was told to end
            }
            counts.unreadable();
            String reason = "%s: %s".formatted(segment.resource().uri(), e);
            source.miss(place, reason);
            memory.note(segment, fresh.position(), mark, "");
        }
    }

    /// The segments of a playlist under one prefix.
    private final class Looks implements PlaylistMemory.Looks {
        private final String prefix;

        Looks(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Optional<Mark> mark(MediaSegment segment) {
            try {
                return segment.gap() ? Optional.empty() : reader.mark(place(segment));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<byte[]> read(MediaSegment segment) throws InterruptedException {
            try {
                return Optional.of(require(segment));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        byte[] require(MediaSegment segment) throws IOException, InterruptedException {
            if (segment.gap()) {
                throw new IOException("the encoder says that it is missing");
            }
            return reader.read(place(segment), segment.resource());
        }

        private Place place(MediaSegment segment) throws IOException {
            try {
                return reader.allowed().place(prefix, segment.resource().uri());
            } catch (RefusedException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
