package dev.millrace.client;

import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.ClientEffect;
import dev.millrace.rtmp.ClientSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Publishes one stream to an RTMP server. RTMP 1.0, section 7.2.2.6.
///
/// What the server says meanwhile is read by a virtual thread of the publisher's own; bad news
/// reach the caller with the next [#send]. A send blocks as long as the server takes nothing; who
/// wants to give up then closes from another thread.
public final class RtmpPublisher implements MediaSink {
    /// How long a server may take to read to the end what it was sent.
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(2);

    private final RtmpLink link;
    private final TagComposer composer = new TagComposer(this::write);
    private final AtomicBoolean closing = new AtomicBoolean();
    private @Nullable Thread listener;
    private boolean publishing;
    private volatile @Nullable IOException fault;

    private RtmpPublisher(RtmpLink link) {
        this.link = link;
    }

    /// Publishes to `rtmp://host/app/stream` or `rtmps://…`.
    public static RtmpPublisher connect(String url) throws IOException {
        return connect(url, ClientOptions.DEFAULT);
    }

    /// Returns when the server has agreed to take the stream, or the one that it sends us to.
    ///
    /// @throws RejectedException with the server's reason
    public static RtmpPublisher connect(String url, ClientOptions options) throws IOException {
        return RtmpLink.follow(url, to -> open(to, options));
    }

    private static RtmpPublisher open(String url, ClientOptions options) throws IOException {
        var publisher =
                new RtmpPublisher(RtmpLink.connect(url, ClientSession.Role.PUBLISH, options));
        try {
            while (!publisher.publishing) {
                if (!publisher.link.receive(publisher::note)) {
                    throw new IOException("the server closed the connection");
                }
            }
            publisher.link.readTimeout(0); // servers have little to say to publishers
        } catch (IOException e) {
            publisher.link.close();
            throw e;
        }
        publisher.listener =
                Thread.ofVirtual().name("rtmp-publisher-listener").start(publisher::listen);
        return publisher;
    }

    @Override
    public void configure(Codec codec) throws IOException {
        composer.configure(codec);
    }

    @Override
    public void send(Frame frame) throws IOException {
        composer.send(frame);
    }

    /// Says goodbye, waits a moment for the server to have read everything, and hangs up. Any
    /// thread; safe to repeat.
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        try {
            link.sayGoodbye();
            awaitListener();
        } catch (IOException e) {
            // The server is gone already.
        } finally {
            link.close();
        }
    }

    private void listen() {
        try {
            while (link.receive(this::note)) {}
            fail(new IOException("the server closed the connection"));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void note(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Publishing _ -> publishing = true;
            case ClientEffect.Status status when isBad(status) ->
                    fail(
                            new RejectedException(
                                    status.code(), status.description(), Optional.empty()));
            default -> {} // nothing that concerns a publisher
        }
    }

    private static boolean isBad(ClientEffect.Status status) {
        return status.level().equals("error");
    }

    /// The first fault is the reason, what follows it only consequences.
    private void fail(IOException reason) {
        if (fault == null) {
            fault = reason;
        }
    }

    private void write(FlvTag tag) throws IOException {
        throwFault();
        var body = ByteBuffer.wrap(tag.body());
        int timestampMs = (int) tag.timestampMs();
        try {
            link.send(session ->
                    tag.kind() == TrackKind.DATA
                            ? session.data(timestampMs, body)
                            : session.media(tag.kind(), timestampMs, body));
        } catch (IOException e) {
            awaitListener(); // the server's last words may say why
            throwFault();
            throw e;
        }
    }

    private void awaitListener() {
        try {
            if (listener != null) {
                listener.join(FAREWELL_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The fault was found by the listener, and is thrown where somebody can do something about it.
    private void throwFault() throws IOException {
        IOException reason = fault;
        if (reason instanceof RejectedException rejected) {
            throw new RejectedException(
                    rejected.code(), rejected.description(), rejected.redirect());
        }
        if (reason != null) {
            throw new IOException(reason.getMessage(), reason);
        }
    }
}
