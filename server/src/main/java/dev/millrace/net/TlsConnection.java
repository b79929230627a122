package dev.millrace.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// TLS over a blocking socket. The handshake happens with the first read or write.
final class TlsConnection extends Connection {
    /// Saying goodbye needs the peer to take some bytes: it gets this long for them.
    private static final Duration GOODBYE = Duration.ofMillis(100);

    private final SocketChannel channel;
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param socket on top of the channel
    TlsConnection(SocketChannel channel, SSLSocket socket) throws IOException {
        super(Addresses.text(channel.getRemoteAddress()));
        this.channel = channel;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            int read =
                    in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            if (read > 0) {
                into.position(into.position() + read);
            }
            return read;
        } catch (SSLException e) {
            blame();
            throw e;
        }
    }

    @Override
    void writeAll(List<ByteBuffer> buffers) throws IOException {
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            out.write(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
            buffer.position(buffer.limit());
            progress(length);
        }
    }

    /// Never waits for the peer. `SSLSocket.close` does: for its answer, under TLS 1.2 and during
    /// the handshake, and for a write that it does not take. Peers would choose how long the caller
    /// stands still then, and the caller may be the one who watches over all of them.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (!isWriting()) {
            sayGoodbye();
        }
        Quietly.close(channel);
    }

    private void sayGoodbye() {
        Thread goodbye = Thread.ofVirtual().name("tls goodbye").start(this::shutDownOutput);
        try {
            goodbye.join(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // The peer is gone already.
        }
    }
}
