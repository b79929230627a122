package dev.millrace.client;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.ClientEffect;
import dev.millrace.rtmp.ClientSession;
import dev.millrace.rtmp.ClientSettings;
import dev.millrace.rtmp.RtmpUrl;
import dev.millrace.rtmp.SessionEffect;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// A socket and the [ClientSession] behind it. One thread receives, one sends; the session is
/// locked while either is in it.
final class RtmpLink implements Closeable {
    private static final int READ_BYTES = 64 << 10;

    /// Servers of one house send us on once, or twice.
    private static final int REDIRECTIONS_MAX = 5;

    private final Socket socket;
    private final ClientSession session;
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] received = new byte[READ_BYTES];
    private final ByteWriter outgoing = new ByteWriter();
    private boolean saidGoodbye;

    private RtmpLink(Socket socket, ClientSession session) {
        this.socket = socket;
        this.session = session;
    }

    /// Opens what a URL leads to.
    @FunctionalInterface
    interface Opening<T> {
        T open(String url) throws IOException;
    }

    /// Opens a URL, or the one that a server sends us to instead.
    ///
    /// @throws RejectedException when nobody takes us
    static <T> T follow(String url, Opening<T> opening) throws IOException {
        String next = url;
        for (int hops = 0; ; hops++) {
            try {
                return opening.open(next);
            } catch (RejectedException e) {
                if (e.redirect().isEmpty() || hops == REDIRECTIONS_MAX) {
                    throw e;
                }
                next = e.redirect().get();
            }
        }
    }

    /// Connects, and sends the beginning of the handshake.
    ///
    /// @throws MalformedURLException without the URL, which may hold a key
    static RtmpLink connect(String url, ClientSession.Role role, ClientOptions options)
            throws IOException {
        RtmpUrl address = parse(url);
        Socket socket =
                Sockets.connect(address.host(), address.port(), address.isSecure(), options);
        ClientSettings settings = ClientSettings.DEFAULT.withVia(options.via());
        var session = new ClientSession(address, role, settings, new Random());
        var link = new RtmpLink(socket, session);
        try {
            link.send(fresh -> List.of(fresh.start(nowMs())));
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private static RtmpUrl parse(String url) throws MalformedURLException {
        try {
            return RtmpUrl.parse(url);
        } catch (ProtocolException e) {
            throw new MalformedURLException(e.getMessage());
        }
    }

    /// How long [#receive] waits; 0 is for ever.
    void readTimeout(int timeoutMs) throws IOException {
        socket.setSoTimeout(timeoutMs);
    }

    /// Waits for bytes, answers what the server wants answered, and hands on what is left to do.
    ///
    /// @return false at the end of the stream
    /// @throws RejectedException when the server refused us
    /// @throws BrokenStreamException when the server broke the protocol
    boolean receive(Consumer<ClientEffect> effects) throws IOException {
        int length = socket.getInputStream().read(received);
        if (length < 0) {
            return false;
        }
        lock.lock();
        try {
            for (ClientEffect effect :
                    session.receive(ByteBuffer.wrap(received, 0, length), nowMs())) {
                switch (effect) {
                    case SessionEffect.Send(var bytes) -> write(List.of(bytes));
                    case SessionEffect.Hangup(var fault) -> throw new BrokenStreamException(fault);
                    case ClientEffect.Rejected(var code, var description, var redirect) ->
                            throw new RejectedException(code, description, redirect);
                    default -> effects.accept(effect);
                }
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    /// Writes what the session makes.
    void send(Function<ClientSession, List<ByteBuffer>> making) throws IOException {
        lock.lock();
        try {
            if (saidGoodbye) {
                throw new IOException("closed");
            }
            write(making.apply(session));
        } finally {
            lock.unlock();
        }
    }

    /// Says goodbye, unless another thread is stuck in a write; then nothing can be said any more.
    void sayGoodbye() throws IOException {
        if (lock.tryLock()) {
            try {
                saidGoodbye = true;
                write(List.of(session.close()));
                socket.shutdownOutput();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Hangs up. Any thread; safe to repeat.
    @Override
    public void close() {
        Sockets.closeQuietly(socket);
    }

    /// One write for all of them: each is a packet on its own otherwise, since nothing may wait.
    private void write(List<ByteBuffer> buffers) throws IOException {
        outgoing.clear();
        buffers.forEach(outgoing::bytes);
        socket.getOutputStream().write(outgoing.array(), 0, outgoing.size());
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
