package dev.millrace.edge;

import dev.millrace.json.JsonException;
import dev.millrace.segment.Segment;
import dev.millrace.segment.SegmentId;
import dev.millrace.uplink.ControlMessage;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.ControlMessage.Welcome;
import dev.millrace.uplink.EdgeMessage;
import dev.millrace.uplink.EdgeMessage.Announce;
import dev.millrace.uplink.EdgeMessage.Hello;
import dev.millrace.uplink.EdgeMessage.Lost;
import dev.millrace.uplink.EdgeMessage.Offer;
import dev.millrace.uplink.EdgeMessage.Report;
import dev.millrace.uplink.EdgeMessage.Settled;
import dev.millrace.uplink.Messages;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/// A control node that does what a test wants, also what no good one does. What it has outlives its
/// restarts.
public final class FakeControl implements AutoCloseable {
    /// Where a connection can be cut, or the test be told.
    public enum Stage {
        HELLO,
        ANNOUNCE,
        OFFER,
        PIECE,
        WHOLE,
        STORED
    }

    /// Called at each stage, before anything is answered; it may cut.
    public interface Trap {
        /// Whether to cut the connection here.
        boolean springs(Stage stage);
    }

    /// A segment that is stored.
    public record Kept(Segment segment, ByteBuffer body, boolean live, boolean kept) {}

    private final Clock clock;
    private Server server = new Server(0);
    private int port;

    // Guarded by this.
    private final Map<String, TreeMap<Long, Kept>> stored = new TreeMap<>();
    private final Map<String, List<Lost>> lost = new HashMap<>();
    private final Map<String, ByteArrayOutputStream> partial = new HashMap<>();
    private final List<Offer> offers = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    private final List<String> announced = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Wanted> wanted = new ArrayList<>();
    private @Nullable Report report;
    private @Nullable Peer peer;
    private long revision;
    private long resumedBytes;
    private int storedTwice;
    private Trap trap = _ -> false;
    private String token = "";
    private final AtomicInteger refusals = new AtomicInteger();

    public FakeControl() {
        this(Clock.systemUTC());
    }

    public FakeControl(Clock clock) {
        this.clock = clock;
        start();
    }

    /// Listens, on the same port as before.
    public void start() {
        server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        WebSocketUpgradeHandler sockets =
                WebSocketUpgradeHandler.from(
                        server,
                        container -> {
                            container.setMaxTextMessageSize(Messages.TEXT_BYTES_MAX);
                            container.setMaxBinaryMessageSize(
                                    Messages.PIECE_HEAD_BYTES + Messages.PIECE_BYTES_MAX);
                            container.addMapping(
                                    Messages.PATH,
                                    (request, response, callback) -> {
                                        response.setAcceptedSubProtocol(Messages.PROTOCOL);
                                        String shown = request.getHeaders().get("Authorization");
                                        return token.isEmpty() || ("Bearer " + token).equals(shown)
                                                ? new Peer()
                                                : refuse(response, callback);
                                    });
                        });
        server.setHandler(sockets);
        run(server::start);
        port = connector.getLocalPort();
    }

    private static @Nullable Object refuse(
            org.eclipse.jetty.server.Response response, org.eclipse.jetty.util.Callback callback) {
        response.setStatus(401);
        callback.succeeded();
        return null;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Is away, and has what it has.
    public void stop() {
        cut();
        run(server::stop);
    }

    @Override
    public void close() {
        stop();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI uplink() {
        return URI.create("ws://127.0.0.1:" + port + Messages.PATH);
    }

    public synchronized void token(String newToken) {
        token = newToken;
    }

    public synchronized void trap(Trap newTrap) {
        trap = newTrap;
    }

    /// Refuses the next so many offers, for now.
    public void refuse(int count) {
        refusals.set(count);
    }

    /// Wants this from now on.
    public synchronized void want(Wanted... now) {
        wanted.clear();
        wanted.addAll(List.of(now));
        revision++;
        if (peer != null) {
            peer.say(new Desired(revision, wanted));
        }
    }

    /// Everything of a source from now on.
    public static ControlMessage.WantedRecording since(Instant from) {
        return new ControlMessage.WantedRecording("recording", from, Optional.empty());
    }

    /// One recording, and live or not.
    public static Wanted record(String source, boolean live, Instant from) {
        return new Wanted(source, "id-of-" + source, live, 0, List.of(since(from)));
    }

    /// Ends the connection without a word.
    public synchronized void cut() {
        if (peer != null) {
            peer.disconnect();
            peer = null;
        }
    }

    public synchronized boolean isConnected() {
        return peer != null;
    }

    /// What is stored of a source, by sequence.
    public synchronized List<Kept> stored(String source) {
        return List.copyOf(stored.getOrDefault(source, new TreeMap<>()).values());
    }

    /// Those that are stored for good.
    public synchronized List<Kept> kept(String source) {
        return stored(source).stream().filter(Kept::kept).toList();
    }

    /// The hashes of those, in the order of sequences.
    public List<String> hashes(String source) {
        return kept(source).stream().map(it -> it.segment().id().hash()).toList();
    }

    public synchronized List<Lost> lost(String source) {
        return List.copyOf(lost.getOrDefault(source, List.of()));
    }

    public synchronized List<Offer> offers() {
        return List.copyOf(offers);
    }

    public synchronized List<String> settled() {
        return List.copyOf(settled);
    }

    public synchronized List<String> announced() {
        return List.copyOf(announced);
    }

    public synchronized Optional<Report> report() {
        return Optional.ofNullable(report);
    }

    /// What should not have happened.
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /// How many bytes did not have to be sent again.
    public synchronized long resumedBytes() {
        return resumedBytes;
    }

    /// How often something was sent whole that was there.
    public synchronized int storedTwice() {
        return storedTwice;
    }

    /// One connection. Public for Jetty.
    public final class Peer implements Session.Listener.AutoDemanding {
        private final Map<Long, Offer> open = new LinkedHashMap<>();
        private @Nullable Session session;
        private boolean dead;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onWebSocketText(String text) {
            synchronized (FakeControl.this) {
                try {
                    if (!dead) {
                        take(Messages.edgeMessage(text));
                    }
                } catch (JsonException e) {
                    faults.add(String.valueOf(e.getMessage()));
                }
            }
        }

        private void take(EdgeMessage message) {
            switch (message) {
                case Hello _ -> {
                    if (!isCut(Stage.HELLO)) {
                        peer = this;
                        say(new Welcome("fake", clock.instant()));
                    }
                }
                case Announce(var sources) -> {
                    if (!isCut(Stage.ANNOUNCE)) {
                        announced.clear();
                        sources.forEach(it -> announced.add(it.name()));
                        say(new Desired(revision, wanted));
                    }
                }
                case Offer offer -> take(offer);
                case Lost note -> {
                    lost.computeIfAbsent(note.source(), _ -> new ArrayList<>()).add(note);
                    say(new Stored(note.transfer()));
                }
                case Settled(var recording) -> settled.add(recording);
                case Report now -> report = now;
            }
        }

        private void take(Offer offer) {
            offers.add(offer);
            if (isCut(Stage.OFFER)) {
                return;
            }
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                say(new Refused(offer.transfer(), "not now", false));
                return;
            }
            Kept there =
                    stored.getOrDefault(offer.source(), new TreeMap<>())
                            .get(offer.segment().id().sequence());
            if (there != null && !there.segment().id().equals(offer.segment().id())) {
                faults.add("two segments of one number: " + there.segment() + " " + offer);
            }
            if (there != null && (there.kept() || !offer.kept())) {
                say(new Stored(offer.transfer()));
                return;
            }
            open.put(offer.transfer(), offer);
            long here = partial(offer).size();
            resumedBytes += here;
            say(new Send(offer.transfer(), here));
            if (here == offer.segment().bytes()) {
                whole(offer);
            }
        }

        private ByteArrayOutputStream partial(Offer offer) {
            return partial.computeIfAbsent(
                    offer.source() + offer.segment().id(), _ -> new ByteArrayOutputStream());
        }

        @Override
        public void onWebSocketBinary(ByteBuffer message, Callback callback) {
            synchronized (FakeControl.this) {
                try {
                    Offer offer = open.get(Messages.transfer(message));
                    if (!dead && offer == null) {
                        faults.add("a piece of nothing");
                    } else if (!dead && offer != null && !isCut(Stage.PIECE)) {
                        take(offer, message);
                    }
                } catch (JsonException e) {
                    faults.add(String.valueOf(e.getMessage()));
                }
            }
            callback.succeed();
        }

        private void take(Offer offer, ByteBuffer piece) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            partial(offer).writeBytes(bytes);
            if (partial(offer).size() > offer.segment().bytes()) {
                faults.add("more bytes than offered");
            } else if (partial(offer).size() == offer.segment().bytes()) {
                whole(offer);
            }
        }

        private void whole(Offer offer) {
            if (isCut(Stage.WHOLE)) {
                return;
            }
            byte[] body = partial(offer).toByteArray();
            partial.remove(offer.source() + offer.segment().id());
            open.remove(offer.transfer());
            if (!SegmentId.hash(body).equals(offer.segment().id().hash())) {
                faults.add("wrong bytes: " + offer);
            }
            var kept = new Kept(offer.segment(), ByteBuffer.wrap(body), offer.live(), offer.kept());
            Kept before =
                    stored.computeIfAbsent(offer.source(), _ -> new TreeMap<>())
                            .put(offer.segment().id().sequence(), kept);
            if (before != null && before.kept()) {
                storedTwice++;
            }
            if (!isCut(Stage.STORED)) {
                say(new Stored(offer.transfer()));
            }
        }

        private boolean isCut(Stage stage) {
            boolean springs = trap.springs(stage);
            if (springs) {
                disconnect();
            }
            return springs;
        }

        void say(ControlMessage message) {
            if (session != null) {
                session.sendText(Messages.text(message), Callback.NOOP);
            }
        }

        void disconnect() {
            dead = true;
            if (session != null) {
                session.disconnect();
            }
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            gone();
        }

        @Override
        public void onWebSocketClose(int status, String reason, Callback callback) {
            gone();
            callback.succeed();
        }

        private void gone() {
            synchronized (FakeControl.this) {
                if (peer == this) {
                    peer = null;
                }
            }
        }
    }
}
