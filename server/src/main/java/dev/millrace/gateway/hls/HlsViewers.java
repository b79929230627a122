package dev.millrace.gateway.hls;

import dev.millrace.entry.Entry;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Verdict.Kind;
import dev.millrace.entry.Verdict.Refused;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.http.Client;
import dev.millrace.gateway.http.Visitor;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Who watches over HLS. There is no connection that stands for a viewer, so a viewer is a program
/// at an address that has asked for a channel within the last few segments. Any thread.
final class HlsViewers {
    private static final String PROTOCOL = "hls";

    /// More are served and not counted.
    private static final int VIEWERS_MAX = 10_000;

    private static final int SENT_AWAY_MAX = 1_000;

    /// How long a viewer that was sent away stays away.
    private static final long SENT_AWAY_NS = Duration.ofSeconds(60).toNanos();

    /// A player asks once in a target duration; one that did not for this many is gone.
    private static final int TARGET_DURATIONS = 3;

    private static final int PATIENCE_SECONDS_MIN = 6;

    private final Sessions sessions;
    private final Entry entry;
    private final ConcurrentMap<Key, Viewer> viewers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Long> sentAwayAtNs = new ConcurrentHashMap<>();

    /// Those about whom somebody is being asked, until there is an answer.
    private final ConcurrentMap<Key, CountDownLatch> asking = new ConcurrentHashMap<>();

    /// What makes two requests come from the same viewer.
    private record Key(String host, String agent, ChannelName channel) {
        static Key of(Client client, ChannelName channel) {
            return new Key(client.host(), client.agent(), channel);
        }
    }

    private static final class Viewer {
        final Session session;
        final boolean letIn;
        final AtomicInteger waiting = new AtomicInteger(); // requests
        volatile long seenAtNs;
        volatile long patienceNs;
        volatile long newest; // number of a segment
        volatile long last = Long.MAX_VALUE; // as far as it knows

        /// @param letIn whether somebody was asked whether it may
        Viewer(Session session, boolean letIn) {
            this.session = session;
            this.letIn = letIn;
        }
    }

    /// A request that waits for what it has asked for.
    static final class Waiting implements AutoCloseable {
        private final Viewer viewer;

        private Waiting(Viewer viewer) {
            this.viewer = viewer;
            viewer.waiting.incrementAndGet();
        }

        /// It has been answered.
        @Override
        public void close() {
            viewer.seenAtNs = System.nanoTime();
            viewer.waiting.decrementAndGet();
        }
    }

    HlsViewers(Sessions sessions, Entry entry) {
        this.sessions = sessions;
        this.entry = entry;
    }

    /// Notes a request that was not answered with what it asked for.
    void refused() {
        sessions.refusedViewers().count(PROTOCOL);
    }

    /// Whether viewers of a channel have to be let in.
    boolean isGuarded(ChannelName channel) {
        return !entry.isOpen(Visit.Deed.PLAY, channel);
    }

    /// Whether somebody was let in, and is still there.
    boolean isLetIn(Client client, ChannelName channel) {
        Viewer viewer = viewers.get(Key.of(client, channel));
        return viewer != null && viewer.letIn;
    }

    /// Lets somebody in, or does not: asks those who know, and waits for what they say. A viewer is
    /// asked about once, and has one seat, also if it asks for several things at once.
    ///
    /// @return what it is told that may not watch here; empty if it may
    Optional<Verdict> letIn(Client client, ChannelName channel, Request request)
            throws InterruptedException {
        var key = Key.of(client, channel);
        var mine = new CountDownLatch(1);
        CountDownLatch other = asking.putIfAbsent(key, mine);
        if (other != null) {
            // What is asked now would not be answered sooner. If the answer was no, it may have
            // been for what that request showed, and this one asks for itself, beside whoever else
            // does.
            other.await();
        }
        try {
            return isLetIn(client, channel) ? Optional.empty() : ask(key, client, request);
        } finally {
            asking.remove(key, mine);
            mine.countDown();
        }
    }

    private Optional<Verdict> ask(Key key, Client client, Request request)
            throws InterruptedException {
        ChannelName channel = key.channel();
        if (viewers.size() >= VIEWERS_MAX && !viewers.containsKey(key)) {
            return Optional.of(new Refused(Kind.UNAVAILABLE, "there are too many viewers"));
        }
        Session session = open(key, client);
        Visit visit = Visitor.visit(request, session, channel);
        Verdict verdict = entry.ask(visit);
        if (!(verdict instanceof Verdict.Welcome)) {
            sessions.close(session);
            return Optional.of(verdict);
        }
        session.whenLeft(() -> entry.left(visit, 0, session.bytesOut().sum()));
        if (!verdict.equals(new Verdict.Welcome(channel))) {
            sessions.close(session);
            return Optional.of(new Refused(Kind.FORBIDDEN, "HLS has it under its own name only"));
        }
        session.engage(Session.Role.VIEWER, channel.toString());
        var viewer = new Viewer(session, true);
        viewer.seenAtNs = System.nanoTime();
        viewer.patienceNs = Duration.ofSeconds(PATIENCE_SECONDS_MIN).toNanos();
        Viewer before = viewers.put(key, viewer);
        if (before != null) {
            sessions.close(before.session); // it has asked again after a no
        }
        return Optional.empty();
    }

    /// Somebody who was let in keeps the place while a request waits, however long that takes.
    ///
    /// @return null if nobody was let in
    @Nullable Waiting waiting(Client client, ChannelName channel) {
        Viewer viewer = viewers.get(Key.of(client, channel));
        return viewer == null ? null : new Waiting(viewer);
    }

    /// Whether an operator ended this viewer's session a moment ago.
    boolean isSentAway(Client client, ChannelName channel) {
        return sentAwayAtNs.containsKey(Key.of(client, channel));
    }

    /// Notes a request that was answered with so many bytes.
    void saw(Client client, ChannelName channel, int targetSeconds, long bytes) {
        var key = Key.of(client, channel);
        if (viewers.size() >= VIEWERS_MAX && !viewers.containsKey(key)) {
            return;
        }
        Viewer viewer = viewers.computeIfAbsent(key, k -> welcome(k, client));
        int patience = Math.max(PATIENCE_SECONDS_MIN, TARGET_DURATIONS * targetSeconds);
        viewer.patienceNs = Duration.ofSeconds(patience).toNanos();
        viewer.seenAtNs = System.nanoTime();
        viewer.last = Long.MAX_VALUE;
        viewer.session.bytesOut().add(bytes);
    }

    /// Notes that a viewer was sent a segment.
    void sawSegment(Client client, ChannelName channel, long number) {
        var key = Key.of(client, channel);
        Viewer viewer = viewers.get(key);
        if (viewer != null) {
            viewer.newest = Math.max(viewer.newest, number);
            leaveIfDone(key, viewer);
        }
    }

    /// Notes that a viewer was sent a playlist that has ended, with this segment.
    void sawEnd(Client client, ChannelName channel, long lastNumber) {
        var key = Key.of(client, channel);
        Viewer viewer = viewers.get(key);
        if (viewer != null) {
            viewer.last = lastNumber;
            leaveIfDone(key, viewer);
        }
    }

    /// Who knows that the channel has ended, and has all of it, will not ask again.
    private void leaveIfDone(Key key, Viewer viewer) {
        if (viewer.newest >= viewer.last) {
            close(key);
        }
    }

    void tick(long nowNs) {
        viewers.forEach((key, viewer) -> {
            boolean isAway = nowNs - viewer.seenAtNs > viewer.patienceNs;
            if (viewer.patienceNs > 0 && viewer.waiting.get() == 0 && isAway) {
                close(key);
            }
        });
        sentAwayAtNs.values().removeIf(sinceNs -> nowNs - sinceNs > SENT_AWAY_NS);
    }

    private Viewer welcome(Key key, Client client) {
        Session session = open(key, client);
        session.engage(Session.Role.VIEWER, key.channel().toString());
        return new Viewer(session, false);
    }

    private Session open(Key key, Client client) {
        Session session =
                sessions.open(
                        new Session.Opening(
                                PROTOCOL,
                                client.address(),
                                Instant.now(),
                                reason -> sendAway(key, reason)));
        session.agent(client.agent());
        return session;
    }

    private void sendAway(Key key, String reason) {
        if (sentAwayAtNs.size() < SENT_AWAY_MAX) {
            sentAwayAtNs.put(key, System.nanoTime());
        }
        Viewer viewer = viewers.get(key);
        if (viewer != null) {
            viewer.session.note(reason);
        }
        close(key);
    }

    private void close(Key key) {
        Viewer viewer = viewers.remove(key);
        if (viewer != null) {
            sessions.close(viewer.session);
        }
    }
}
