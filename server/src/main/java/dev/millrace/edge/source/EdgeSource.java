package dev.millrace.edge.source;

import dev.millrace.edge.cache.Cached;
import dev.millrace.edge.spool.Outgoing;
import dev.millrace.edge.spool.SpoolFullException;
import dev.millrace.edge.store.Origin;
import dev.millrace.edge.store.SegmentFolder;
import dev.millrace.edge.store.SegmentHead;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.ControlMessage.WantedRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A camera, or whatever else sends segments: its numbers, and what is wanted of it. Any thread.
public final class EdgeSource {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeSource.class);

    /// What is announced before there was a segment.
    private static final Duration LENGTH_DEFAULT = Duration.ofSeconds(2);

    /// A segment that a recording's end lies in comes when it is whole, and perhaps late.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int LENGTHS_OF_PATIENCE = 3;

    private static final Duration JITTER_MAX = Duration.ofSeconds(1);

    private static final Duration HASTE_MAX = Duration.ofMinutes(1);

    private final String name;
    private final Holdings holdings;
    private final Path file;
    private final Supplier<SourceListener> listener;

    /// What was dated from this number on may have been dated wrong.
    private final long firstInDoubt;

    // Written under this, and read without: whoever writes may be waiting for a disk.
    private volatile SourceState state;
    private volatile Wanted wanted;

    // Guarded by this.
    private Instant startedAt;

    /// What its segments' dates are ahead of this node's own clock.
    private Duration offset;

    private boolean reconciled = true;
    private boolean refusing;
    private boolean unwritable;

    /// Recordings that were said to be whole. What is dated into one of them later, as happens when
    /// several segments come at once, was made after its end.
    private final Set<String> settled = new HashSet<>();

    private volatile Optional<Segment> newest;

    /// Where the newest segment stood, and what was in it.
    ///
    /// @param hash empty if it could not be read
    public record Last(Origin origin, String hash) {}

    EdgeSource(SourceState state, Holdings holdings, Supplier<SourceListener> listener) {
        this.name = state.name();
        this.holdings = holdings;
        this.listener = listener;
        this.file = holdings.folder().resolve(SegmentFolder.key(name) + ".json");
        this.wanted = nothing();
        this.newest = holdings.cache().last(name).map(Cached::segment);
        this.state = afterSpool(state.atStart(holdings.boot()));
        this.firstInDoubt = this.state.inDoubt().orElse(this.state.next());
        this.startedAt = holdings.clock().instant();
        this.offset = holdings.clock().offset();
    }

    /// A crash may have come between the segment and its number.
    private SourceState afterSpool(SourceState read) {
        SourceState current = read;
        for (Outgoing outgoing : holdings.spool().list(name)) {
            if (outgoing.sequence() >= current.next()) {
                SegmentHead head = outgoing.head();
                String hash = head.lost().isPresent() ? "" : head.segment().id().hash();
                current =
                        current.withNext(outgoing.sequence() + 1)
                                .withEra(Math.max(current.era(), head.segment().era()))
                                .withLast(head.origin().or(current::last), hash);
            }
        }
        long afterCache = newest.map(it -> it.id().sequence() + 1).orElse(0L);
        return current.withNext(afterCache);
    }

    private Wanted nothing() {
        return new Wanted(name, "", false, 0, List.of());
    }

    public String name() {
        return name;
    }

    /// Takes the next segment: numbers it, keeps it if a recording wants it, and caches it. When
    /// this returns, a segment of a recording is on the disk or counted as lost.
    public synchronized Segment add(Piece piece) {
        SegmentHead head = head(piece.place(), piece.body());
        Optional<Outgoing> kept =
                isWantedNow(head.segment()) ? keep(head, piece.body()) : Optional.empty();
        count(head, head.segment().id().hash(), kept.isPresent());
        kept.ifPresent(holdings.spool()::publish);
        holdings.cache().add(head, piece.body());
        newest = Optional.of(head.segment());
        listener.get().added(this, head.segment());
        return head.segment();
    }

    /// Leaves a gap for a segment that cannot be read; a recording is told of it.
    public synchronized void miss(Piece.Place place, String reason) {
        SegmentHead head = head(place, new byte[0]);
        LOG.warn("{}: segment {} is a gap: {}", name, head.segment().id().sequence(), reason);
        state = state.withMissed(1);
        Optional<Outgoing> note =
                isWantedNow(head.segment()) ? lose(head.lost(reason)) : Optional.empty();
        count(head, "", false);
        note.ifPresent(holdings.spool()::publish);
        newest = Optional.of(head.segment());
        listener.get().changed();
    }

    private SegmentHead head(Piece.Place place, byte[] body) {
        if (place.discontinuity() && state.next() > 0) {
            state = state.withEra(state.era() + 1);
        }
        var segment =
                new Segment(
                        SegmentId.of(state.next(), body),
                        start(place),
                        place.durationUs(),
                        body.length,
                        state.era());
        return new SegmentHead(name, segment, place.origin(), Optional.empty());
    }

    /// What continues goes on where the last one ended, also when the clock was corrected a little
    /// meanwhile. What comes sooner than it could have been made does not begin before the one in
    /// front of it: a recording would have it, and not that one.
    private Instant start(Piece.Place place) {
        Instant start = place.start().plus(offset);
        return newest.filter(_ -> !place.discontinuity())
                .map(Segment::end)
                .filter(end -> Duration.between(end, start).abs().compareTo(JITTER_MAX) <= 0)
                .or(() -> newest.map(Segment::start).filter(before -> isHaste(start, before)))
                .orElse(start);
    }

    /// Whether something begins before what is in front of it, and not because a clock was set.
    private static boolean isHaste(Instant start, Instant before) {
        return start.isBefore(before) && Duration.between(start, before).compareTo(HASTE_MAX) <= 0;
    }

    /// Before anyone else sees the number: it is never used again.
    private void count(SegmentHead head, String hash, boolean durable) {
        if (!holdings.clock().isSure() && state.inDoubt().isEmpty()) {
            state = state.withInDoubt(Optional.of(head.segment().id().sequence()));
        }
        state = state.withNext(head.segment().id().sequence() + 1).withLast(head.origin(), hash);
        write(durable);
    }

    private void write(boolean durable) {
        try {
            state = state.write(file, holdings.boot(), durable);
            unwritable = false;
        } catch (IOException e) {
            if (!unwritable) {
                LOG.error("{} cannot be written, numbers may repeat: {}", file, e.toString());
            }
            unwritable = true;
        }
    }

    private Optional<Outgoing> keep(SegmentHead head, byte[] body) {
        try {
            Outgoing outgoing = holdings.spool().store(head, body);
            refusing = false;
            return Optional.of(outgoing);
        } catch (SpoolFullException | IOException e) {
            String reason = e instanceof IOException ? e.toString() : e.getMessage();
            if (!refusing) {
                LOG.error("{}: segments of recordings are lost: {}", name, reason);
            }
            refusing = true;
            return lose(head.lost(String.valueOf(reason)));
        }
    }

    private Optional<Outgoing> lose(SegmentHead head) {
        state = state.withLost(1);
        try {
            return holdings.spool().note(head);
        } catch (IOException e) {
            LOG.warn("{}: a lost segment cannot be noted: {}", name, e.toString());
            return Optional.empty();
        }
    }

    /// Whether a recording wants this segment, which has just come. As long as nobody has said what
    /// time it is, one that runs wants all: what proves to be outside does no harm.
    private boolean isWantedNow(Segment segment) {
        boolean runs = wanted.recordings().stream().anyMatch(it -> it.to().isEmpty());
        return (runs && !holdings.clock().isSure()) || isWanted(segment);
    }

    /// Whether a recording wants this segment.
    private boolean isWanted(Segment segment) {
        return wanted.recordings().stream()
                .filter(recording -> !settled.contains(recording.id()))
                .anyMatch(recording -> overlaps(recording, segment));
    }

    private static boolean overlaps(WantedRecording recording, Segment segment) {
        return segment.overlaps(recording.from(), recording.to().orElse(Instant.MAX));
    }

    /// Notes what is wanted from now on. What the cache has of it is kept by [#keepCached].
    synchronized void want(Optional<Wanted> now) {
        wanted = now.orElseGet(this::nothing);
        settled.retainAll(wanted.recordings().stream().map(WantedRecording::id).toList());
        reconciled = holdings.cache().last(name).isEmpty();
        if (wanted.sequenceFloor() > state.next()) {
            state = state.withNext(wanted.sequenceFloor());
            write(true);
        }
    }

    /// Moves from the cache to the spool what recordings want that began in the past.
    ///
    /// @param stopping whether to end before the next one
    void keepCached(BooleanSupplier stopping) {
        Wanted before = wanted();
        for (Cached cached : holdings.cache().list(name)) {
            if (stopping.getAsBoolean()) {
                return;
            }
            try {
                keepIfWanted(cached);
            } catch (RuntimeException e) { // the others are to be kept all the same
                LOG.error("{}: segment {} is not kept", name, cached.segment().id().name(), e);
            }
        }
        synchronized (this) {
            reconciled = before.equals(wanted);
        }
        listener.get().changed();
    }

    private synchronized void keepIfWanted(Cached cached) {
        long sequence = cached.segment().id().sequence();
        boolean there = holdings.spool().find(name, sequence).isPresent();
        // Asked in this order: what was stored is noted as such before it leaves the spool.
        if (there || cached.isStored() || !isWanted(cached.segment())) {
            return;
        }
        Optional<Outgoing> kept;
        try {
            kept = keep(cached.head(), cached.bytes());
        } catch (IOException e) {
            kept = lose(cached.head().lost("it left the cache: " + e));
        }
        write(true);
        kept.ifPresent(holdings.spool()::publish);
    }

    /// What is wanted of this source.
    public Wanted wanted() {
        return wanted;
    }

    /// The control node has this segment for good, or knows that it was lost.
    public void stored(SegmentId id) {
        holdings.cache()
                .find(name, id.sequence())
                .filter(cached -> cached.segment().id().equals(id))
                .ifPresent(Cached::stored);
        holdings.spool().remove(name, id);
    }

    /// The control node does not want this segment of a recording, for good.
    public synchronized void refused(SegmentId id, String reason) {
        LOG.error("{}: control refuses segment {}: {}", name, id.sequence(), reason);
        if (holdings.spool().remove(name, id)) {
            state = state.withLost(1);
            write(true);
        }
        holdings.cache().find(name, id.sequence()).ifPresent(Cached::stored);
    }

    /// The bytes of this segment of a recording cannot be read any more.
    public synchronized void unreadable(Outgoing outgoing, String reason) {
        LOG.error("{}: {} cannot be read: {}", name, outgoing.file(), reason);
        state = state.withLost(1);
        write(true);
        try {
            holdings.spool().lose(outgoing, reason);
        } catch (IOException e) {
            LOG.warn("{}: a lost segment cannot be noted: {}", name, e.toString());
        }
    }

    /// The ids of recordings that have ended and of which nothing is left to send.
    public List<String> settled(Instant now) {
        List<WantedRecording> ended =
                wanted.recordings().stream().filter(it -> it.to().isPresent()).toList();
        return ended.isEmpty() ? List.of() : settled(ended, now);
    }

    private synchronized List<String> settled(List<WantedRecording> ended, Instant now) {
        List<String> done =
                ended.stream()
                        .filter(recording -> isSettled(recording, now))
                        .map(WantedRecording::id)
                        .toList();
        settled.addAll(done);
        return done;
    }

    private boolean isSettled(WantedRecording recording, Instant now) {
        Instant to = recording.to().orElse(Instant.MAX);
        Duration lengths = segmentLength().multipliedBy(LENGTHS_OF_PATIENCE);
        Duration patience = lengths.compareTo(PATIENCE) > 0 ? lengths : PATIENCE;
        // What was listed while no process ran is read only now.
        Instant since = to.isAfter(startedAt) ? to : startedAt;
        boolean over =
                newest.filter(it -> !it.end().isBefore(to)).isPresent()
                        || now.isAfter(since.plus(patience));
        return over && reconciled && !holdings.spool().hasAny(name, recording.from(), to);
    }

    /// Moves in time what was dated before the control node had said what time it is. The files
    /// follow by and by: a disk takes its time, and control waits for an answer.
    ///
    /// @param newOffset what the truth is ahead of this node's own clock
    void redate(Duration newOffset) {
        synchronized (this) {
            Duration by = newOffset.minus(offset);
            offset = newOffset;
            if (!EdgeClock.isMeant(by)) {
                doubtNoMore();
                return;
            }
            holdings.cache().redate(name, firstInDoubt, by);
            holdings.spool().redate(name, firstInDoubt, by);
            newest = newest.map(it -> moved(it, by));
            startedAt = startedAt.plus(by);
        }
        Thread.ofVirtual().name("edge redate " + name).start(this::rewrite);
    }

    private void rewrite() {
        holdings.spool().rewrite(name, firstInDoubt);
        doubtNoMore();
    }

    private synchronized void doubtNoMore() {
        if (state.inDoubt().isPresent()) {
            state = state.withInDoubt(Optional.empty());
            write(true);
        }
    }

    private static Segment moved(Segment segment, Duration by) {
        return new Segment(
                segment.id(),
                segment.start().plus(by),
                segment.durationUs(),
                segment.bytes(),
                segment.era());
    }

    /// The newest segment, also if it is only a gap.
    public Optional<Segment> newest() {
        return newest;
    }

    /// Where the newest segment stood in its encoder's playlist, also that of an earlier process.
    public Optional<Last> last() {
        SourceState now = state;
        return now.last().map(origin -> new Last(origin, now.lastHash()));
    }

    /// About how long segments are.
    public Duration segmentLength() {
        return newest.map(it -> Duration.of(it.durationUs(), ChronoUnit.MICROS))
                .orElse(LENGTH_DEFAULT);
    }

    /// The number of the next segment.
    public long nextSequence() {
        return state.next();
    }

    /// Segments of recordings that could not be kept, since the node was set up.
    public long lost() {
        return state.lost();
    }

    /// Segments that could not be read, since the node was set up.
    public long missed() {
        return state.missed();
    }
}
