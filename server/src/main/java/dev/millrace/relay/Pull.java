package dev.millrace.relay;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.ChannelBusyException;
import dev.millrace.channel.Channels;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.media.ChannelName;
import dev.millrace.observe.Sessions;
import dev.millrace.relay.ffmpeg.FfmpegSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A source played in this process, on a thread of its own; each of its streams goes into a
/// channel.
final class Pull implements Run {
    private static final Logger LOG = LoggerFactory.getLogger(Pull.class);

    /// Connects to a source; blocks.
    @FunctionalInterface
    interface Opener {
        MediaSource open() throws IOException;
    }

    private final ChannelName name;
    private final Source source;
    private final Opener opener;
    private final Listener listener;
    private final List<Carriage> carriages;
    private final Thread thread;
    private boolean isPlaying;
    private volatile @Nullable MediaSource open;
    private volatile String told = "";

    Pull(RelaySettings settings, Opener opener, Channels channels, Sessions sessions, Listener to) {
        this.name = settings.name();
        this.source = settings.source();
        this.opener = opener;
        this.listener = to;
        this.carriages =
                settings.channels().stream()
                        .map(it -> new Carriage(it, source, channels, sessions, this::dismiss))
                        .toList();
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

    /// Of the stream that has been without one for the longest time.
    @Override
    public long frameAtNs() {
        long nowNs = System.nanoTime();
        return carriages.stream()
                .map(Carriage::frameAtNs)
                .reduce(nowNs, (a, b) -> nowNs - a > nowNs - b ? a : b);
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
            LOG.error("relay {} failed", name, e);
            ending = new Ending.Fault("an error of this server: " + source.redact(e.toString()));
        }
        carriages.forEach(Carriage::close);
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
                hand(event, carriages.get(playing.stream()));
            }
            return new Ending.Fault(told);
        }
    }

    private Ending ended(String reason) {
        if (!isPlaying) {
            return new Ending.Fault("it ended before the first picture came: " + reason);
        }
        return source.isFinite() ? new Ending.Finished(reason) : new Ending.Left(reason);
    }

    private void hand(MediaEvent event, Carriage to)
            throws ProtocolException, ChannelBusyException {
        if (event instanceof MediaEvent.Notice(var text)) {
            String shown = source.redact(text);
            to.note(shown);
            listener.said(shown);
            return;
        }
        to.hand(event);
        if (!isPlaying && carriages.stream().allMatch(Carriage::isPlaying)) {
            isPlaying = true;
            listener.playing();
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
