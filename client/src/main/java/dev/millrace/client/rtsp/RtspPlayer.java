package dev.millrace.client.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.client.BrokenStreamException;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.EventQueue;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtspTransport;
import dev.millrace.rtsp.ClientSession;
import dev.millrace.rtsp.RtspEffect;
import dev.millrace.rtsp.SessionSettings;
import dev.millrace.rtsp.message.RtspUrl;
import java.io.IOException;
import java.io.Serial;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Plays a stream of a camera, or of another server of RTSP 1.0. RFC 2326.
///
/// One thread plays; any thread may close.
public final class RtspPlayer implements MediaSource {
    private static final int REDIRECTS_MAX = 5;

    /// A camera sends at once when it plays; a firewall lets nothing through ever.
    private static final long FIRST_DATAGRAM_MS_MAX = 3_000;

    private static final String UNSUPPORTED_TRANSPORT = "461";

    /// Who plays holds the session for as long as a packet takes, unless a write is stuck.
    private static final long GOODBYE_MS_MAX = 500;

    private final RtspLink link;
    private final ClientSession session;
    private final ClientOptions options;
    private final EventQueue events = new EventQueue();
    private final Deque<RtspEffect> effects = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean playing;
    private boolean arrived;
    private boolean ended;
    private @Nullable String redirect;

    private RtspPlayer(RtspLink link, RtspUrl url, ClientOptions options) {
        this.link = link;
        this.options = options;
        var settings = new SessionSettings(link.udpPorts(), "Millrace");
        this.session = new ClientSession(url, settings, new SecureRandom(), effects::add);
    }

    /// Plays `rtsp://user:password@host/path` or `rtsps://…`.
    public static RtspPlayer connect(String url) throws IOException {
        return connect(url, ClientOptions.DEFAULT);
    }

    /// Returns when the server has agreed to play the stream; over UDP, when something of it came.
    ///
    /// Where the server refuses the way that is asked for, or nothing comes over UDP, the other way
    /// is tried; a notice says so.
    ///
    /// @throws RejectedException when it has not; the code is the status of RTSP
    /// @throws MalformedURLException without the URL, which may hold a password
    public static RtspPlayer connect(String url, ClientOptions options) throws IOException {
        RtspUrl at = parse(url);
        boolean isUdp = options.rtspTransport() == RtspTransport.UDP && !at.isSecure();
        try {
            return connect(at, options, isUdp, List.of());
        } catch (IOException e) {
            if (at.isSecure() || !isAboutTheWay(e)) {
                throw e;
            }
            return connectOtherwise(at, options, isUdp, e);
        }
    }

    /// Whether another way for the packets may do better.
    private static boolean isAboutTheWay(IOException fault) {
        return fault instanceof NothingOverUdpException
                || (fault instanceof RejectedException refusal
                        && refusal.code().equals(UNSUPPORTED_TRANSPORT));
    }

    private static RtspPlayer connectOtherwise(
            RtspUrl at, ClientOptions options, boolean wasUdp, IOException why) throws IOException {
        var other = wasUdp ? RtspTransport.TCP : RtspTransport.UDP;
        String reason = why instanceof RejectedException it ? it.description() : why.getMessage();
        var notice = new MediaEvent.Notice("%s; %s is tried".formatted(reason, other));
        try {
            // Whoever was refused over TCP has no other way left, so this one is not given up.
            return connect(at, options.withRtspTransport(other), false, List.of(notice));
        } catch (IOException e) {
            e.addSuppressed(why);
            throw e;
        }
    }

    private static RtspPlayer connect(
            RtspUrl first, ClientOptions options, boolean expectsDatagrams, List<MediaEvent> known)
            throws IOException {
        RtspUrl at = first;
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            var player = new RtspPlayer(RtspLink.connect(at, options), at, options);
            known.forEach(player.events::add);
            Optional<String> elsewhere = Optional.empty();
            try {
                elsewhere = player.begin();
                if (elsewhere.isEmpty()) {
                    player.awaitDatagram(expectsDatagrams);
                    return player;
                }
                at = at.redirected(elsewhere.get());
            } catch (IOException e) {
                player.close();
                throw e;
            } catch (ProtocolException e) {
                player.close();
                throw new BrokenStreamException(e);
            }
            player.close();
        }
        String words = "the server sends us on more than %d times".formatted(REDIRECTS_MAX);
        throw new RejectedException("302", words, Optional.empty());
    }

    @Override
    public MediaEvent next() throws IOException {
        return events.next(this::receive);
    }

    @Override
    public void close() {
        try {
            if (lock.tryLock(GOODBYE_MS_MAX, TimeUnit.MILLISECONDS)) {
                try {
                    sayGoodbye();
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException e) {
            // The server is gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            link.close();
        }
    }

    private static RtspUrl parse(String url) throws MalformedURLException {
        try {
            return RtspUrl.parse(url);
        } catch (ProtocolException e) {
            throw new MalformedURLException(e.getMessage());
        }
    }

    /// Asks until the server plays.
    ///
    /// @return where to ask instead, if it says so
    private Optional<String> begin() throws IOException {
        lock.lock();
        try {
            session.start(nowMs());
            carryOut();
        } finally {
            lock.unlock();
        }
        while (!playing && !ended && redirect == null) {
            receive();
        }
        if (ended) {
            throw new IOException("the server closed the connection before it played");
        }
        return Optional.ofNullable(redirect);
    }

    /// Nothing came that way, though the server says that it plays.
    private static final class NothingOverUdpException extends SocketTimeoutException {
        @Serial private static final long serialVersionUID = 1;

        NothingOverUdpException(long waitedMs) {
            super("nothing came over UDP for %d ms".formatted(waitedMs));
        }
    }

    private void awaitDatagram(boolean expected) throws IOException {
        long waitMs = Math.min(FIRST_DATAGRAM_MS_MAX, options.readTimeoutMs());
        long untilMs = nowMs() + waitMs;
        while (expected && !arrived && !ended) {
            if (nowMs() >= untilMs) {
                throw new NothingOverUdpException(waitMs);
            }
            receive(Math.max(1, untilMs - nowMs()));
        }
    }

    private void receive() throws IOException {
        receive(Long.MAX_VALUE);
        if (!ended && nowMs() - session.heardAtMs() > options.readTimeoutMs()) {
            throw new SocketTimeoutException(silence());
        }
    }

    private void receive(long waitMsMax) throws IOException {
        long waitMs = Math.min(waitMsMax, session.waitMs(nowMs()));
        Optional<RtspLink.Arrival> arrival = link.receive(waitMs);
        lock.lock();
        try {
            if (arrival.isPresent()) {
                take(arrival.get());
            }
            session.tick(nowMs());
            carryOut();
        } finally {
            lock.unlock();
        }
    }

    private String silence() {
        boolean isUdp = playing && !link.udpPorts().isEmpty();
        return "nothing came for %d ms%s"
                .formatted(
                        options.readTimeoutMs(),
                        isUdp ? " over UDP; if a firewall is in the way, TCP may work" : "");
    }

    private void take(RtspLink.Arrival arrival) throws IOException {
        switch (arrival) {
            case RtspLink.Arrival.Bytes(var bytes) -> {
                try {
                    session.receive(bytes, bytes.length, nowMs());
                } catch (ProtocolException e) {
                    carryOut();
                    throw new BrokenStreamException(e);
                }
            }
            case RtspLink.Arrival.Datagram(var track, var isControl, var bytes) -> {
                arrived = true;
                session.datagram(track, isControl, bytes, nowMs());
            }
            case RtspLink.Arrival.End() -> session.end();
            case RtspLink.Arrival.Failure(var cause) ->
                    throw new IOException(cause.getMessage(), cause);
        }
    }

    private void carryOut() throws IOException {
        while (!effects.isEmpty()) {
            switch (effects.remove()) {
                case RtspEffect.Send(var bytes) -> link.send(bytes);
                case RtspEffect.SendDatagram(var track, var isControl, var port, var bytes) ->
                        link.sendDatagram(track, isControl, port, bytes);
                case RtspEffect.Playing() -> playing = true;
                case RtspEffect.Configured(var codec) ->
                        events.add(new MediaEvent.Configured(codec));
                case RtspEffect.Media(var frame) -> events.add(new MediaEvent.Media(frame));
                case RtspEffect.Notice(var text) -> events.add(new MediaEvent.Notice(text));
                case RtspEffect.Rejected(var code, var description) ->
                        throw new RejectedException(code, description, Optional.empty());
                case RtspEffect.Redirected(var url) -> redirected(url);
                case RtspEffect.Ended(var reason) -> end(reason);
            }
        }
    }

    private void redirected(String url) {
        if (playing) {
            end("the server sends us on to another address");
        } else {
            redirect = url;
        }
    }

    private void end(String reason) {
        ended = true;
        events.add(new MediaEvent.Ended(reason));
    }

    private void sayGoodbye() throws IOException {
        effects.clear();
        session.close(nowMs());
        carryOut();
        link.shutdownOutput();
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
