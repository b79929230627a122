package dev.millrace.control.node;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.replay.Debt;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The edge nodes that are connected, which of them sends which source, and what they have
/// reported. When one falls silent it is shown, and nothing else happens: what is wanted of it is
/// still wanted when it returns.
///
/// Of several that announce the same source the one that came last sends it; when that one leaves,
/// it is the turn of the one before. Any thread.
public final class Edges implements Debt {
    /// Sources of LiveMix's own edge nodes: they never owe anything.
    public static final String LIVEMIX = "livemix:";

    /// The catalogue need not know it more exactly.
    private static final Duration CONTACT_EVERY = Duration.ofSeconds(20);

    /// What was reported before may have crossed what was told; the second report has not.
    private static final int REPORTS_SURE = 2;

    private final Catalogue catalogue;
    private final Clock clock;
    private final Duration timeout;
    private final Optional<String> url;
    private final Runnable changed;
    private final Set<EdgePeer> open = new LinkedHashSet<>(); // oldest first; guarded by this
    private final ConcurrentMap<UUID, EdgeStatus> statuses = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, Long> notedNs = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, String> names = new ConcurrentHashMap<>();

    /// @param url where viewers reach this node, if there are others
    /// @param changed sees to it that all are told again what is wanted of them
    Edges(
            Catalogue catalogue,
            Clock clock,
            Duration timeout,
            Optional<String> url,
            Runnable changed) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.timeout = timeout;
        this.url = url;
        this.changed = changed;
    }

    /// Takes note of what an edge node has announced; those that had the sources before are told.
    public void announced(EdgePeer peer) {
        Set<EdgePeer> others;
        boolean isNew;
        synchronized (this) {
            isNew = open.add(peer);
            others = new HashSet<>(open);
            others.remove(peer);
        }
        Set<UUID> sources = Set.copyOf(peer.sources().values());
        sources.forEach(notedNs::remove); // another control node may have had them meanwhile
        sources.forEach(source -> note(source, peer.about().node()));
        for (EdgePeer other : others) {
            boolean shares = other.sources().values().stream().anyMatch(sources::contains);
            if (shares && isNew && other.about().node().equals(peer.about().node())) {
                other.dismiss("the same node has connected again");
            } else if (shares) {
                changed.run();
            }
        }
    }

    /// An edge node has left; whoever has its sources as well is told.
    public void left(EdgePeer peer) {
        List<EdgePeer> others;
        synchronized (this) {
            open.remove(peer);
            others = List.copyOf(open);
        }
        if (others.stream()
                .anyMatch(it ->
                        it.sources().values().stream().anyMatch(peer.sources()::containsValue))) {
            changed.run();
        }
    }

    /// Whether this is the edge node that sends the source.
    public boolean isOwner(EdgePeer peer, UUID source) {
        return owner(source).filter(peer::equals).isPresent();
    }

    /// The edge node that sends the source.
    public Optional<EdgePeer> owner(UUID source) {
        return list().reversed().stream()
                .filter(it -> it.sources().containsValue(source))
                .findFirst();
    }

    /// All that are connected, the oldest connection first.
    public synchronized List<EdgePeer> list() {
        return new ArrayList<>(open);
    }

    /// Takes note of a report.
    public void reported(EdgePeer peer, UUID source, SourceReport report) {
        String node = peer.about().node();
        statuses.put(source, new EdgeStatus(node, clock.instant(), System.nanoTime(), report));
        note(source, node);
    }

    /// What was reported last of a source.
    public Optional<EdgeStatus> status(UUID source) {
        return Optional.ofNullable(statuses.get(source));
    }

    /// When the source was heard of last, by this node's clock; empty for never.
    public Optional<Instant> contact(Source source) {
        Optional<Instant> here = status(source.id()).map(EdgeStatus::at);
        return here.isPresent() ? here : source.contact().map(Source.Contact::at);
    }

    /// Whether it was heard of lately, here or by another control node.
    public boolean isAlive(Source source) {
        long nowNs = System.nanoTime();
        if (owner(source.id()).filter(it -> isAlive(it, nowNs)).isPresent()) {
            return true;
        }
        Duration patience = timeout.plus(CONTACT_EVERY);
        return source.contact()
                .filter(it -> it.at().isAfter(clock.instant().minus(patience)))
                .isPresent();
    }

    /// Where another control node has what is live of a source; empty if it is here, or nobody says
    /// where.
    public Optional<String> elsewhere(Source source) {
        return owner(source.id()).isEmpty() && isAlive(source)
                ? source.contact().flatMap(Source.Contact::url).filter(it -> !isHere(it))
                : Optional.empty();
    }

    private boolean isHere(String other) {
        return url.filter(other::equals).isPresent();
    }

    /// Whether it has said something lately.
    public boolean isAlive(EdgePeer peer, long nowNs) {
        return nowNs - peer.heardNs() < timeout.toNanos();
    }

    /// After how long without a word a node is away.
    public Duration timeout() {
        return timeout;
    }

    /// The sources that something is known of here.
    Set<UUID> known() {
        var known = new HashSet<UUID>(statuses.keySet());
        known.addAll(notedNs.keySet());
        known.addAll(names.keySet());
        return known;
    }

    /// The source is gone.
    void forget(UUID source) {
        statuses.remove(source);
        notedNs.remove(source);
        names.remove(source);
    }

    /// What a source is called now.
    public void named(Source source) {
        names.put(source.id(), source.name());
    }

    /// What a source is called, without a look into the catalogue.
    Optional<String> name(UUID source) {
        return Optional.ofNullable(names.get(source));
    }

    void close() {
        list().forEach(peer -> peer.dismiss("the control node is stopping"));
    }

    /// Notes a sign of life of a source where other control nodes see it, too.
    public void note(UUID source, String node) {
        long nowNs = System.nanoTime();
        Long beforeNs = notedNs.get(source);
        if (beforeNs == null || nowNs - beforeNs >= CONTACT_EVERY.toNanos()) {
            catalogue.contact(source, new Source.Contact(node, clock.instant(), url));
            notedNs.put(source, nowNs);
        }
    }

    @Override
    public Known known(Recording recording) {
        if (isUnknown(recording.source())) {
            return _ -> true;
        }
        return reported(recording.source())
                .<Known>map(status -> before -> isOwed(status, before))
                .orElse(_ -> false);
    }

    /// Whether there is an edge node that has not said what it owes.
    private boolean isUnknown(UUID source) {
        return owner(source)
                .map(it -> reported(source).isEmpty() || it.reportsSinceDesired() < REPORTS_SURE)
                .orElseGet(() -> isFedByEdge(source));
    }

    /// What the edge node that is here said last.
    private Optional<EdgeStatus> reported(UUID source) {
        return owner(source).map(_ -> statuses.get(source));
    }

    /// What was reported before a segment was stored says nothing of those that should be before
    /// it: they may be made, and on their way, since then.
    private static boolean isOwed(EdgeStatus status, StoredSegment before) {
        boolean isOld = !status.at().isAfter(before.storedAt().plusMillis(1));
        SourceReport report = status.report();
        // By numbers: times may go back.
        return isOld
                || report.outboxFirst()
                        .map(first -> first < before.segment().id().sequence())
                        .or(() ->
                                report.outboxOldest()
                                        .map(it -> it.isBefore(before.segment().start())))
                        .orElse(false);
    }

    /// From when on something of a recording may still come that is not settled; empty if nothing
    /// that is past may.
    public Optional<Instant> owedFrom(Recording recording) {
        return isUnknown(recording.source())
                ? Optional.of(Instant.MIN)
                : reported(recording.source()).flatMap(it -> it.report().outboxOldest());
    }

    @Override
    public boolean isComing(Recording recording) {
        return catalogue
                .source(recording.source())
                .filter(source -> isFedByEdge(source) && isAlive(source))
                .isPresent();
    }

    /// Whether there is an edge node that is going to say when a recording is settled.
    boolean isFedByEdge(UUID source) {
        return catalogue.source(source).filter(Edges::isFedByEdge).isPresent();
    }

    /// Whether nothing was ever heard of the source.
    boolean isFedByNobody(UUID source) {
        return catalogue.source(source).filter(it -> it.contact().isPresent()).isEmpty();
    }

    private static boolean isFedByEdge(Source source) {
        return source.contact().filter(it -> !it.node().startsWith(LIVEMIX)).isPresent();
    }

    /// What was reported last of each source.
    Map<UUID, EdgeStatus> statuses() {
        return Map.copyOf(statuses);
    }
}
