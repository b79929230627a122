package dev.millrace.control.link;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.node.ControlNode;
import dev.millrace.control.node.Desires;
import dev.millrace.control.node.EdgePeer;
import dev.millrace.json.JsonException;
import dev.millrace.uplink.ControlMessage;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.ControlMessage.Welcome;
import dev.millrace.uplink.EdgeMessage;
import dev.millrace.uplink.EdgeMessage.Announce;
import dev.millrace.uplink.EdgeMessage.Announced;
import dev.millrace.uplink.EdgeMessage.Hello;
import dev.millrace.uplink.EdgeMessage.Lost;
import dev.millrace.uplink.EdgeMessage.Offer;
import dev.millrace.uplink.EdgeMessage.Report;
import dev.millrace.uplink.EdgeMessage.Settled;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import dev.millrace.uplink.Messages;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an edge node says, and what it is told: the uplink without its socket.
///
/// The one who has the socket calls [#text], [#piece] and [#closed], one after the other; anybody
/// may call the rest.
final class EdgeLink implements EdgePeer {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeLink.class);

    private static final int SOURCES_MAX = 1_000;
    private static final int NODE_CHARACTERS_MAX = 200;

    /// Of RFC 6455, 7.4.1.
    private static final int GOING_AWAY = 1001;

    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;

    private final ControlNode node;
    private final Wire wire;
    private final Transfers transfers;

    /// Held while it is found out what is wanted and said: what is newer is said later.
    private final Object desiring = new Object();

    private List<Wanted> told = List.of(); // guarded by desiring
    private long revision; // guarded by desiring
    private volatile Set<String> names = Set.of();
    private volatile Map<String, UUID> sources = Map.of();
    private volatile Optional<About> about = Optional.empty();
    private volatile boolean announced;
    private volatile boolean closed;
    private volatile long heardNs = System.nanoTime();
    private final AtomicInteger reports = new AtomicInteger();

    EdgeLink(ControlNode node, Partials partials, Wire wire) {
        this.node = node;
        this.wire = wire;
        this.transfers = new Transfers(node, this, partials, this::say);
    }

    /// Takes a message.
    void text(String text) {
        attempt(() -> take(Messages.edgeMessage(text)));
    }

    /// Takes a piece of a segment.
    void piece(ByteBuffer message) {
        attempt(() -> {
            requireAnnounced("a piece");
            transfers.piece(Messages.transfer(message), message);
        });
    }

    /// The connection is gone.
    void closed() {
        closed = true;
        transfers.close();
        if (announced) {
            node.edges().left(this);
            LOG.info("edge node {} has left ({})", about().node(), wire.address());
        }
    }

    @Override
    public About about() {
        return about.orElseThrow();
    }

    @Override
    public long heardNs() {
        return heardNs;
    }

    @Override
    public int reportsSinceDesired() {
        return reports.get();
    }

    @Override
    public Map<String, UUID> sources() {
        return sources;
    }

    @Override
    public void refresh() {
        synchronized (desiring) { // reads the catalogue; only those who tell the same wait
            sources = found(sources);
            List<Wanted> now = node.desires().of(this);
            boolean isNew =
                    revision == 0
                            || !Desires.withoutFloors(now).equals(Desires.withoutFloors(told));
            if (!closed && isNew) {
                told = now;
                revision = Math.max(revision + 1, node.catalogue().revision());
                reports.set(0);
                say(new Desired(revision, now));
            }
        }
    }

    /// What was deleted and made again has another id under the same name.
    private Map<String, UUID> found(Map<String, UUID> before) {
        var now = new LinkedHashMap<String, UUID>(); // in the same order, so that it is the same
        before.forEach((name, id) ->
                now.put(name, node.catalogue().sourceAnnounced(name).map(Source::id).orElse(id)));
        return Collections.unmodifiableMap(now);
    }

    /// What has come of segments is for the next connection at once: the peer of this one may be
    /// silent, and then it takes a minute until it is closed.
    @Override
    public void dismiss(String reason) {
        closed = true;
        transfers.close();
        wire.close(GOING_AWAY, reason);
    }

    private interface Step {
        void run() throws JsonException, MisbehaviourException;
    }

    /// Does what a message asks for. What is wrong with it ends this connection; a database that
    /// does not answer ends it, too, and the edge node comes again.
    private void attempt(Step step) {
        heardNs = System.nanoTime();
        if (closed) {
            return;
        }
        try {
            step.run();
        } catch (JsonException | MisbehaviourException e) {
            LOG.warn("the edge node at {} is sent away: {}", wire.address(), e.getMessage());
            wire.close(POLICY_VIOLATION, String.valueOf(e.getMessage()));
        } catch (CatalogueException e) {
            LOG.warn("the edge node at {} has to wait: {}", wire.address(), e.getMessage());
            wire.close(TRY_AGAIN_LATER, "the catalogue does not answer");
        }
    }

    private void take(EdgeMessage message) throws MisbehaviourException {
        switch (message) {
            case Hello hello -> hello(hello);
            case Announce announce -> announce(announce);
            case Offer offer -> {
                requireAnnounced("an offer");
                transfers.offer(offer);
            }
            case Lost lost -> lost(lost);
            case Settled settled -> settled(settled);
            case Report report -> report(report);
        }
    }

    private void hello(Hello hello) throws MisbehaviourException {
        if (about.isPresent()) {
            throw new MisbehaviourException("there was a hello already");
        }
        String name = hello.node();
        boolean plain = name.chars().noneMatch(Character::isISOControl);
        if (name.isBlank() || !plain || name.length() > NODE_CHARACTERS_MAX) {
            throw new MisbehaviourException("the name of a node is 1 to 200 characters of text");
        }
        var now = node.clock().instant();
        about = Optional.of(new About(name, hello.version(), wire.address(), now));
        say(new Welcome(node.settings().node(), now));
    }

    private void announce(Announce announce) throws MisbehaviourException {
        if (about.isEmpty()) {
            throw new MisbehaviourException("the first message is a hello");
        }
        if (announce.sources().size() > SOURCES_MAX) {
            throw new MisbehaviourException(
                    "a node has at most %d sources, but announces %d"
                            .formatted(SOURCES_MAX, announce.sources().size()));
        }
        var known = new LinkedHashMap<String, UUID>();
        for (Announced source : announce.sources()) {
            node.sources()
                    .announced(source)
                    .ifPresent(it -> {
                        known.put(source.name(), it.id());
                        node.edges().named(it);
                    });
        }
        boolean isFirst = !announced;
        synchronized (desiring) {
            sources = Collections.unmodifiableMap(known);
            names =
                    announce.sources().stream()
                            .map(Announced::name)
                            .collect(Collectors.toUnmodifiableSet());
        }
        announced = true;
        node.edges().announced(this);
        refresh();
        if (isFirst) {
            LOG.info(
                    "edge node {} is here with {} sources ({})",
                    about().node(),
                    known.size(),
                    wire.address());
        }
    }

    private void lost(Lost lost) throws MisbehaviourException {
        requireAnnounced("a loss");
        UUID source = sources.get(lost.source());
        if (source == null) {
            boolean known = hasAnnounced(lost.source());
            say(new ControlMessage.Refused(lost.transfer(), "not announced", known));
            return;
        }
        LOG.warn(
                "{} has lost segment {} of a recording: {}",
                lost.source(),
                lost.segment().id().sequence(),
                lost.reason());
        node.catalogue().addLost(source, lost.segment());
        say(new ControlMessage.Stored(lost.transfer()));
    }

    /// Somebody else's recording is not for this edge node to settle.
    private void settled(Settled settled) throws MisbehaviourException {
        requireAnnounced("a settled recording");
        Catalogue catalogue = node.catalogue();
        Optional<Recording> recording = catalogue.recording(settled.recording());
        if (recording.filter(it -> sources.containsValue(it.source())).isPresent()) {
            catalogue.settle(settled.recording());
            node.changed();
        }
    }

    private void report(Report report) throws MisbehaviourException {
        requireAnnounced("a report");
        for (SourceReport one : report.sources()) {
            UUID source = sources.get(one.name());
            if (source != null && node.edges().isOwner(this, source)) {
                node.edges().reported(this, source, one);
            }
        }
        reports.incrementAndGet();
    }

    private void requireAnnounced(String what) throws MisbehaviourException {
        if (!announced) {
            throw new MisbehaviourException(what + " comes after an announcement");
        }
    }

    private void say(ControlMessage message) {
        if (!closed) {
            wire.send(Messages.text(message));
        }
    }

    /// Whether this edge node has announced a source of this name, taken or not.
    boolean hasAnnounced(String name) {
        return names.contains(name);
    }
}
