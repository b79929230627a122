package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.PublishTerms;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Frame;
import dev.millrace.media.Route;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.observe.Session.Role;
import dev.millrace.rtsp.AnnouncedStream;
import dev.millrace.rtsp.RtspEffect;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.message.RtspMessage.Request;
import dev.millrace.rtsp.message.TransportOffer;
import dev.millrace.rtsp.rtp.RtpLimit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client publishes: one channel.
///
/// ```
///  ANNOUNCE → SETUP of each track → RECORD → packets → TEARDOWN
/// ```
///
/// Requests come one at a time and may wait; packets come from the conversation and, as datagrams,
/// on a virtual thread for each port.
final class RtspPublishing implements Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(RtspPublishing.class);
    private static final int DATAGRAM_BYTES_MAX = 1 << 16;

    private final RtspConnection connection;
    private final Session session;

    /// What a client has said that it will send, and may.
    private record Announced(ChannelName channel, Visit visit, AnnouncedStream stream) {}

    /// How the packets of a track come: ports, or channels of the connection.
    private record Incoming(
            int track, OptionalInt controlChannel, @Nullable PortPair ports, int clientControl) {}

    private volatile @Nullable Announced announced;
    private volatile @Nullable Publication publication;
    private volatile Route route = Route.DIRECT;
    private final Map<Integer, Incoming> byChannel = new ConcurrentHashMap<>();
    private final Map<Integer, Incoming> byTrack = new ConcurrentHashMap<>();
    private long reportAtNs;
    private boolean pictureSeen; // guarded by this

    RtspPublishing(RtspConnection connection) {
        this.connection = connection;
        this.session = connection.session();
    }

    /// Whether requests are about what is published, or is going to be.
    boolean isAnnounced() {
        return announced != null;
    }

    RtspAnswer announce(Request request)
            throws RtspRefusal, ProtocolException, InterruptedException {
        if (isAnnounced()) {
            throw new RtspRefusal(
                    RtspRefusal.WRONG_STATE, "something is announced; TEARDOWN that first");
        }
        RtspAddress address = connection.address(request);
        AnnouncedStream stream = stream(request);
        Visit visit = connection.visit(Visit.Deed.PUBLISH, address, request);
        return switch (connection.ask(visit)) {
            case Verdict.Welcome(var name) -> {
                session.whenLeft(() -> connection.left(visit));
                route = visit.route();
                announced = new Announced(name, visit, stream);
                yield RtspAnswer.ok(new Headers());
            }
            case Verdict.Redirected(var place) -> connection.redirect(place);
            case Verdict.Refused refused -> throw RtspRefusal.of(refused);
        };
    }

    private AnnouncedStream stream(Request request) throws RtspRefusal {
        String text = new String(request.body(), StandardCharsets.UTF_8);
        try {
            AnnouncedStream stream =
                    AnnouncedStream.parse(
                            text, request.url(), connection.gateway().random(), this::effect);
            stream.leftOut().forEach(session::note);
            return stream;
        } catch (ProtocolException e) {
            throw new RtspRefusal(RtspRefusal.UNSUPPORTED_MEDIA, String.valueOf(e.getMessage()));
        }
    }

    RtspAnswer setup(Request request) throws RtspRefusal {
        Announced will = required("ANNOUNCE it");
        if (publication != null) {
            throw new RtspRefusal(RtspRefusal.WRONG_STATE, "it is recorded already");
        }
        int track =
                will.stream
                        .find(request.url())
                        .orElseThrow(() ->
                                new RtspRefusal(
                                        RtspRefusal.NOT_FOUND,
                                        "no such track is read of what was announced"));
        List<TransportOffer> offers =
                TransportOffer.parse(request.headers().get("Transport").orElse(""));
        for (TransportOffer offer : offers) {
            if (offer.isTcp()) {
                return overTcp(will.stream, track, offer);
            }
            if (!connection.isSecure()) {
                return overUdp(will.stream, track, offer);
            }
        }
        throw RtspRefusal.noTransport(connection.isSecure());
    }

    private RtspAnswer overTcp(AnnouncedStream stream, int track, TransportOffer offer) {
        int channel = offer.rtp().orElse(2 * track);
        int control = offer.rtcp().orElse(channel + 1);
        var incoming = new Incoming(track, OptionalInt.of(control), null, 0);
        byChannel.put(channel, incoming);
        byChannel.put(control, incoming);
        setUp(stream, incoming);
        return answer("RTP/AVP/TCP;unicast;interleaved=%d-%d".formatted(channel, control));
    }

    private RtspAnswer overUdp(AnnouncedStream stream, int track, TransportOffer offer)
            throws RtspRefusal {
        try {
            PortPair ports = PortPair.open(connection.local());
            int control = offer.rtcp().orElseThrow();
            setUp(stream, new Incoming(track, OptionalInt.empty(), ports, control));
            return answer(
                    "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
                            .formatted(
                                    offer.rtp().orElseThrow(),
                                    control,
                                    ports.port(),
                                    ports.port() + 1));
        } catch (IOException e) {
            throw RtspRefusal.noUdp(e);
        }
    }

    private void setUp(AnnouncedStream stream, Incoming incoming) {
        Incoming former = byTrack.put(incoming.track, incoming);
        if (former != null && former.ports != null) {
            former.ports.close();
        }
        synchronized (this) {
            stream.setUp(incoming.track, incoming.ports != null);
        }
    }

    private RtspAnswer answer(String transport) {
        return RtspAnswer.ok(
                connection.sessionHeader().with("Transport", transport + ";mode=record"));
    }

    RtspAnswer record() throws RtspRefusal {
        Announced will = required("ANNOUNCE it");
        if (byTrack.isEmpty()) {
            throw new RtspRefusal(RtspRefusal.WRONG_STATE, "there is no track; SETUP one");
        }
        if (publication != null) {
            return RtspAnswer.ok(connection.sessionHeader());
        }
        try {
            PublishTerms terms = connection.settings().publishing().apply(will.channel);
            publication =
                    connection
                            .gateway()
                            .hub()
                            .channels()
                            .publish(will.channel, this, terms.policy(), terms.staleAfter());
        } catch (ChannelBusyException | ProtocolException e) {
            throw new RtspRefusal(RtspRefusal.FORBIDDEN, String.valueOf(e.getMessage()));
        }
        session.engage(Role.PUBLISHER, will.channel.toString());
        LOG.info("{} {} publishes {}", session.id(), session.remote(), will.channel);
        synchronized (this) {
            will.stream.begin(nowMs());
        }
        byTrack.values().forEach(this::receive);
        return RtspAnswer.ok(connection.sessionHeader().with("Range", "npt=now-"));
    }

    private Announced required(String advice) throws RtspRefusal {
        Announced will = announced;
        if (will == null) {
            throw new RtspRefusal(
                    RtspRefusal.WRONG_STATE, "there is no track to record; " + advice);
        }
        return will;
    }

    /// A packet came between the messages.
    void packet(RtspMessage.Packet packet) {
        Incoming incoming = byChannel.get(packet.channel());
        if (incoming != null) {
            boolean isControl = incoming.controlChannel.orElse(-1) == packet.channel();
            packet(incoming.track, isControl, packet.bytes());
        }
    }

    private void packet(int track, boolean isControl, byte[] bytes) {
        Announced will = announced;
        Publication taken = publication;
        if (will == null || taken == null) {
            return;
        }
        connection.heard();
        taken.heard(System.nanoTime());
        synchronized (this) {
            will.stream.packet(track, isControl, bytes, nowMs());
        }
    }

    private void receive(Incoming incoming) {
        if (incoming.ports != null) {
            receive(incoming.track, false, incoming.ports.rtp());
            receive(incoming.track, true, incoming.ports.rtcp());
        }
    }

    private void receive(int track, boolean isControl, DatagramChannel port) {
        Thread.ofVirtual()
                .name("rtsp " + session.id() + " track " + track)
                .start(() -> {
                    ByteBuffer datagram = ByteBuffer.allocate(DATAGRAM_BYTES_MAX);
                    try {
                        while (true) {
                            SocketAddress from = port.receive(datagram.clear());
                            byte[] bytes = new byte[datagram.flip().remaining()];
                            datagram.get(bytes);
                            if (isClient(from)) {
                                session.bytesIn().add(bytes.length);
                                packet(track, isControl, bytes);
                            }
                        }
                    } catch (IOException e) {
                        // closed: it is over
                    }
                });
    }

    /// Anybody can send to a port.
    private boolean isClient(SocketAddress from) {
        return from instanceof InetSocketAddress inet
                && inet.getAddress().equals(connection.client());
    }

    /// What is lost is given up, and the client told how much that is. Does not wait.
    void tick(long nowNs) {
        Announced will = announced;
        if (will == null || publication == null) {
            return;
        }
        synchronized (this) {
            will.stream.tick(nowMs());
            if (nowNs - reportAtNs > RtpLimit.REPORT_INTERVAL_MS * 1_000_000) {
                reportAtNs = nowNs;
                List<byte[]> reports = will.stream.reports(nowMs());
                byTrack.values().forEach(incoming -> report(incoming, reports.get(incoming.track)));
            }
        }
    }

    private void report(Incoming incoming, byte[] report) {
        try {
            if (incoming.ports == null) {
                int channel = incoming.controlChannel.orElseThrow();
                connection.output().answer(new RtspMessage.Packet(channel, report).encode());
            } else {
                var to = new InetSocketAddress(connection.client(), incoming.clientControl);
                incoming.ports.rtcp().send(ByteBuffer.wrap(report), to);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be told: {}", session.id(), e.getMessage());
        }
    }

    /// Called while packets are taken.
    private void effect(RtspEffect effect) {
        Publication taken = publication;
        if (taken == null) {
            return;
        }
        switch (effect) {
            case RtspEffect.Configured(var codec) -> taken.configure(codec);
            case RtspEffect.Media(var frame) -> media(frame, taken);
            case RtspEffect.Notice(var text) -> session.note(text);
            default -> {}
        }
    }

    /// Viewers learn at a group's beginning what there is: sound waits for the first picture.
    private void media(Frame frame, Publication into) {
        Announced will = announced;
        pictureSeen |= frame.header().kind() == TrackKind.VIDEO;
        if (pictureSeen || (will != null && !will.stream.hasVideo())) {
            into.write(frame.header(), ByteBuffer.wrap(frame.payload()));
        }
    }

    /// Ends it; the client may begin anew. Any thread.
    void close() {
        byTrack.values()
                .forEach(incoming -> {
                    if (incoming.ports != null) {
                        incoming.ports.close();
                    }
                });
        Publication taken = publication;
        synchronized (this) {
            Announced was = announced;
            if (was != null && taken != null) {
                was.stream.end();
            }
            pictureSeen = false;
        }
        if (taken != null) {
            taken.close();
            LOG.info("{} {} stopped publishing", session.id(), session.remote());
        }
        byTrack.clear();
        byChannel.clear();
        publication = null;
        announced = null;
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public String protocol() {
        return session.protocol();
    }

    @Override
    public String remote() {
        return session.remote();
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public void dismiss(String reason) {
        connection.hangUp(reason);
    }
}
