package dev.millrace.gateway.rtmp;

import dev.millrace.net.Connection;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import dev.millrace.observe.Session.Role;
import dev.millrace.rtmp.ConnectRequest;
import dev.millrace.rtmp.ServerEffect;
import dev.millrace.rtmp.ServerSession;
import dev.millrace.rtmp.SessionEffect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One RTMP client, from its first byte to its last. The thread that runs it reads;
/// [RtmpPublishing] and [RtmpPlaying] are what the client may do on a stream.
final class RtmpConnection implements AutoCloseable, Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);

    /// Players send little; a publisher gets the larger buffer when it publishes.
    private static final int PLAYER_READ_BYTES = 2 << 10;

    private static final int PUBLISHER_READ_BYTES = 64 << 10;

    /// How long a client that was told to leave may take to hang up.
    private static final long FAREWELL_MS = 1_000;

    private final RtmpGateway gateway;
    private final Connection connection;
    private final boolean welcome;
    private final RtmpOutput output;
    private final ServerSession protocol;
    private final Session session;
    private final RtmpPublishing publishing;
    private final RtmpPlaying playing;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long openedAtNs = System.nanoTime();

    private volatile long heardAtNs = openedAtNs;
    private volatile @Nullable String reason;

    RtmpConnection(RtmpGateway gateway, Connection connection, boolean welcome) {
        this.gateway = gateway;
        this.connection = connection;
        this.welcome = welcome;
        this.output = new RtmpOutput(connection);
        this.protocol = new ServerSession(gateway.protocol(), gateway.random());
        this.session =
                gateway.sessions()
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

    /// Reads and obeys until the connection is over.
    void run() {
        gateway.housekeeper().add(this);
        try {
            read();
            note("disconnected");
        } catch (IOException e) {
            // Encoders say goodbye and hang up without waiting for the answer.
            boolean over = session.role() == Role.IDLE;
            note(over ? "disconnected" : "connection lost: " + e.getMessage());
        } finally {
            ended.countDown();
        }
    }

    /// Gives everything back: the channel, the viewer, the session.
    @Override
    public void close() {
        gateway.housekeeper().remove(this);
        publishing.stop();
        connection.close();
        playing.abandon();
        gateway.sessions().close(session);
        LOG.info("{} {} left: {}", session.id(), session.remote(), reason);
    }

    /// Ends the connection from any thread, with a reason for people.
    void hangUp(String why) {
        note(why);
        connection.close();
    }

    /// Ends the connection of a client that has been told `why`, but lets it hang up first. Closing
    /// at once would take the telling back: TCP resets a connection that is closed with bytes
    /// unread, and the reset makes the other end drop what it has not read. Any thread but the
    /// reading one.
    void hangUpAfterFarewell(String why) {
        note(why);
        try {
            if (!ended.await(FAREWELL_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("{} stayed after it was told to leave", session.id());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }

    private void hangUp(Fault fault, String why) {
        if (note(why)) {
            session.fault(fault, why);
        }
        connection.close();
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
        ByteBuffer bytes;
        synchronized (protocol) {
            bytes = question.apply(protocol);
        }
        output.answer(bytes);
    }

    @Override
    public void tick(long nowNs) {
        RtmpSettings settings = gateway.settings();
        playing.tick(nowNs);
        long silentNs = nowNs - heardAtNs;
        boolean connected = protocol.phase() == ServerSession.Phase.CONNECTED;
        if (!connected && nowNs - openedAtNs > settings.handshakeTimeout().toNanos()) {
            hangUp(Fault.SILENT, "sent no connect command within " + settings.handshakeTimeout());
        } else if (session.role() != Role.VIEWER && silentNs > settings.idleTimeout().toNanos()) {
            hangUp(Fault.SILENT, "sent nothing for " + settings.idleTimeout());
        } else if (connection.stalledNs(nowNs) > settings.stallTimeout().toNanos()) {
            hangUp(Fault.STALLED, "took nothing for " + settings.stallTimeout());
        }
    }

    private void read() throws IOException {
        ByteBuffer in = ByteBuffer.allocate(PLAYER_READ_BYTES);
        while (connection.read(in) >= 0) {
            heardAtNs = System.nanoTime();
            session.bytesIn().add(in.position());
            if (reason == null) {
                publishing.heard(heardAtNs);
                obey(in.flip());
            }
            in.clear();
            if (session.role() == Role.PUBLISHER && in.capacity() < PUBLISHER_READ_BYTES) {
                in = ByteBuffer.allocate(PUBLISHER_READ_BYTES);
            }
        }
    }

    private void obey(ByteBuffer in) throws IOException {
        List<ServerEffect> effects;
        synchronized (protocol) {
            effects = protocol.receive(in, heardAtNs / 1_000_000);
        }
        for (ServerEffect effect : effects) {
            obey(effect);
        }
    }

    private void obey(ServerEffect effect) throws IOException {
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

    private void connect(ConnectRequest request) throws IOException {
        session.agent(request.flashVer());
        playing.understands(request.capabilities());
        Optional<String> refusal =
                welcome ? Optional.empty() : Optional.of("the server has too many connections");
        if (refusal.isEmpty()) {
            answer(ServerSession::acceptConnect);
            return;
        }
        answer(p -> p.rejectConnect("NetConnection.Connect.Rejected", refusal.get()));
        hangUp("refused: " + refusal.get());
    }
}
