package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.gateway.PublishTerms;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.observe.Session.Role;
import dev.millrace.rtmp.ServerEffect;
import dev.millrace.rtmp.SessionEffect;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/// What a client publishes. A connection publishes at most one stream at a time, as every encoder
/// does. Belongs to the connection's conversation, except [#dismiss].
final class RtmpPublishing implements Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpPublishing.class);

    private static final String BAD_NAME = "NetStream.Publish.BadName";

    private final RtmpConnection connection;
    private final Set<String> complaints = new HashSet<>();
    private @Nullable RtmpIngest ingest;
    private volatile int streamId;
    private volatile Route route = Route.DIRECT;

    RtmpPublishing(RtmpConnection connection) {
        this.connection = connection;
    }

    void start(ServerEffect.Publish publish) throws IOException {
        stop();
        try {
            ChannelName name = connection.gateway().channel(publish.address());
            String query = publish.address().query();
            connection.ask(
                    Deed.PUBLISH,
                    name,
                    query,
                    (verdict, visit) -> {
                        switch (verdict) {
                            case Verdict.Welcome(var channel) -> begin(publish, channel, visit);
                            case Verdict.Redirected(var place) -> redirect(publish, place);
                            case Verdict.Refused(_, String why) -> refuse(publish, why);
                        }
                    });
        } catch (ProtocolException e) {
            refuse(publish, String.valueOf(e.getMessage()));
        }
    }

    private void begin(ServerEffect.Publish publish, ChannelName name, Visit visit)
            throws IOException {
        try {
            route = visit.route();
            PublishTerms terms = connection.gateway().settings().publishing(name);
            Publication publication =
                    connection
                            .gateway()
                            .hub()
                            .channels()
                            .publish(name, this, terms.policy(), terms.staleAfter());
            ingest = new RtmpIngest(publication, this::complain);
            streamId = publish.streamId();
            connection.session().engage(Role.PUBLISHER, name.toString());
            connection.session().whenLeft(() -> connection.left(visit));
            LOG.info("{} {} publishes {}", id(), remote(), name);
            connection.answer(p -> p.acceptPublish(publish.streamId()));
        } catch (ChannelBusyException | ProtocolException e) {
            connection.left(visit);
            refuse(publish, String.valueOf(e.getMessage()));
        }
    }

    private void redirect(ServerEffect.Publish publish, URI place) throws IOException {
        if (!connection.redirect(publish.streamId(), publish.address(), place)) {
            refuse(publish, "it is elsewhere, by %s only".formatted(place.getScheme()));
        }
    }

    private void refuse(ServerEffect.Publish publish, String why) throws IOException {
        LOG.info("{} {} may not publish: {}", id(), remote(), why);
        connection.session().note("refused: " + why);
        connection.answer(p -> p.rejectPublish(publish.streamId(), BAD_NAME, why));
    }

    void heard(long nowNs) {
        if (ingest != null) {
            ingest.publication().heard(nowNs);
        }
    }

    void begin(SessionEffect.MediaBegin begin) {
        if (ingest != null) {
            ingest.begin(begin.kind(), begin.timestampMs(), begin.lengthBytes());
        }
    }

    void bytes(ByteBuffer bytes) {
        if (ingest != null) {
            ingest.bytes(bytes);
        }
    }

    void end() {
        if (ingest != null) {
            ingest.end();
        }
    }

    void abort() {
        if (ingest != null) {
            ingest.abort();
        }
    }

    /// All that came together has been taken.
    void wake() {
        if (ingest != null) {
            ingest.publication().wake();
        }
    }

    void data(SessionEffect.Data data) {
        if (ingest != null) {
            ingest.data(data.timestampMs(), data.body());
        }
    }

    /// The client ended this stream.
    void stop(int endedStreamId) {
        if (endedStreamId == streamId) {
            stop();
        }
    }

    /// Leaves the channel, if there is one.
    void stop() {
        RtmpIngest left = ingest;
        if (left != null) {
            ingest = null;
            left.publication().close();
            connection.session().disengage();
            LOG.info("{} {} stopped publishing", id(), remote());
        }
    }

    @Override
    public String id() {
        return connection.session().id();
    }

    @Override
    public String protocol() {
        return connection.session().protocol();
    }

    @Override
    public String remote() {
        return connection.session().remote();
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public void dismiss(String reason) {
        try {
            connection.answer(p -> p.status(streamId, "error", BAD_NAME, reason));
        } catch (IOException e) {
            LOG.debug("{} could not be told: {}", id(), e.getMessage());
        }
        connection.hangUpAfterFarewell(reason);
    }

    /// Once per reason: an encoder that is wrong is wrong in every frame.
    private void complain(String reason) {
        boolean room = complaints.size() < 8; // an encoder that invents reasons is not worth a log
        if (room && complaints.add(reason)) {
            LOG.warn("{} {} sends what cannot be used: {}", id(), remote(), reason);
            connection.session().note("cannot use: " + reason);
        }
    }
}
