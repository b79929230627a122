package dev.millrace.gateway.rtmp;

import dev.millrace.bandwidth.Measurements;
import dev.millrace.bytes.Shown;
import dev.millrace.entry.Query;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.net.Connection;
import dev.millrace.net.Conversation;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Origin;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import dev.millrace.observe.Session.Role;
import dev.millrace.rtmp.BandwidthCheck;
import dev.millrace.rtmp.ConnectRequest;
import dev.millrace.rtmp.RtmpUrl;
import dev.millrace.rtmp.ServerEffect;
import dev.millrace.rtmp.ServerSession;
import dev.millrace.rtmp.SessionEffect;
import dev.millrace.rtmp.StreamAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One RTMP client, from its first byte to its last. [RtmpPublishing] and [RtmpPlaying] are what
/// the client may do on a stream, [RtmpMeasuring] what it may do without one.
final class RtmpConnection implements Conversation, Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);

    /// Fewer bytes than this, of a message that is not over, are as good as silence: one byte now
    /// and then would hold a connection, or a channel, for ever.
    private static final int SIGN_OF_LIFE_BYTES = 1 << 10;

    private static final int AGENT_LENGTH_MAX = 200;

    private static final int URL_LENGTH_MAX = 400;

    /// How long a client that was told to leave may take to hang up.
    private static final long FAREWELL_NS = Duration.ofSeconds(1).toNanos();

    private final RtmpGateway gateway;
    private final Connection connection;
    private final boolean welcome;
    private final RtmpOutput output;
    private final ServerSession protocol;
    private final Session session;
    private final RtmpPublishing publishing;
    private final RtmpPlaying playing;
    private final long openedAtNs = System.nanoTime();

    private volatile long heardAtNs = openedAtNs;
    private int drippedBytes;
    private final Unheard unheard = new Unheard();
    private boolean asking;
    private @Nullable ConnectRequest connected;
    private @Nullable Visit entered;
    private @Nullable RtmpMeasuring measuring;
    private volatile long farewellAtNs;
    private volatile @Nullable String reason;

    RtmpConnection(RtmpGateway gateway, Connection connection, boolean welcome) {
        this.gateway = gateway;
        this.connection = connection;
        this.welcome = welcome;
        this.output = new RtmpOutput(connection, this::lost);
        this.protocol = new ServerSession(gateway.protocol(), gateway.random());
        this.session =
                gateway.hub()
                        .sessions()
                        .open(
                                new Session.Opening(
                                        connection.isSecure() ? "rtmps" : "rtmp",
                                        connection.remote(),
                                        Instant.now(),
                                        this::hangUp));
        connection.countBytesOutIn(session.bytesOut());
        this.publishing = new RtmpPublishing(this);
        this.playing = new RtmpPlaying(this);
    }

    RtmpGateway gateway() {
        return gateway;
    }

    Session session() {
        return session;
    }

    RtmpOutput output() {
        return output;
    }

    @Override
    public void received(ByteBuffer bytes) {
        long nowNs = System.nanoTime();
        session.bytesIn().add(bytes.remaining());
        drippedBytes += bytes.remaining();
        if (drippedBytes >= SIGN_OF_LIFE_BYTES) {
            heard(nowNs);
        }
        if (reason != null) {
            return; // it is about to be closed
        }
        int length = bytes.remaining();
        try {
            obey(bytes, nowNs);
        } catch (IOException e) {
            lost(e);
        }
        if (measuring != null) {
            measuring.took(length);
        }
    }

    /// Gives everything back: the channel, the viewer, the session.
    @Override
    public void ended(String why) {
        note(why);
        gateway.hub().housekeeper().remove(this);
        publishing.stop();
        playing.abandon();
        if (measuring != null) {
            measuring.abandon();
        }
        gateway.hub().sessions().close(session);
        if (entered != null) {
            left(entered);
        }
        LOG.info("{} {} left: {}", session.id(), session.remote(), reason);
    }

    private void lost(Throwable cause) {
        // Encoders say goodbye and hang up without waiting for the answer.
        boolean over = session.role() == Role.IDLE;
        hangUp(over ? "disconnected" : "connection lost: " + cause.getMessage());
    }

    /// Ends the connection from any thread, with a reason for people.
    void hangUp(String why) {
        note(why);
        connection.close();
    }

    /// Ends the connection of a client that has been told `why`, but lets it hang up first. Closing
    /// at once would take the telling back: TCP resets a connection that is closed with bytes
    /// unread, and the reset makes the other end drop what it has not read. Any thread.
    void hangUpAfterFarewell(String why) {
        note(why);
        farewellAtNs = System.nanoTime();
    }

    private void hangUp(Fault fault, String why) {
        if (note(why)) {
            session.fault(fault, why);
            if (fault == Fault.PROTOCOL || session.role() == Role.IDLE) {
                connection.blame(); // no encoder or player is like that
            }
        }
        connection.close();
    }

    /// The client watches nothing any more, and is not told anything further. It has as long as
    /// everyone who does nothing. Any thread.
    void watchesNothing() {
        heardAtNs = System.nanoTime();
        session.disengage();
    }

    /// The first reason is the true one; what follows from it is not noted.
    ///
    /// @return whether this is it
    private synchronized boolean note(String why) {
        boolean first = reason == null;
        if (first) {
            reason = why;
            session.note(why);
        }
        return first;
    }

    /// Asks the protocol for the bytes of an answer and sends them. Any thread.
    void answer(Function<ServerSession, ByteBuffer> question) throws IOException {
        output.answer(ask(question));
    }

    /// Asks the protocol for bytes. Any thread.
    ByteBuffer ask(Function<ServerSession, ByteBuffer> question) {
        synchronized (protocol) {
            return question.apply(protocol);
        }
    }

    @Override
    public void tick(long nowNs) {
        RtmpSettings settings = gateway.settings();
        playing.tick(nowNs);
        if (farewellAtNs != 0 && nowNs - farewellAtNs > FAREWELL_NS) {
            LOG.debug("{} stayed after it was told to leave", session.id());
            connection.close();
        }
        long silentNs = nowNs - heardAtNs;
        boolean connected = protocol.phase() == ServerSession.Phase.CONNECTED;
        if (!connected && nowNs - openedAtNs > settings.handshakeTimeout().toNanos()) {
            hangUp(Fault.SILENT, "sent no connect command for " + ms(settings.handshakeTimeout()));
        } else if (mustSpeak() && silentNs > settings.idleTimeout().toNanos()) {
            hangUp(Fault.SILENT, "sent nothing for " + ms(settings.idleTimeout()));
        } else if (connection.stalledNs(nowNs) > settings.stallTimeout().toNanos()) {
            hangUp(Fault.STALLED, "took nothing for " + ms(settings.stallTimeout()));
        }
    }

    /// A viewer need not, and a measurement knows by itself how long to wait.
    private boolean mustSpeak() {
        return session.role() == Role.IDLE || session.role() == Role.PUBLISHER;
    }

    private static String ms(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private void heard(long nowNs) {
        drippedBytes = 0;
        heardAtNs = nowNs;
        publishing.heard(nowNs);
    }

    private void obey(ByteBuffer in, long nowNs) throws IOException {
        List<ServerEffect> effects;
        synchronized (protocol) {
            effects = protocol.receive(in, nowNs / 1_000_000);
        }
        for (ServerEffect effect : effects) {
            if (asking) {
                unheard.keep(effect);
                continue;
            }
            if (!(effect instanceof SessionEffect.MediaBytes)) {
                heard(nowNs);
            }
            obey(effect);
        }
        publishing.wake();
    }

    /// Somebody who is told what is said about a visit.
    interface Asker {
        void told(Verdict verdict, Visit visit) throws IOException;
    }

    /// Asks whether the client may. Until that is said nothing more of what it says is heard, and
    /// its answer is a part of the conversation.
    void ask(Deed deed, ChannelName channel, String query, Asker asker) throws IOException {
        Visit visit = visit(deed, channel, query);
        if (gateway.hub().entry().isOpen(deed, channel)) {
            asker.told(new Verdict.Welcome(channel), visit);
            return;
        }
        asking = true;
        connection.hold();
        Thread.ofVirtual()
                .name("ask for " + session.id())
                .start(() -> {
                    Verdict verdict = verdict(visit);
                    if (!connection.goOn(() -> goOn(verdict, visit, asker))
                            && verdict instanceof Verdict.Welcome) {
                        left(visit);
                    }
                });
    }

    /// Tells those who were asked that the client is done with what it was let do.
    void left(Visit visit) {
        gateway.hub().entry().left(visit, session.bytesIn().sum(), session.bytesOut().sum());
    }

    private Visit visit(Deed deed, ChannelName channel, String query) {
        ConnectRequest request = Objects.requireNonNull(connected);
        return new Visit(
                deed,
                session.id(),
                session.protocol(),
                connection.address(),
                channel,
                new Way(
                        request.tcUrl(),
                        query,
                        request.pageUrl(),
                        session.agent(),
                        Query.login(query)),
                request.via());
    }

    private Verdict verdict(Visit visit) {
        try {
            return gateway.hub().entry().ask(visit);
        } catch (InterruptedException e) {
            return new Verdict.Refused(Verdict.Kind.UNAVAILABLE, "the server is stopping");
        }
    }

    private void goOn(Verdict verdict, Visit visit, Asker asker) {
        asking = false;
        try {
            asker.told(verdict, visit);
            List<ServerEffect> later = unheard.take();
            for (ServerEffect effect : later) {
                if (asking) {
                    unheard.keep(effect);
                } else {
                    obey(effect);
                }
            }
            heard(System.nanoTime());
            publishing.wake();
        } catch (IOException e) {
            lost(e);
        }
    }

    private void obey(ServerEffect effect) throws IOException {
        if (measuring != null && isOfStream(effect)) {
            return; // said before it knew what it is here for
        }
        switch (effect) {
            case SessionEffect.Send(var bytes) -> output.answer(bytes);
            case SessionEffect.MediaBegin begin -> publishing.begin(begin);
            case SessionEffect.MediaBytes(var bytes) -> publishing.bytes(bytes);
            case SessionEffect.MediaEnd _ -> publishing.end();
            case SessionEffect.MediaAborted _ -> publishing.abort();
            case SessionEffect.Data data -> publishing.data(data);
            case SessionEffect.Hangup(var fault) ->
                    hangUp(Fault.PROTOCOL, "broke the protocol: " + fault.getMessage());
            case ServerEffect.Connect(var request) -> connect(request);
            case ServerEffect.CheckCall(String name) -> {
                if (measuring != null) {
                    measuring.said(name);
                }
            }
            case ServerEffect.Publish publish -> publishing.start(publish);
            case ServerEffect.Unpublish(int streamId) -> publishing.stop(streamId);
            case ServerEffect.Play play -> playing.start(play);
            case ServerEffect.StopPlay(int streamId) -> playing.stop(streamId);
            case ServerEffect.Pause(int streamId, boolean paused, _) ->
                    playing.pause(streamId, paused);
            case ServerEffect.Receive(int streamId, var kind, boolean wanted) ->
                    playing.receive(streamId, kind, wanted);
            case ServerEffect.BufferLength _ -> {}
        }
    }

    private static boolean isOfStream(ServerEffect effect) {
        return effect instanceof ServerEffect.Publish || effect instanceof ServerEffect.Play;
    }

    private void connect(ConnectRequest request) throws IOException {
        session.agent(Shown.of(request.flashVer(), AGENT_LENGTH_MAX));
        session.wish(
                new Session.Wish(
                        Shown.of(request.tcUrl(), URL_LENGTH_MAX),
                        Shown.of(request.pageUrl(), URL_LENGTH_MAX),
                        Shown.of(request.swfUrl(), URL_LENGTH_MAX)));
        session.via(request.via());
        playing.understands(request.capabilities());
        Optional<String> refusal =
                welcome ? Optional.empty() : Optional.of("the server has too many connections");
        if (new Route("", request.via(), "").isLoop(gateway.hub().node())) {
            refusal = Optional.of("the stream goes round in circles: it came through here");
        }
        connected = request;
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        Optional<String> key = request.parameter("key");
        if (key.isPresent() && gateway.measurements().settings().key().isPresent()) {
            measure(request, key.get());
            return;
        }
        String vhost = gateway.hub().vhosts().of(request.vhost());
        var app = new ChannelName(vhost, request.app(), "");
        ask(
                Deed.CONNECT,
                app,
                request.query(),
                (verdict, visit) -> {
                    switch (verdict) {
                        case Verdict.Refused(_, String why) -> refuse(why);
                        case Verdict.Redirected(var place) -> redirect(request, place);
                        case Verdict.Welcome _ -> {
                            entered = visit;
                            answer(ServerSession::acceptConnect);
                        }
                    }
                });
    }

    /// A bandwidth check needs the key and nothing else: no stream is concerned.
    private void measure(ConnectRequest request, String key) throws IOException {
        Measurements measurements = gateway.measurements();
        Optional<Measurements.Refusal> refusal =
                measurements.refusal(Origin.of(connection.address()), key);
        Optional<Duration> time =
                request.parameter("seconds")
                        .map(Measurements::time)
                        .orElse(Optional.of(BandwidthCheck.TIME_USUAL));
        if (refusal.isPresent()) {
            refuse(refusal.get().why());
        } else if (time.isEmpty()) {
            refuse(Measurements.timeRule());
        } else {
            Optional<Measurements.Turn> turn = measurements.begin();
            if (turn.isEmpty()) {
                refuse(measurements.busy());
                return;
            }
            measuring = new RtmpMeasuring(this, turn.get(), time.get());
            measuring.start();
        }
    }

    /// Reads nothing more for so long. Within a call of the conversation only.
    void rest(long restNs) {
        connection.hold();
        Thread.ofVirtual()
                .name("rest of " + session.id())
                .start(() -> {
                    LockSupport.parkNanos(restNs);
                    connection.goOn(() -> {});
                });
    }

    private void redirect(ConnectRequest request, URI place) throws IOException {
        Optional<RtmpUrl> to = Elsewhere.of(place, request);
        if (to.isEmpty()) {
            refuse("it is elsewhere, by %s only".formatted(place.getScheme()));
            return;
        }
        answer(p -> p.redirectConnect(to.get()));
        hangUpAfterFarewell("sent to " + place.getHost());
    }

    /// Sends a client that wants a stream elsewhere.
    ///
    /// @return whether that is a place for it
    boolean redirect(int streamId, StreamAddress address, URI place) throws IOException {
        String vhost = gateway.hub().vhosts().of(address.vhost());
        Optional<RtmpUrl> to = Elsewhere.of(place, address, vhost);
        if (to.isPresent()) {
            LOG.info("{} {} is sent to {}", session.id(), session.remote(), place.getHost());
            answer(p -> p.redirect(streamId, to.get()));
            hangUpAfterFarewell("sent to " + place.getHost());
        }
        return to.isPresent();
    }

    private void refuse(String why) throws IOException {
        answer(p -> p.rejectConnect("NetConnection.Connect.Rejected", why));
        hangUp("refused: " + why);
    }
}
