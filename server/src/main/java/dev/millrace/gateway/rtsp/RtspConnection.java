package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import dev.millrace.entry.Logins;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.Vhosts;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.net.Connection;
import dev.millrace.net.Conversation;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.MessageReader;
import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.message.RtspMessage.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One RTSP client, from its first byte to its last. Its requests are answered one after the other,
/// on a virtual thread, since an answer may have to wait for a service or for a publisher;
/// meanwhile nothing more is read of the connection. A session ends with its connection.
final class RtspConnection implements Conversation, Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(RtspConnection.class);

    /// Players ask the next thing when they have been answered.
    private static final int UNHEARD_MAX = 16;

    private static final int AGENT_LENGTH_MAX = 200;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    /// How long a client that was told of an end may take to hang up.
    private static final long FAREWELL_NS = Duration.ofSeconds(1).toNanos();

    private final RtspGateway gateway;
    private final RtspSettings settings;
    private final Connection connection;
    private final boolean welcome;
    private final RtspOutput output;
    private final Session session;
    private final MessageReader reader = new MessageReader();
    private final RtspRequests requests;
    private final RtspPlaying playing;
    private final RtspPublishing publishing;
    private final String sessionId;

    private volatile long heardAtNs = System.nanoTime();
    private volatile long farewellAtNs;
    private volatile @Nullable String reason;

    // The conversation's own.
    private final Deque<Request> unheard = new ArrayDeque<>();
    private @Nullable Thread asking;

    RtspConnection(RtspGateway gateway, Connection connection, boolean welcome) {
        this.gateway = gateway;
        this.settings = gateway.settings();
        this.connection = connection;
        this.welcome = welcome;
        this.output = new RtspOutput(connection);
        this.sessionId = "%016x".formatted(gateway.random().nextLong());
        this.session =
                gateway.hub()
                        .sessions()
                        .open(
                                new Session.Opening(
                                        connection.isSecure() ? "rtsps" : "rtsp",
                                        connection.remote(),
                                        Instant.now(),
                                        this::hangUp));
        connection.countBytesOutIn(session.bytesOut());
        this.playing = new RtspPlaying(this);
        this.publishing = new RtspPublishing(this);
        this.requests = new RtspRequests(this, playing, publishing);
    }

    RtspGateway gateway() {
        return gateway;
    }

    /// As they were when it came.
    RtspSettings settings() {
        return settings;
    }

    Session session() {
        return session;
    }

    RtspOutput output() {
        return output;
    }

    boolean isSecure() {
        return connection.isSecure();
    }

    /// Where datagrams go, and nowhere else.
    InetAddress client() {
        return connection.address();
    }

    InetAddress local() {
        return connection.localAddress();
    }

    String sessionId() {
        return sessionId;
    }

    /// The client has shown that it is there. Any thread.
    void heard() {
        heardAtNs = System.nanoTime();
    }

    /// The session, as answers name it.
    Headers sessionHeader() {
        long seconds = Math.max(1, settings.idleTimeout().toSeconds());
        return new Headers().with("Session", "%s;timeout=%d".formatted(sessionId, seconds));
    }

    /// What a request is about.
    RtspAddress address(Request request) throws RtspRefusal, ProtocolException {
        Vhosts vhosts = gateway.hub().vhosts();
        RtspAddress address = RtspAddress.parse(request.url(), vhosts);
        Optional<String> refusal = vhosts.refusal(address.channel().vhost());
        if (refusal.isPresent()) {
            throw new RtspRefusal(RtspRefusal.FORBIDDEN, refusal.get());
        }
        return address;
    }

    /// Who wants what, for those who are asked.
    Visit visit(Visit.Deed deed, RtspAddress address, Request request) {
        String authorization = request.headers().get("Authorization").orElse("");
        return new Visit(
                deed,
                session.id(),
                session.protocol(),
                connection.address(),
                address.channel(),
                new Way(
                        address.url().toString().replaceFirst("/[^/]*$", ""),
                        address.query(),
                        "",
                        session.agent(),
                        Logins.of(authorization, address.query())),
                List.of());
    }

    /// Asks whether somebody may; waits for the answer.
    Verdict ask(Visit visit) throws InterruptedException {
        return gateway.hub().entry().ask(visit);
    }

    /// Somebody who was welcome has left.
    void left(Visit visit) {
        gateway.hub().entry().left(visit, session.bytesIn().sum(), session.bytesOut().sum());
    }

    /// Sends the client elsewhere, if RTSP can.
    RtspAnswer redirect(URI place) throws RtspRefusal {
        if (!place.getScheme().matches("rtsps?")) {
            throw new RtspRefusal(
                    RtspRefusal.FORBIDDEN,
                    "it is elsewhere, by %s only".formatted(place.getScheme()));
        }
        session.note("sent to " + place.getHost());
        return RtspAnswer.redirect(place.toString());
    }

    @Override
    public void received(ByteBuffer bytes) {
        session.bytesIn().add(bytes.remaining());
        if (reason != null) {
            return; // it is about to be closed
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        try {
            reader.read(copy, copy.length, this::message);
        } catch (ProtocolException e) {
            blame(String.valueOf(e.getMessage()));
        }
    }

    /// Tells a client that is none, and hangs up.
    private void blame(String why) {
        try {
            var refusal = new RtspRefusal(RtspRefusal.BAD_REQUEST, why);
            output.answer(RtspAnswer.refuse(refusal).encode(new Headers()));
        } catch (IOException e) {
            // it does not listen either
        }
        session.fault(Fault.PROTOCOL, "broke the protocol: " + why);
        connection.blame();
        hangUpAfterFarewell("broke the protocol: " + why);
    }

    private void message(RtspMessage message) throws ProtocolException {
        switch (message) {
            case Request request -> {
                heardAtNs = System.nanoTime();
                unheard.add(request);
                if (unheard.size() > UNHEARD_MAX) {
                    throw new Malformed("asks faster than it is answered");
                }
                next();
            }
            case RtspMessage.Packet packet -> publishing.packet(packet); // or a player's report
            case RtspMessage.Response _ -> {} // nobody asked
        }
    }

    /// Takes the next request, if none is being answered.
    private void next() throws ProtocolException {
        if (asking != null || unheard.isEmpty() || reason != null) {
            return;
        }
        Request request = unheard.remove();
        String number = request.headers().get("CSeq").orElse("").strip();
        if (!NUMBER.matcher(number).matches()) {
            throw new Malformed("CSeq is %s, not a number".formatted(Shown.of(number)));
        }
        String agent = request.headers().get("User-Agent").orElse("");
        if (!agent.isEmpty()) {
            session.agent(Shown.of(agent, AGENT_LENGTH_MAX));
        }
        connection.hold();
        asking =
                Thread.ofVirtual()
                        .name("rtsp " + session.id())
                        .start(() -> answer(request, number));
    }

    /// On a thread of its own.
    private void answer(Request request, String number) {
        RtspAnswer answer;
        try {
            answer =
                    welcome
                            ? requests.answer(request)
                            : RtspAnswer.refuse(
                                    new RtspRefusal(
                                            RtspRefusal.UNAVAILABLE,
                                            "the server has too many connections"));
        } catch (InterruptedException e) {
            answer =
                    RtspAnswer.refuse(new RtspRefusal(RtspRefusal.UNAVAILABLE, "no longer wanted"));
        } catch (RuntimeException e) {
            LOG.error("{} {} could not be answered", session.id(), request.method(), e);
            answer = RtspAnswer.refuse(new RtspRefusal(500, "a mistake of this server"));
        }
        RtspAnswer said = answer;
        if (!connection.goOn(() -> goOn(said, number))) {
            release(); // it has left meanwhile
        }
    }

    private void goOn(RtspAnswer answer, String number) {
        asking = null;
        try {
            output.answer(answer.encode(common(number)));
            heardAtNs = System.nanoTime();
            if (!welcome) {
                hangUpAfterFarewell("the server has too many connections");
                return;
            }
            answer.then().run();
            next();
        } catch (IOException e) {
            hangUp("connection lost: " + e.getMessage());
        } catch (ProtocolException e) {
            blame(String.valueOf(e.getMessage()));
        }
    }

    private Headers common(String number) {
        var headers = new Headers().with("CSeq", number);
        return settings.banner().isEmpty() ? headers : headers.with("Server", settings.banner());
    }

    @Override
    public void ended(String why) {
        note(why);
        output.close();
        gateway.hub().housekeeper().remove(this);
        if (asking != null) {
            asking.interrupt(); // it lets go of everything
        } else {
            release();
        }
    }

    /// Gives everything back.
    private void release() {
        playing.close();
        publishing.close();
        gateway.hub().sessions().close(session);
        LOG.info("{} {} left: {}", session.id(), session.remote(), reason);
    }

    /// Ends the connection, with a reason for people. Any thread.
    void hangUp(String why) {
        note(why);
        connection.close();
    }

    /// The same for a client that has been told, which may hang up first: closing at once would
    /// take back what it has not read. Any thread.
    void hangUpAfterFarewell(String why) {
        note(why);
        farewellAtNs = System.nanoTime();
    }

    private void hangUp(Fault fault, String why) {
        if (note(why)) {
            session.fault(fault, why);
        }
        connection.close();
    }

    /// The first reason is the true one.
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

    @Override
    public void tick(long nowNs) {
        publishing.tick(nowNs);
        if (playing.isAlive()) {
            heardAtNs = nowNs;
        }
        if (farewellAtNs != 0 && nowNs - farewellAtNs > FAREWELL_NS) {
            connection.close();
        } else if (connection.stalledNs(nowNs) > settings.stallTimeout().toNanos()) {
            hangUp(Fault.STALLED, "took nothing for %s".formatted(ms(settings.stallTimeout())));
        } else if (!playing.isTaking() && nowNs - heardAtNs > settings.idleTimeout().toNanos()) {
            hangUp(Fault.SILENT, "said nothing for %s".formatted(ms(settings.idleTimeout())));
        }
    }

    private static String ms(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
