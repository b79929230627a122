package dev.millrace.control.link;

import dev.millrace.control.node.ControlNode;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.uplink.ControlMessage;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.EdgeMessage.Offer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segments that one edge node offers and sends. What is said of them is guarded by the monitor
/// of this; nothing slow happens under it.
final class Transfers {
    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);

    /// Twice what an edge node sends at a time.
    private static final int OPEN_MAX = 8;

    /// While the object store takes no more, live segments are shown and not stored. Half of what
    /// an edge node leaves unconfirmed: it always has places for them.
    private static final int STORING_MAX = 32;

    /// Pieces of a segment that was refused half-way may still be on their way.
    private static final int REFUSED_KNOWN = 64;

    private final ControlNode node;
    private final EdgeLink link;
    private final Partials partials;
    private final Consumer<ControlMessage> say;
    private final Map<Long, Transfer> open = new HashMap<>();
    private final Set<Long> storing = new LinkedHashSet<>();
    private final Set<Long> refused = new LinkedHashSet<>();
    private boolean closed;

    Transfers(ControlNode node, EdgeLink link, Partials partials, Consumer<ControlMessage> say) {
        this.node = node;
        this.link = link;
        this.partials = partials;
        this.say = say;
    }

    /// Answers an offer.
    void offer(Offer offer) throws MisbehaviourException {
        synchronized (this) {
            if (open.containsKey(offer.transfer()) || storing.contains(offer.transfer())) {
                throw new MisbehaviourException(
                        "transfer %d is under way already".formatted(offer.transfer()));
            }
            boolean mayStore = storing.size() < STORING_MAX;
            if (open.size() >= OPEN_MAX || !(offer.live() || mayStore)) {
                refuse(offer.transfer(), "too many transfers at a time", false);
                return;
            }
        }
        Optional<Refused> why = refusal(offer);
        UUID source = link.sources().get(offer.source());
        if (why.isPresent() || source == null) {
            why.ifPresent(it -> refuse(it.transfer(), it.reason(), it.forGood()));
        } else if (node.catalogue().source(source).isEmpty()) {
            say.accept(new Stored(offer.transfer())); // it was deleted: nobody wants this
        } else {
            answer(offer, source);
        }
    }

    /// Takes a piece of a segment.
    void piece(long number, ByteBuffer piece) throws MisbehaviourException {
        Optional<Transfer> whole = append(number, piece);
        whole.ifPresent(transfer ->
                Thread.ofVirtual()
                        .name("store " + transfer.offer().segment().id().name())
                        .start(() -> store(transfer)));
    }

    /// Keeps what has come for the next connection.
    synchronized void close() {
        closed = true;
        open.values().forEach(it -> partials.put(it.source(), it.offer().segment(), it.partial()));
        open.clear();
    }

    private Optional<Refused> refusal(Offer offer) {
        long number = offer.transfer();
        UUID source = link.sources().get(offer.source());
        if (source == null) {
            // What is made at this moment is announced at the next.
            boolean known = link.hasAnnounced(offer.source());
            String reason = known ? "this source is not taken" : "this source was not announced";
            return Optional.of(new Refused(number, reason, known));
        }
        if (offer.segment().bytes() == 0) {
            return Optional.of(new Refused(number, "an empty segment", true));
        }
        if (!offer.live() && !offer.kept()) {
            return Optional.of(new Refused(number, "neither live nor kept", true));
        }
        // What it has kept is of the time when the source was its own.
        if (!offer.kept() && !node.edges().isOwner(link, source)) {
            return Optional.of(new Refused(number, "another edge node sends this source", false));
        }
        return Optional.empty();
    }

    private void answer(Offer offer, UUID source) {
        Segment segment = offer.segment();
        boolean live =
                offer.live()
                        && node.edges().isOwner(link, source)
                        && node.windows().wants(source, segment.id());
        boolean kept =
                (offer.kept() || node.intake().isWanted(source, segment))
                        && !node.catalogue().has(source, segment);
        Optional<byte[]> here = node.windows().body(source, segment.id());
        if (!live && !kept) {
            say.accept(new Stored(offer.transfer()));
        } else if (here.isPresent()) {
            storeFromWindow(offer, source, here.get());
        } else {
            receive(offer, source);
        }
    }

    /// It came live before it was wanted for a recording.
    private void storeFromWindow(Offer offer, UUID source, byte[] body) {
        synchronized (this) {
            storing.add(offer.transfer());
        }
        Thread.ofVirtual().start(() -> take(offer, source, body));
    }

    private void receive(Offer offer, UUID source) {
        Partial partial =
                partials.take(source, offer.segment())
                        .orElseGet(() -> new Partial(offer.segment().bytes(), node.transfers()));
        synchronized (this) {
            if (closed) {
                partials.put(source, offer.segment(), partial);
                return;
            }
            open.put(offer.transfer(), new Transfer(offer, source, partial));
        }
        say.accept(new Send(offer.transfer(), partial.length()));
    }

    /// @return the transfer, if this was all that was missing
    private synchronized Optional<Transfer> append(long number, ByteBuffer piece)
            throws MisbehaviourException {
        Transfer transfer = open.get(number);
        if (transfer == null) {
            if (refused.contains(number)) {
                return Optional.empty();
            }
            throw new MisbehaviourException(
                    "a piece of transfer %d, which is not under way".formatted(number));
        }
        Partial partial = transfer.partial();
        if (!partial.hasRoom(piece.remaining())) {
            drop(transfer);
            refuse(number, "more bytes than the segment has", true);
            return Optional.empty();
        }
        boolean fits = partial.append(piece);
        while (!fits && partials.dropOldest()) {
            fits = partial.append(piece);
        }
        if (!fits) {
            drop(transfer);
            refuse(number, "no memory for it now", false);
            return Optional.empty();
        }
        if (!partial.isWhole()) {
            return Optional.empty();
        }
        open.remove(number);
        storing.add(number);
        return Optional.of(transfer);
    }

    private void store(Transfer transfer) {
        Offer offer = transfer.offer();
        byte[] body = transfer.partial().whole();
        try {
            if (SegmentId.hash(body).equals(offer.segment().id().hash())) {
                take(offer, transfer.source(), body);
            } else {
                finished(transfer.number());
                refuse(transfer.number(), "the bytes do not have the hash of the offer", false);
            }
        } finally {
            transfer.partial().free();
        }
    }

    private void take(Offer offer, UUID source, byte[] body) {
        Segment segment = offer.segment();
        try {
            boolean live = offer.live() && node.edges().isOwner(link, source);
            if (live) {
                Duration lag = Duration.between(segment.end(), node.clock().instant());
                node.times().live(lag.toMillis() / 1e3);
            }
            if (live && isCrowded()) {
                node.intake().show(source, segment, body);
                throw new IOException("the object store has not taken those before it yet");
            }
            node.intake().take(source, segment, body, live, offer.kept());
            finished(offer.transfer());
            say.accept(new Stored(offer.transfer()));
        } catch (IOException | RuntimeException e) { // whatever it is, the edge node must be told
            LOG.warn("segment {} cannot be stored: {}", segment.id().name(), e.toString());
            finished(offer.transfer());
            refuse(offer.transfer(), "it cannot be stored now", false);
        }
    }

    private void drop(Transfer transfer) {
        open.remove(transfer.number());
        transfer.partial().free();
    }

    private synchronized boolean isCrowded() {
        return storing.size() > STORING_MAX;
    }

    private synchronized void finished(long number) {
        storing.remove(number);
    }

    private synchronized void refuse(long number, String reason, boolean forGood) {
        refused.add(number);
        if (refused.size() > REFUSED_KNOWN) {
            Iterator<Long> oldest = refused.iterator();
            oldest.next();
            oldest.remove();
        }
        say.accept(new Refused(number, reason, forGood));
    }
}
