package dev.millrace.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLSocket;

/// TLS over a blocking socket. The handshake happens with the first read or write.
final class TlsConnection extends Connection {
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    TlsConnection(SSLSocket socket) throws IOException {
        super(Addresses.text(socket.getRemoteSocketAddress()));
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
        int read = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
        if (read > 0) {
            into.position(into.position() + read);
        }
        return read;
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

    @Override
    public void close() {
        Quietly.close(socket);
    }
}
