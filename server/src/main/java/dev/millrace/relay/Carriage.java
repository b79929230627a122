package dev.millrace.relay;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.channel.Publication;
import dev.millrace.channel.Publisher;
import dev.millrace.client.MediaEvent;
import dev.millrace.media.ChannelName;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.observe.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries one stream of a source into its channel. The channel is taken with the first picture:
/// until then a viewer waits, and another publisher is not turned away. One thread, but for what is
/// said of it.
final class Carriage implements Publisher, AutoCloseable {
    /// A publisher silent for so long gives way, as it would to one that came over the network.
    private static final Duration STALE = Duration.ofSeconds(5);

    /// What is kept of what a source says before it shows something: its codecs, its metadata.
    private static final int EARLY_EVENTS_MAX = 100;

    /// Sound that is this far ahead of the first picture is not waiting for one: half a second or
    /// more.
    private static final int EARLY_SOUNDS_MAX = 25;

    private final ChannelName name;
    private final Source source;
    private final Channels channels;
    private final Sessions sessions;
    private final Consumer<String> onDismiss;
    private final Session session;
    private final List<MediaEvent> early = new ArrayList<>();
    private int earlySounds;
    private @Nullable Ingest ingest;
    private @Nullable Publication publication;
    private volatile long frameAtNs = System.nanoTime();

    /// @param onDismiss told when it is to end, and why
    Carriage(
            ChannelName name,
            Source source,
            Channels channels,
            Sessions sessions,
            Consumer<String> onDismiss) {
        this.name = name;
        this.source = source;
        this.channels = channels;
        this.sessions = sessions;
        this.onDismiss = onDismiss;
        this.session =
                sessions.open(
                        new Session.Opening("relay", source.toString(), Instant.now(), onDismiss));
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
    public Optional<ChannelName> madeOf() {
        return source.madeOf();
    }

    @Override
    public void dismiss(String reason) {
        onDismiss.accept(reason);
    }

    /// When the newest frame came, by `System.nanoTime`; at first, when this was made.
    long frameAtNs() {
        return frameAtNs;
    }

    /// Whether there is something to watch.
    boolean isPlaying() {
        return publication != null;
    }

    /// Something that people may want to know.
    void note(String text) {
        session.note(text);
    }

    void hand(MediaEvent event) throws ProtocolException, ChannelBusyException {
        if (ingest != null) {
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

    @Override
    public void close() {
        if (publication != null) {
            publication.close();
        }
        sessions.close(session);
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
}
