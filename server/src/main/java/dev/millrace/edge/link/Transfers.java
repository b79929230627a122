package dev.millrace.edge.link;

import dev.millrace.edge.cache.Cached;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.spool.Outgoing;
import dev.millrace.edge.store.BadSegmentFileException;
import dev.millrace.edge.store.SegmentBody;
import dev.millrace.segment.Segment;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.EdgeMessage;
import dev.millrace.uplink.EdgeMessage.Lost;
import dev.millrace.uplink.EdgeMessage.Offer;
import dev.millrace.uplink.Messages;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is offered next, and what is sent next, over one connection, and no other: numbers begin
/// anew with each, and an answer that comes late must not be taken for that of another segment.
/// Time is an argument. Any thread.
///
/// A few segments are on their way at once, so that nobody waits for an answer; one place is only
/// for live viewers, whose segments also go first, so that a long past that is sent after an outage
/// does not hold them up. Those that were sent and only wait to be stored hold up nobody. What is
/// only recorded goes in the order in which it was recorded.
final class Transfers {
    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);

    static final int IN_FLIGHT_MAX = 4;
    static final int BACKFILL_IN_FLIGHT_MAX = 3;

    /// Also of those that were sent. Twice what a control node stores at a time.
    private static final int UNCONFIRMED_MAX = 64;

    /// After so many live segments, or pieces of them, something of the past goes, or a line that
    /// is full would never get to it.
    static final int FRESH_IN_A_ROW_MAX = 7;

    /// What a viewer needs to begin.
    private static final int FRESH_AT_START = 3;

    /// What the control node cannot take now is offered again after this. What is refused of one
    /// source holds up no other: it may have been deleted, or be another edge node's by now.
    static final Duration PAUSE = Duration.ofSeconds(5);

    /// A segment that nothing happens to for so long has been forgotten by the other side. An
    /// object store that is slow may take minutes, with all tries and reading back.
    static final Duration FORGOTTEN = Duration.ofMinutes(6);

    /// After so many tries a segment cannot be read, whatever the reason.
    static final int READS_MAX = 3;

    private static final long NUMBER_MAX = 0xFFFF_FFFFL;

    private final EdgeSources sources;
    private final LinkCounts counts;
    private final LiveLine line = new LiveLine();

    // Guarded by this.
    private final Map<Long, Transfer> inFlight = new LinkedHashMap<>();
    private final Map<EdgeSource, Long> pausedSinceNs = new HashMap<>();
    private long nextNumber;
    private int freshInARow;
    private int freshPiecesInARow;

    Transfers(EdgeSources sources, LinkCounts counts) {
        this.sources = sources;
        this.counts = counts;
    }

    /// There is another segment.
    void added(EdgeSource source, Segment segment) {
        if (line.add(source.name(), segment.id().sequence())) {
            counts.skip();
        }
    }

    /// Something else is wanted now: who has just begun to watch gets what is at hand.
    void wantedChanged() {
        for (EdgeSource source : sources.list()) {
            if (!source.wanted().live()) {
                line.end(source.name());
            } else if (line.begin(source.name())) {
                sources.cache()
                        .newest(source.name(), FRESH_AT_START)
                        .forEach(cached -> added(source, cached.segment()));
            }
        }
    }

    /// What is to be said next, if anything is to be offered.
    synchronized Optional<EdgeMessage> nextOffer(long nowNs) throws IOException {
        long unsent = inFlight.values().stream().filter(it -> !it.isSent()).count();
        if (unsent >= IN_FLIGHT_MAX || inFlight.size() >= UNCONFIRMED_MAX) {
            return Optional.empty();
        }
        boolean isTurnOfPast = freshInARow >= FRESH_IN_A_ROW_MAX;
        Optional<EdgeMessage> next = isTurnOfPast ? nextPast(nowNs) : nextFresh(nowNs);
        if (next.isEmpty()) {
            next = isTurnOfPast ? nextFresh(nowNs) : nextPast(nowNs);
        }
        return next;
    }

    private Optional<EdgeMessage> nextPast(long nowNs) throws IOException {
        pausedSinceNs.values().removeIf(since -> nowNs - since >= PAUSE.toNanos());
        long backfilling = inFlight.values().stream().filter(it -> !it.live).count();
        Optional<EdgeMessage> next =
                backfilling >= BACKFILL_IN_FLIGHT_MAX ? Optional.empty() : nextKept(nowNs);
        freshInARow = next.isPresent() ? 0 : freshInARow;
        return next;
    }

    private Optional<EdgeMessage> nextFresh(long nowNs) throws IOException {
        for (var next = line.poll(); next.isPresent(); next = line.poll()) {
            String name = next.get().source();
            long sequence = next.get().sequence();
            Optional<EdgeSource> source = sources.find(name);
            Optional<Cached> cached = sources.cache().find(name, sequence);
            boolean possible =
                    source.isPresent() && cached.isPresent() && !isInFlight(source.get(), sequence);
            if (possible) {
                Segment segment = cached.get().segment();
                boolean kept = sources.spool().find(name, sequence).isPresent();
                freshInARow++;
                return Optional.of(offer(source.get(), segment, true, kept, nowNs));
            }
        }
        return Optional.empty();
    }

    private Optional<EdgeMessage> nextKept(long nowNs) throws IOException {
        Optional<Candidate> next =
                sources.list().stream()
                        .filter(source -> !pausedSinceNs.containsKey(source))
                        .flatMap(source -> candidate(source).stream())
                        .min(Comparator.comparing(it -> it.outgoing.head().segment().start()));
        if (next.isEmpty()) {
            return Optional.empty();
        }
        EdgeSource source = next.get().source;
        Outgoing outgoing = next.get().outgoing;
        Segment segment = outgoing.head().segment();
        if (outgoing.isLost()) {
            Transfer transfer = begin(source, segment, false, true, nowNs);
            String reason = outgoing.head().lost().orElse("");
            return Optional.of(new Lost(transfer.number, source.name(), segment, reason));
        }
        return Optional.of(offer(source, segment, isNew(source, segment), true, nowNs));
    }

    private record Candidate(EdgeSource source, Outgoing outgoing) {}

    private Optional<Candidate> candidate(EdgeSource source) {
        List<Long> except =
                inFlight.values().stream()
                        .filter(it -> it.source == source)
                        .map(it -> it.segment.id().sequence())
                        .toList();
        return sources.spool()
                .first(source.name(), except)
                .map(outgoing -> new Candidate(source, outgoing));
    }

    /// Whether live viewers want it, too: it may be found in the spool before [#added] is called.
    private boolean isNew(EdgeSource source, Segment segment) {
        return line.isOn(source.name())
                && source.newest()
                        .filter(it ->
                                it.id().sequence() - segment.id().sequence() < LiveLine.WAITING_MAX)
                        .isPresent();
    }

    private boolean isInFlight(EdgeSource source, long sequence) {
        return inFlight.values().stream().anyMatch(it -> it.is(source, sequence));
    }

    private Offer offer(
            EdgeSource source, Segment segment, boolean isLive, boolean kept, long nowNs)
            throws IOException {
        Transfer transfer = begin(source, segment, isLive, kept, nowNs);
        return new Offer(transfer.number, source.name(), segment, isLive, kept);
    }

    private Transfer begin(
            EdgeSource source, Segment segment, boolean isLive, boolean kept, long nowNs)
            throws IOException {
        if (nextNumber > NUMBER_MAX) {
            throw new IOException("this connection has had all the transfers it can have");
        }
        var transfer = new Transfer(nextNumber++, source, segment, isLive, kept);
        transfer.movedNs = nowNs;
        inFlight.put(transfer.number, transfer);
        return transfer;
    }

    /// The next message with bytes, if any are to be sent.
    ///
    /// @throws IOException if a segment cannot be read now, and perhaps over the next connection
    synchronized Optional<ByteBuffer> nextPiece(long nowNs) throws IOException {
        boolean isTurnOfPast = freshPiecesInARow >= FRESH_IN_A_ROW_MAX;
        Optional<Transfer> next =
                inFlight.values().stream()
                        .filter(Transfer::isSending)
                        .min(Comparator.comparing((Transfer it) -> it.live == isTurnOfPast));
        if (next.isEmpty()) {
            return Optional.empty();
        }
        Transfer transfer = next.get();
        freshPiecesInARow = transfer.live ? freshPiecesInARow + 1 : 0;
        try {
            ByteBuffer piece = transfer.next(Messages.PIECE_BYTES_MAX);
            transfer.movedNs = nowNs;
            counts.sent(piece.remaining());
            return Optional.of(Messages.piece(transfer.number, piece));
        } catch (IOException e) {
            giveUp(transfer, e);
            return nextPiece(nowNs);
        }
    }

    /// The control node wants what was offered.
    ///
    /// @throws IOException if that makes no sense, or it cannot be read now
    synchronized void send(Send send, long nowNs) throws IOException {
        Transfer transfer = inFlight.get(send.transfer());
        if (transfer == null) {
            return; // given up meanwhile
        }
        boolean possible = send.fromByte() >= 0 && send.fromByte() <= transfer.segment.bytes();
        if (!possible || transfer.isSending()) {
            throw new IOException(
                    "control wants bytes from %d on of %d, or wants them twice"
                            .formatted(send.fromByte(), transfer.segment.bytes()));
        }
        transfer.movedNs = nowNs;
        try {
            transfer.begin(open(transfer), send.fromByte());
        } catch (IOException e) {
            giveUp(transfer, e);
        }
    }

    private SegmentBody open(Transfer transfer) throws IOException {
        Optional<Outgoing> outgoing = outgoing(transfer);
        if (outgoing.isPresent()) {
            return outgoing.get().open();
        }
        Optional<Cached> cached =
                sources.cache().find(transfer.source.name(), transfer.segment.id().sequence());
        if (cached.isPresent()) {
            return cached.get().open();
        }
        throw new IOException("it left the cache");
    }

    /// It cannot be read: a recording is told so, and live viewers do without.
    ///
    /// @throws IOException if it is to be tried again
    private void giveUp(Transfer transfer, IOException why) throws IOException {
        inFlight.remove(transfer.number);
        close(transfer);
        LOG.warn("segment {} cannot be sent: {}", transfer.segment.id().name(), why.toString());
        Optional<Outgoing> kept = transfer.kept ? outgoing(transfer) : Optional.empty();
        if (kept.isEmpty()) {
            return;
        }
        boolean gone =
                why instanceof NoSuchFileException
                        || why instanceof EOFException
                        || why instanceof BadSegmentFileException;
        if (!gone && sources.spool().failed(kept.get()) < READS_MAX) {
            throw why;
        }
        transfer.source.unreadable(kept.get(), why.toString());
    }

    private Optional<Outgoing> outgoing(Transfer transfer) {
        return sources.spool().find(transfer.source.name(), transfer.segment.id().sequence());
    }

    /// The control node has what was offered. It may say so twice.
    synchronized void stored(Stored stored) {
        Transfer transfer = inFlight.remove(stored.transfer());
        if (transfer == null) {
            return;
        }
        close(transfer);
        Duration lag = Duration.between(transfer.segment.end(), sources.clock().instant());
        counts.stored(transfer.live, lag);
        if (transfer.kept) {
            transfer.source.stored(transfer.segment.id());
        }
    }

    /// The control node does not take what was offered.
    synchronized void refused(Refused refused, long nowNs) {
        Transfer transfer = inFlight.remove(refused.transfer());
        if (transfer == null) {
            return;
        }
        close(transfer);
        counts.refuse();
        if (!refused.forGood()) {
            pausedSinceNs.put(transfer.source, nowNs);
            if (transfer.kept && transfer.isSent()) {
                outgoing(transfer).ifPresent(it -> check(transfer, it));
            }
        } else if (transfer.kept) {
            transfer.source.refused(transfer.segment.id(), refused.reason());
        }
    }

    /// Whether what was refused is what it was: a file that a disk has damaged would be refused for
    /// ever, and hold up what is behind it.
    private static void check(Transfer transfer, Outgoing outgoing) {
        try {
            outgoing.check();
        } catch (BadSegmentFileException e) {
            transfer.source.unreadable(outgoing, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.debug("{} cannot be read now", outgoing.file(), e);
        }
    }

    /// @throws IOException if the other side has forgotten something
    synchronized void check(long nowNs) throws IOException {
        for (Transfer transfer : inFlight.values()) {
            if (nowNs - transfer.movedNs > FORGOTTEN.toNanos()) {
                throw new IOException(
                        "control said nothing to segment %s for %d s"
                                .formatted(transfer.segment.id().name(), FORGOTTEN.toSeconds()));
            }
        }
    }

    /// The connection is over: what is not confirmed is offered again over the next one.
    synchronized void end() {
        inFlight.values().forEach(Transfers::close);
        inFlight.clear();
    }

    private static void close(Transfer transfer) {
        try {
            transfer.end();
        } catch (IOException e) {
            LOG.debug("a segment that was read cannot be closed", e);
        }
    }
}
