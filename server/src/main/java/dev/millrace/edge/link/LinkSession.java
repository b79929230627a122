package dev.millrace.edge.link;

import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.spool.Depth;
import dev.millrace.json.JsonException;
import dev.millrace.segment.Segment;
import dev.millrace.uplink.ControlMessage;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.ControlMessage.WantedRecording;
import dev.millrace.uplink.ControlMessage.Welcome;
import dev.millrace.uplink.EdgeMessage;
import dev.millrace.uplink.EdgeMessage.Announce;
import dev.millrace.uplink.EdgeMessage.Announced;
import dev.millrace.uplink.EdgeMessage.Hello;
import dev.millrace.uplink.EdgeMessage.Report;
import dev.millrace.uplink.EdgeMessage.Settled;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import dev.millrace.uplink.Messages;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection, from its opening to its end. One thread runs it; the WebSocket's threads call
/// the listener's methods.
final class LinkSession implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);

    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration WELCOME_MAX = Duration.ofSeconds(10);

    /// A message that the network does not take for so long meets nobody.
    private static final Duration SEND_MAX = Duration.ofSeconds(30);

    /// Nothing was heard for so many reports, each of which comes with a ping.
    private static final int SILENT_REPORTS = 3;

    private static final Duration SILENT_MIN = Duration.ofSeconds(10);

    private final LinkSettings settings;
    private final EdgeSources sources;
    private final Transfers transfers;
    private final Watcher watcher;
    private final Semaphore bell = new Semaphore(0);

    // Of the thread that runs this.
    private final Set<String> settled = new HashSet<>();
    private long reportAtNs;

    // Of the WebSocket's threads, which take turns.
    private final StringBuilder text = new StringBuilder();

    private volatile @Nullable String failure;
    private volatile boolean welcomed;
    private volatile boolean over;
    private volatile boolean announceDue = true;
    private volatile boolean settledDue;
    private volatile long askedNs;
    private volatile long heardNs;

    /// Who wants to know how it goes.
    interface Watcher {
        void welcomed(String controlNode);

        void reported();
    }

    LinkSession(LinkSettings settings, EdgeSources sources, Transfers transfers, Watcher watcher) {
        this.settings = settings;
        this.sources = sources;
        this.transfers = transfers;
        this.watcher = watcher;
    }

    /// Opens the connection and keeps it until it ends, which is always a failure.
    ///
    /// @throws IOException saying why
    void run(HttpClient client) throws IOException, InterruptedException {
        WebSocket socket = open(client);
        try {
            hello(socket);
            while (true) {
                requireAlive();
                say(socket);
                if (!work(socket)) {
                    rest();
                }
            }
        } catch (IOException e) {
            String why = failure; // the cause of a message that was not taken, if it is known
            throw why == null ? e : new IOException(why, e);
        } finally {
            over = true;
            socket.abort();
            transfers.end();
        }
    }

    /// There is another segment. Any thread.
    void added(EdgeSource source, Segment segment) {
        transfers.added(source, segment);
        wake();
    }

    /// There is something to do. Any thread.
    void wake() {
        bell.release();
    }

    /// It is to end. Any thread.
    void end(String why) {
        fail(why);
    }

    /// There is another source to announce. Any thread.
    void announce() {
        announceDue = true;
        wake();
    }

    private WebSocket open(HttpClient client) throws IOException, InterruptedException {
        WebSocket.Builder builder =
                client.newWebSocketBuilder()
                        .subprotocols(Messages.PROTOCOL)
                        .connectTimeout(CONNECT_MAX);
        settings.token().ifPresent(it -> builder.header("Authorization", "Bearer " + it));
        heardNs = sources.clock().nanos();
        CompletableFuture<WebSocket> opening = builder.buildAsync(settings.control(), this);
        WebSocket socket = await(opening);
        if (!socket.getSubprotocol().equals(Messages.PROTOCOL)) {
            socket.abort();
            throw new IOException(
                    "it does not speak %s; is it a control node?".formatted(Messages.PROTOCOL));
        }
        return socket;
    }

    private static WebSocket await(CompletableFuture<WebSocket> opening)
            throws IOException, InterruptedException {
        try {
            return await(opening, CONNECT_MAX.plus(CONNECT_MAX), "opening it");
        } catch (IOException | InterruptedException e) {
            var _ = opening.thenAccept(WebSocket::abort); // if it opens after all
            throw e;
        }
    }

    private void hello(WebSocket socket) throws IOException, InterruptedException {
        askedNs = sources.clock().nanos();
        send(socket, new Hello(settings.node(), settings.version(), sources.clock().onTheWall()));
        long untilNs = askedNs + WELCOME_MAX.toNanos();
        while (!welcomed) {
            requireAlive();
            long leftNs = untilNs - sources.clock().nanos();
            if (leftNs <= 0) {
                throw new IOException("it does not answer");
            }
            bell.tryAcquire(leftNs, TimeUnit.NANOSECONDS);
        }
    }

    private void requireAlive() throws IOException {
        String why = failure;
        if (why != null) {
            throw new IOException(why);
        }
        long silentNs = sources.clock().nanos() - heardNs;
        Duration most = settings.report().multipliedBy(SILENT_REPORTS);
        most = most.compareTo(SILENT_MIN) < 0 ? SILENT_MIN : most;
        if (silentNs > most.toNanos()) {
            throw new IOException("nothing was heard for %d s".formatted(most.toSeconds()));
        }
    }

    /// What is to be said beside the segments.
    private void say(WebSocket socket) throws IOException, InterruptedException {
        if (announceDue) {
            announceDue = false;
            send(socket, announcement());
        }
        long nowNs = sources.clock().nanos();
        if (nowNs - reportAtNs >= 0 || reportAtNs == 0) {
            reportAtNs = nowNs + settings.report().toNanos();
            send(socket, report());
            await(socket.sendPing(ByteBuffer.allocate(0)), SEND_MAX, "a ping");
            watcher.reported();
            transfers.check(nowNs);
            settledDue = true;
        }
        if (settledDue) {
            settledDue = false;
            saySettled(socket);
        }
    }

    private void saySettled(WebSocket socket) throws IOException, InterruptedException {
        Instant now = sources.clock().instant();
        var wanted = new HashSet<String>();
        for (EdgeSource source : sources.list()) {
            source.wanted().recordings().stream().map(WantedRecording::id).forEach(wanted::add);
            for (String recording : source.settled(now)) {
                if (settled.add(recording)) {
                    send(socket, new Settled(recording));
                }
            }
        }
        settled.retainAll(wanted);
    }

    private Announce announcement() {
        return new Announce(
                sources.list().stream()
                        .map(it -> new Announced(it.name(), it.segmentLength(), it.nextSequence()))
                        .toList());
    }

    private Report report() {
        List<SourceReport> all = sources.list().stream().map(this::report).toList();
        return new Report(sources.clock().onTheWall(), all);
    }

    private SourceReport report(EdgeSource source) {
        Depth depth = sources.spool().depth(source.name());
        return new SourceReport(
                source.name(),
                source.newest().map(Segment::end),
                depth.segments(),
                depth.bytes(),
                depth.oldest(),
                depth.first(),
                source.lost(),
                sources.cache().first(source.name()).map(it -> it.segment().start()));
    }

    /// @return whether there was anything to do
    private boolean work(WebSocket socket) throws IOException, InterruptedException {
        long nowNs = sources.clock().nanos();
        Optional<EdgeMessage> offer = transfers.nextOffer(nowNs);
        if (offer.isPresent()) {
            send(socket, offer.get());
        }
        Optional<ByteBuffer> piece = transfers.nextPiece(nowNs);
        if (piece.isPresent()) {
            await(socket.sendBinary(piece.get(), true), SEND_MAX, "a piece");
        }
        return offer.isPresent() || piece.isPresent();
    }

    private void rest() throws InterruptedException {
        long leftNs = Math.max(1, reportAtNs - sources.clock().nanos());
        long mostNs = Math.min(leftNs, Transfers.PAUSE.toNanos());
        if (bell.tryAcquire(mostNs, TimeUnit.NANOSECONDS)) {
            bell.drainPermits();
        }
    }

    private static void send(WebSocket socket, EdgeMessage message)
            throws IOException, InterruptedException {
        await(socket.sendText(Messages.text(message), true), SEND_MAX, "a message");
    }

    private static <T> T await(CompletableFuture<T> future, Duration most, String what)
            throws IOException, InterruptedException {
        try {
            return future.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("%s took longer than %d s".formatted(what, most.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException handshake
                && handshake.getResponse() != null) {
            int status = handshake.getResponse().statusCode();
            return status == 401 || status == 403
                    ? "it does not let this node in (%d): check edge.token".formatted(status)
                    : "it answers %d: is it a control node?".formatted(status);
        }
        return String.valueOf(cause);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heardNs = sources.clock().nanos();
        text.append(data);
        if (text.length() > Messages.DESIRED_CHARACTERS_MAX) {
            fail("control said more than %d characters at once".formatted(text.length()));
            return null; // nor is more asked for
        }
        if (last) {
            String message = text.toString();
            text.setLength(0);
            take(message);
        }
        socket.request(1);
        return null;
    }

    private void take(String message) {
        if (over) {
            return; // the next connection hears what is true now
        }
        try {
            take(Messages.controlMessage(message));
        } catch (JsonException | IOException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a message of the control node was not handled", e);
            fail("a message was not handled: " + e);
        }
        wake();
    }

    private void take(ControlMessage message) throws IOException {
        long nowNs = sources.clock().nanos();
        switch (message) {
            case Welcome(var node, var clock) -> {
                sources.correctClock(clock, askedNs);
                watcher.welcomed(node);
                welcomed = true;
            }
            case Desired desired -> {
                sources.want(desired);
                transfers.wantedChanged();
                settledDue = true;
            }
            case Send send -> transfers.send(send, nowNs);
            case Stored stored -> {
                transfers.stored(stored);
                settledDue = true;
            }
            case Refused refused -> transfers.refused(refused, nowNs);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        fail("control sent bytes, which it never does");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heardNs = sources.clock().nanos();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        heardNs = sources.clock().nanos();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        fail("control ended it (%d %s)".formatted(status, reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        fail(String.valueOf(error));
    }

    private void fail(String why) {
        if (failure == null) {
            failure = why;
        }
        wake();
    }
}
