package dev.millrace.gateway.rtmp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Shortfall;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session.Role;
import dev.millrace.rtmp.Capabilities;
import dev.millrace.rtmp.ServerEffect;
import dev.millrace.rtmp.ServerSession;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client plays: at most one stream at a time. Belongs to the connection's conversation,
/// except [#tick]; its [RtmpViewer] is served by a lane.
final class RtmpPlaying {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpPlaying.class);

    private static final String NOT_FOUND = "NetStream.Play.StreamNotFound";
    private static final String NO_TRACK = "NetStream.Play.NoSupportedTrackFound";

    private final RtmpConnection connection;
    private RtmpTaste taste = new RtmpTaste(Capabilities.NONE);
    private @Nullable Play current;
    private volatile @Nullable RtmpViewer viewer;

    /// Completed when nobody writes media: what follows must not fall into a frame.
    private CompletableFuture<Void> quiet = CompletableFuture.completedFuture(null);

    /// What is played. It stays over a pause, and with it the player's clock.
    private record Play(int streamId, RtmpViewer.Wanted wanted, RtmpPrelude prelude) {
        ChannelName name() {
            return wanted.name();
        }
    }

    RtmpPlaying(RtmpConnection connection) {
        this.connection = connection;
    }

    void understands(Capabilities capabilities) {
        taste = new RtmpTaste(capabilities);
    }

    void start(ServerEffect.Play wanted) throws IOException {
        stop();
        taste = new RtmpTaste(taste.capabilities());
        int streamId = wanted.streamId();
        try {
            ChannelName name = connection.gateway().channel(wanted.address());
            String query = wanted.address().query();
            connection.ask(
                    Deed.PLAY,
                    name,
                    query,
                    (verdict, visit) -> {
                        switch (verdict) {
                            case Verdict.Welcome(var channel) -> begin(streamId, channel, visit);
                            case Verdict.Redirected(var place) -> redirect(wanted, place);
                            case Verdict.Refused(_, String why) -> refuse(streamId, why);
                        }
                    });
        } catch (ProtocolException e) {
            refuse(streamId, String.valueOf(e.getMessage()));
        }
    }

    private void begin(int streamId, ChannelName name, Visit visit) {
        int chunkBytes = connection.gateway().settings().chunkBytes();
        var play =
                new Play(
                        streamId,
                        new RtmpViewer.Wanted(name, visit.route()),
                        new RtmpPrelude(streamId, chunkBytes));
        connection.session().engage(Role.VIEWER, name.toString());
        connection.session().whenLeft(() -> connection.left(visit));
        LOG.info("{} {} plays {}", id(), connection.session().remote(), name);
        current = play;
        watch(play, new Answers(play, true));
    }

    private void redirect(ServerEffect.Play wanted, URI place) throws IOException {
        if (!connection.redirect(wanted.streamId(), wanted.address(), place)) {
            refuse(wanted.streamId(), "it is elsewhere, by %s only".formatted(place.getScheme()));
        }
    }

    private void refuse(int streamId, String why) throws IOException {
        LOG.info("{} {} may not play: {}", id(), connection.session().remote(), why);
        connection.session().note("refused: " + why);
        reject(streamId, why);
    }

    /// While paused nothing is read; going on starts at the newest group, on the same clock.
    void pause(int streamId, boolean paused) throws IOException {
        Play play = current;
        if (play == null || play.streamId() != streamId) {
            return;
        }
        if (paused) {
            stopViewer();
        }
        connection.answer(p -> p.acceptPause(streamId, paused));
        if (!paused && viewer == null) {
            watch(play, new Answers(play, false));
        }
    }

    /// The next group will have a track less, or one more.
    void receive(int streamId, TrackKind kind, boolean wanted) {
        if (current == null || current.streamId() != streamId) {
            return;
        }
        taste = taste.with(kind, wanted);
        RtmpViewer watching = viewer;
        if (watching != null) {
            watching.taste(taste);
        }
    }

    void stop(int streamId) {
        if (current != null && current.streamId() == streamId) {
            stop();
        }
    }

    /// Ends what is played, if anything.
    void stop() {
        if (current != null) {
            current = null;
            stopViewer();
            connection.session().disengage();
        }
    }

    /// Any thread.
    void tick(long nowNs) {
        RtmpViewer watching = viewer;
        if (watching != null) {
            watching.tick(nowNs);
        }
    }

    private void watch(Play play, RtmpViewer.Player player) {
        var started =
                new RtmpViewer(
                        connection.gateway(),
                        play.wanted(),
                        taste,
                        play.prelude(),
                        connection.output(),
                        player);
        connection.session().countSkipsBy(started::missedGroups);
        viewer = started;
        quiet = quiet.thenRun(started::start);
    }

    /// Lets go at once: the connection is over, and half a frame does no harm.
    void abandon() {
        RtmpViewer watching = viewer;
        if (watching != null) {
            watching.abandon();
        }
    }

    private void stopViewer() {
        RtmpViewer watching = viewer;
        if (watching != null) {
            quiet = watching.stop();
            viewer = null;
        }
    }

    private void reject(int streamId, String why) throws IOException {
        var session = connection.session();
        connection.gateway().hub().sessions().refusedViewers().count(session.protocol());
        connection.answer(p -> p.rejectPlay(streamId, NOT_FOUND, why));
    }

    private String id() {
        return connection.session().id();
    }

    /// The player's answers.
    ///
    /// `first` says whether the play command is still to be answered; not so after a pause.
    private final class Answers implements RtmpViewer.Player {
        private final Play play;
        private final boolean first;

        Answers(Play play, boolean first) {
            this.play = play;
            this.first = first;
        }

        @Override
        public void found() throws IOException {
            if (first) {
                connection.answer(p -> p.acceptPlay(play.streamId()));
            }
        }

        @Override
        public void notFound(String why) throws IOException {
            if (first) {
                reject(play.streamId(), why);
                connection.session().note(why);
            }
            connection.watchesNothing();
        }

        @Override
        public void skipped(Shortfall shortfall) {
            connection.session().note(shortfall.words());
        }

        @Override
        public void leftOut(String what) throws IOException {
            LOG.info("{} {}: {}", id(), connection.session().remote(), what);
            connection.session().note(what);
            connection.answer(p -> p.status(play.streamId(), "warning", NO_TRACK, what));
        }

        @Override
        public void published() throws IOException {
            status("NetStream.Play.PublishNotify", "%s is published again");
        }

        @Override
        public void ended() throws IOException {
            status("NetStream.Play.UnpublishNotify", "%s is no longer published");
            connection.answer(p -> p.streamEof(play.streamId()));
            status("NetStream.Play.Stop", "%s has ended");
            connection.watchesNothing();
        }

        @Override
        public void broken(Exception cause) {
            connection.hangUp("connection lost: " + cause.getMessage());
        }

        private void status(String code, String description) throws IOException {
            String text = description.formatted(play.name());
            connection.answer((ServerSession p) -> p.status(play.streamId(), "status", code, text));
        }
    }
}
