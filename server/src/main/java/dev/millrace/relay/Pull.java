package dev.millrace.relay;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.media.ChannelName;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import dev.millrace.relay.ffmpeg.FfmpegSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A source played in this process, on a thread of its own. The channel is taken with the first
/// picture: until then a viewer waits, and another publisher is not turned away.
final class Pull implements Run, Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Pull.class);

    /// A publisher silent for so long gives way, as it would to one that came over the network.
    private static final Duration STALE = Duration.ofSeconds(5);

    /// What is kept of what a source says before it shows something: its codecs, its metadata.
    private static final int EARLY_EVENTS_MAX = 100;

    /// Sound that is this far ahead of the first picture is not waiting for one: half a second or
    /// more.
    private static final int EARLY_SOUNDS_MAX = 25;

    /// Connects to a source; blocks.
    @FunctionalInterface
    interface Opener {
        MediaSource open() throws IOException;
    }

    private final ChannelName name;
    private final Source source;
    private final Opener opener;
    private final Channels channels;
    private final Sessions sessions;
    private final Listener listener;
    private final Session session;
    private final Thread thread;
    private final List<MediaEvent> early = new ArrayList<>();
    private int earlySounds;
    private @Nullable Ingest ingest;
    private @Nullable Publication publication;
    private volatile @Nullable MediaSource open;
    private volatile long frameAtNs = System.nanoTime();
    private volatile String told = "";

    Pull(RelaySettings settings, Opener opener, Channels channels, Sessions sessions, Listener to) {
        this.name = settings.name();
        this.source = settings.source();
        this.opener = opener;
        this.channels = channels;
        this.sessions = sessions;
        this.listener = to;
        var opening = new Session.Opening("relay", source.toString(), Instant.now(), this::dismiss);
        this.session = sessions.open(opening);
        this.thread = Thread.ofVirtual().name("relay " + name).unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.interrupt(); // ends the connecting, and whatever waits
        MediaSource playing = open;
        if (playing != null) {
            Thread.ofVirtual().name("close " + name).start(playing::close); // it may take a while
        }
    }

    @Override
    public long processBytes() {
        return open instanceof FfmpegSource ffmpeg ? ffmpeg.residentBytes() : 0;
    }

    @Override
    public long frameAtNs() {
        return frameAtNs;
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
    public void dismiss(String reason) {
        told = reason;
        stop();
    }

    private void run() {
        Ending ending;
        try {
            ending = play();
        } catch (IOException | ProtocolException | ChannelBusyException e) {
            ending = new Ending.Fault(why(e));
        } catch (RuntimeException e) {
            LOG.error("{} relay {} failed", session.id(), name, e);
            ending = new Ending.Fault("an error of this server: " + source.redact(e.toString()));
        }
        if (publication != null) {
            publication.close();
        }
        sessions.close(session);
        listener.over(ending);
    }

    private Ending play() throws IOException, ProtocolException, ChannelBusyException {
        try (MediaSource playing = opener.open()) {
            open = playing;
            while (!Thread.currentThread().isInterrupted()) {
                MediaEvent event = playing.next();
                if (event instanceof MediaEvent.Ended(var reason)) {
                    return ended(source.redact(reason));
                }
                hand(event);
            }
            return new Ending.Fault(told);
        }
    }

    private Ending ended(String reason) {
        if (publication == null) {
            return new Ending.Fault("it ended before the first picture came: " + reason);
        }
        return source.isFinite() ? new Ending.Finished(reason) : new Ending.Left(reason);
    }

    private void hand(MediaEvent event) throws ProtocolException, ChannelBusyException {
        if (event instanceof MediaEvent.Notice(var text)) {
            String shown = source.redact(text);
            session.note(shown);
            listener.said(shown);
        } else if (ingest != null) {
            pass(event, ingest);
        } else if (event instanceof MediaEvent.Media(var frame)) {
            frameAtNs = System.nanoTime();
            if (isWorthWatching(frame.header())) {
                begin(event);
            }
        } else if (early.size() < EARLY_EVENTS_MAX) {
            early.add(event);
        }
    }

    /// Nobody can watch before the first key frame, or without one, if there is only sound.
    private boolean isWorthWatching(FrameHeader frame) {
        return switch (frame.kind()) {
            case VIDEO -> frame.key();
            case AUDIO -> !hasVideo() && ++earlySounds > EARLY_SOUNDS_MAX;
            case DATA -> false;
        };
    }

    private boolean hasVideo() {
        return early.stream()
                .anyMatch(event ->
                        event instanceof MediaEvent.Configured(var codec)
                                && codec.kind() == TrackKind.VIDEO);
    }

    private void begin(MediaEvent first) throws ProtocolException, ChannelBusyException {
        Publication taken = channels.publish(name, this, Channels.Policy.REJECT, STALE);
        publication = taken;
        session.engage(Session.Role.PUBLISHER, name.toString());
        var carrying = new Ingest(taken);
        ingest = carrying;
        early.forEach(event -> pass(event, carrying));
        early.clear();
        pass(first, carrying);
        listener.playing();
    }

    private void pass(MediaEvent event, Ingest into) {
        switch (event) {
            case MediaEvent.Configured(var codec) -> into.configured(codec);
            case MediaEvent.Media(var frame) -> {
                frameAtNs = System.nanoTime();
                into.heard(frameAtNs);
                session.bytesIn().add(frame.payload().length);
                into.media(frame);
            }
            case MediaEvent.Data data -> into.data(data);
            case MediaEvent.Notice _, MediaEvent.Ended _ -> {}
        }
    }

    private String why(Exception fault) {
        if (!told.isEmpty()) {
            return told;
        }
        String message = fault.getMessage();
        return source.redact(message == null ? fault.getClass().getSimpleName() : message);
    }
}
