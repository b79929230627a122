package dev.millrace.e2e;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.source.MediaSources;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One of our own players on a thread of its own, which keeps all it sees.
public final class Watcher implements AutoCloseable {
    private static final long PATIENCE_S = 40;

    private final String url;
    private final ClientOptions options;
    private final List<MediaEvent> events = new ArrayList<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private volatile @Nullable MediaSource source;

    public Watcher(String url) {
        this(url, ClientOptions.DEFAULT);
    }

    public Watcher(String url, ClientOptions options) {
        this.url = url;
        this.options = options;
        Thread.ofVirtual().name("watch " + url).start(this::run);
    }

    /// How it ended: the reason the server gave, or an exception.
    public String awaitEnd() {
        try {
            return end.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(url + " does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(url, e.getCause());
        }
    }

    public boolean isOver() {
        return end.isDone();
    }

    /// Everything so far.
    public synchronized List<MediaEvent> events() {
        return List.copyOf(events);
    }

    /// Pictures and sounds so far.
    public List<Frame> frames() {
        return events().stream()
                .filter(MediaEvent.Media.class::isInstance)
                .map(event -> ((MediaEvent.Media) event).frame())
                .toList();
    }

    public List<Frame> frames(TrackKind kind) {
        return frames().stream().filter(frame -> frame.header().kind() == kind).toList();
    }

    public List<Codec> configurations(TrackKind kind) {
        return events().stream()
                .filter(MediaEvent.Configured.class::isInstance)
                .map(event -> ((MediaEvent.Configured) event).codec())
                .filter(codec -> codec.kind() == kind)
                .toList();
    }

    public List<String> notices() {
        return events().stream()
                .filter(MediaEvent.Notice.class::isInstance)
                .map(event -> ((MediaEvent.Notice) event).text())
                .toList();
    }

    /// The frame with its times moved by so much.
    public static Frame moved(Frame frame, long byUs) {
        FrameHeader header = frame.header();
        return new Frame(header.at(header.dtsUs() + byUs), frame.payload());
    }

    @Override
    public void close() {
        MediaSource open = source;
        if (open != null) {
            open.close();
        }
    }

    private void run() {
        try (MediaSource opened = MediaSources.open(url, options)) {
            source = opened;
            MediaEvent event = opened.next();
            while (!(event instanceof MediaEvent.Ended)) {
                keep(event);
                event = opened.next();
            }
            end.complete(((MediaEvent.Ended) event).reason());
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private synchronized void keep(MediaEvent event) {
        events.add(event);
    }
}
