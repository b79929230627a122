package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.net.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Everything that leaves on one connection: answers, which wait for nobody, and packets, which a
/// viewer's thread waits for. What has begun is finished before another byte goes out.
final class RtspOutput implements Callback {
    /// Answers are a few hundred bytes; more than this is a client that asks and never listens.
    private static final int WAITING_BYTES_MAX = 256 << 10;

    private final Connection connection;

    // Guarded by this.
    private final ByteWriter waiting = new ByteWriter();
    private boolean writing;
    private boolean writingPackets;
    private @Nullable Throwable broken;

    RtspOutput(Connection connection) {
        this.connection = connection;
    }

    /// Sends a whole message, as soon as it is its turn. Any thread.
    void answer(byte[] message) throws IOException {
        synchronized (this) {
            if (writing) {
                if (waiting.size() + message.length > WAITING_BYTES_MAX) {
                    throw new IOException("client asks faster than it listens");
                }
                waiting.bytes(message);
                return;
            }
            writing = true;
        }
        connection.write(this, ByteBuffer.wrap(message));
    }

    /// Sends whole packets, and returns when the connection has taken them. For one thread.
    void packets(ByteBuffer packets) throws IOException, InterruptedException {
        synchronized (this) {
            while (writing && broken == null) {
                wait();
            }
            check();
            writing = true;
            writingPackets = true;
        }
        connection.write(this, packets);
        synchronized (this) {
            while (writingPackets && broken == null) {
                wait();
            }
            check();
        }
    }

    private void check() throws IOException {
        if (broken != null) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    /// The connection is over: nobody waits any more.
    void close() {
        failed(new IOException("the connection is over"));
    }

    @Override
    public void succeeded() {
        byte[] next;
        synchronized (this) {
            writingPackets = false;
            next = waiting.toByteArray();
            waiting.clear();
            writing = next.length > 0;
            notifyAll();
        }
        if (next.length > 0) {
            connection.write(this, ByteBuffer.wrap(next));
        }
    }

    @Override
    public void failed(Throwable cause) {
        synchronized (this) {
            if (broken == null) {
                broken = cause;
            }
            notifyAll();
        }
        connection.close();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING; // it only writes on
    }
}
