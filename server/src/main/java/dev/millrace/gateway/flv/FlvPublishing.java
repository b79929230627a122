package dev.millrace.gateway.flv;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.entry.Entry;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.gateway.Complaints;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.PublishTerms;
import dev.millrace.gateway.TagIngest;
import dev.millrace.gateway.http.Client;
import dev.millrace.gateway.http.Visitor;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.media.TrackKind;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One publisher of FLV over HTTP, whichever way its bytes come: it is asked for what a publisher
/// of RTMP is asked for, and what it sends is treated alike.
///
/// [#enter] and [#received] are for the thread that reads the connection; the rest is for any.
final class FlvPublishing implements Publisher, Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(FlvPublishing.class);

    /// Fewer bytes than this are as good as silence, as over RTMP.
    private static final int SIGN_OF_LIFE_BYTES = 1 << 10;

    /// `onMetaData` with a large index is a few hundred kilobytes; as over RTMP.
    private static final int DATA_BYTES_MAX = 1 << 20;

    /// What is full now may have room then.
    private static final Duration FULL_FOR = Duration.ofSeconds(5);

    private final Hub hub;
    private final PublishSettings settings;
    private final Line line;
    private final Session session;
    private final FlvReader reader = new FlvReader();
    private final AtomicReference<@Nullable Problem> ending = new AtomicReference<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private @Nullable TagIngest ingest;
    private @Nullable Visit entered;
    private int drippedBytes;
    private volatile Route route = Route.DIRECT;
    private volatile long heardAtNs = System.nanoTime();

    /// The connection, as far as it is ended from here. Any thread; must not block.
    interface Line {
        /// Says why, and hangs up.
        void end(Problem why);

        /// The other end was told a while ago, and is still there.
        void remind(long nowNs);
    }

    FlvPublishing(Hub hub, PublishSettings settings, Line line, Request request) {
        this.hub = hub;
        this.settings = settings;
        this.line = line;
        Client client = Client.of(request);
        this.session =
                hub.sessions()
                        .open(
                                new Session.Opening(
                                        "flv",
                                        client.address(),
                                        Instant.now(),
                                        why -> end(Problem.unavailable(why))));
        session.agent(client.agent());
        session.via(Visitor.via(request));
        hub.housekeeper().addToCrowd(this);
    }

    /// Asks whether it may, and takes the channel.
    ///
    /// @return why it may not; empty if it publishes now
    Optional<Problem> enter(ChannelName asked, Request request, Response response)
            throws InterruptedException {
        var app = new ChannelName(asked.vhost(), asked.app(), "");
        Visit connects = Visitor.visit(Deed.CONNECT, request, session, app);
        Verdict verdict = ask(connects);
        if (verdict instanceof Verdict.Welcome) {
            entered = connects;
            Visit publishes = Visitor.visit(Deed.PUBLISH, request, session, asked);
            verdict = ask(publishes);
            if (verdict instanceof Verdict.Welcome(var name)) {
                return take(name, publishes);
            }
        }
        return switch (verdict) {
            case Verdict.Welcome _ -> Optional.empty();
            case Verdict.Redirected(var place) ->
                    Optional.of(Visitor.moved(place, request, response));
            case Verdict.Refused refused -> Optional.of(Visitor.problem(refused, response));
        };
    }

    private Verdict ask(Visit visit) throws InterruptedException {
        Entry entry = hub.entry();
        return entry.isOpen(visit.deed(), visit.channel())
                ? new Verdict.Welcome(visit.channel())
                : entry.ask(visit);
    }

    private Optional<Problem> take(ChannelName name, Visit visit) {
        route = visit.route();
        PublishTerms terms = settings.terms().apply(name);
        try {
            Publication taken =
                    hub.channels().publish(name, this, terms.policy(), terms.staleAfter());
            ingest = new TagIngest(taken, new Complaints(session));
            session.engage(Session.Role.PUBLISHER, name.toString());
            session.whenLeft(() -> left(visit));
            heardAtNs = System.nanoTime();
            LOG.info("{} {} publishes {}", id(), remote(), name);
            return Optional.empty();
        } catch (ChannelBusyException e) {
            left(visit);
            return Optional.of(
                    new Problem(HttpStatus.CONFLICT_409, String.valueOf(e.getMessage())));
        } catch (ProtocolException e) {
            left(visit);
            return Optional.of(Problem.unavailable(String.valueOf(e.getMessage()), FULL_FOR));
        }
    }

    private void left(Visit visit) {
        hub.entry().left(visit, session.bytesIn().sum(), session.bytesOut().sum());
    }

    /// Takes in the next bytes, of which the reader keeps nothing.
    ///
    /// @throws ProtocolException if this is no FLV, or a tag is too large
    void received(byte[] bytes, int offset, int length) throws ProtocolException {
        session.bytesIn().add(length);
        TagIngest into = ingest;
        if (into == null || ending.get() != null) {
            return; // it is about to be hung up
        }
        drippedBytes += length;
        if (drippedBytes >= SIGN_OF_LIFE_BYTES) {
            drippedBytes = 0;
            heardAtNs = System.nanoTime();
            into.publication().heard(heardAtNs);
        }
        reader.read(bytes, offset, length, tag -> pass(tag, into));
        into.publication().wake();
    }

    private static void pass(FlvTag tag, TagIngest into) {
        int timestampMs = (int) tag.timestampMs();
        ByteBuffer body = ByteBuffer.wrap(tag.body());
        if (tag.kind() != TrackKind.DATA) {
            into.begin(tag.kind(), timestampMs, body.remaining());
            into.bytes(body);
            into.end();
        } else if (body.hasRemaining() && body.remaining() <= DATA_BYTES_MAX) {
            into.data(timestampMs, body);
        }
    }

    /// Ends it. The first reason is the true one; what follows from it is not told.
    void end(Problem why) {
        if (ending.compareAndSet(null, why)) {
            session.note(why.detail());
            line.end(why);
        }
    }

    /// It broke the protocol.
    void fail(ProtocolException fault) {
        String why = "broke the protocol: " + fault.getMessage();
        session.fault(Fault.PROTOCOL, why);
        end(Problem.badRequest(why));
    }

    /// Why it is being ended, if it is.
    Optional<Problem> ending() {
        return Optional.ofNullable(ending.get());
    }

    /// Gives everything back: the channel, the session. To be called when the connection is over.
    ///
    /// @param why for people
    void finish(String why) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        hub.housekeeper().remove(this);
        TagIngest left = ingest;
        if (left != null) {
            left.publication().close();
            LOG.info("{} {} stopped publishing: {}", id(), remote(), why);
        }
        if (session.note().isEmpty()) {
            session.note(why);
        }
        hub.sessions().close(session);
        if (entered != null) {
            left(entered);
        }
    }

    @Override
    public void tick(long nowNs) {
        if (ending.get() == null && nowNs - heardAtNs > settings.idleTimeout().toNanos()) {
            String why = "sent nothing for %d ms".formatted(settings.idleTimeout().toMillis());
            session.fault(Fault.SILENT, why);
            end(new Problem(HttpStatus.REQUEST_TIMEOUT_408, why));
        } else if (ending.get() != null) {
            line.remind(nowNs);
        }
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
        end(new Problem(HttpStatus.CONFLICT_409, reason));
    }
}
