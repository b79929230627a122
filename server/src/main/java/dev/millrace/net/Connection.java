package dev.millrace.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One TCP connection, plain or TLS, and the [Conversation] on it. No call blocks; [#write] and
/// [#close] may come from any thread.
public final class Connection extends AbstractConnection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /// As much as is read at once: a key frame of a usual stream.
    private static final int READ_BYTES = 64 << 10;

    /// Connections are read one after the other by few threads, so that a buffer for each thread
    /// will do.
    private static final ThreadLocal<ByteBuffer> READ =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(READ_BYTES));

    private final Host host;
    private final String remote;
    private final boolean secure;
    private final MeteredEndPoint meter;
    private final ReentrantLock turn = new ReentrantLock();
    private final Callback readable = new WhenReadable();
    private volatile boolean blamed;

    // Guarded by the turn.
    private @Nullable Conversation conversation;
    private boolean over;
    private boolean held;

    // The observer's own.
    private long bytesSeen = -1;
    private long progressAtNs;

    /// Whose connections these are.
    interface Host {
        Conversation begin(Connection connection);

        void ended(Connection connection);
    }

    Connection(EndPoint endPoint, Executor executor, Host host) {
        super(endPoint, executor);
        this.host = host;
        this.meter = (MeteredEndPoint) Ports.socket(endPoint);
        this.secure = endPoint.isSecure();
        SocketAddress address = meter.getRemoteSocketAddress();
        this.remote = Addresses.text(address);
    }

    /// The other end's address and port, for people.
    public String remote() {
        return remote;
    }

    /// The address of this machine that the other end came to.
    public InetAddress localAddress() {
        return Addresses.inet(meter.getLocalSocketAddress());
    }

    /// Whether the bytes are encrypted on their way.
    public boolean isSecure() {
        return secure;
    }

    /// Writes all of `buffers`, in order and without anything between them, and then completes
    /// `callback`: at once, on this thread, where the other end takes everything, which is usual.
    /// One write at a time. The buffers' bytes are not changed; their positions are.
    public void write(Callback callback, ByteBuffer... buffers) {
        SocketEndPoint.write(getEndPoint(), callback, buffers);
    }

    /// Writes the same way bytes that many connections are given one after the other.
    ///
    /// @param buffers on the heap; their bytes must never change, not even when this is done
    public void writeShared(Callback callback, ByteBuffer... buffers) {
        SocketEndPoint.writeShared(getEndPoint(), callback, BufferUtil.EMPTY_BUFFER, buffers);
    }

    /// For how long the other end has taken nothing of what is being written, as far as the calls
    /// of this show; 0 when all is taken. For one thread that calls it again and again: writing,
    /// which happens more often, needs no clock then.
    public long stalledNs(long nowNs) {
        long bytes = meter.bytesOut();
        if (!meter.isWriting() || bytes != bytesSeen) {
            bytesSeen = bytes;
            progressAtNs = nowNs;
        }
        return nowNs - progressAtNs;
    }

    /// Counts in `counter`, from here on, the bytes that are written.
    public void countBytesOutIn(LongAdder counter) {
        meter.countIn(counter);
    }

    /// Notes that the peer did what no honest one does: it counts against its address.
    public void blame() {
        blamed = true;
    }

    boolean isBlamed() {
        return blamed;
    }

    Admission.Pass pass() {
        return meter.pass();
    }

    /// Reads nothing more until [#goOn], so that a conversation can wait for something without
    /// keeping the thread. Within a call of the conversation only.
    public void hold() {
        held = true;
    }

    /// Makes `then` a part of the conversation, and reads on, unless it has to wait again. Any
    /// thread.
    ///
    /// @return false if the conversation is over, and nothing was done
    public boolean goOn(Runnable then) {
        turn.lock();
        try {
            if (over || conversation == null) {
                return false;
            }
            held = false;
            then.run();
            if (!held) {
                fillInterested(readable);
            }
        } catch (RuntimeException e) {
            LOG.error("{} is hung up on: its conversation failed", remote, e);
            close();
        } finally {
            turn.unlock();
        }
        return true;
    }

    /// The other end's address.
    public InetAddress address() {
        return Addresses.inet(meter.getRemoteSocketAddress());
    }

    /// Hangs up. Safe to repeat.
    @Override
    public void close() {
        super.close();
        // TLS says goodbye with that, and leaves the socket open where it is not its turn to speak.
        meter.close();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        turn.lock();
        try {
            if (!over) {
                conversation = host.begin(this);
            }
        } finally {
            turn.unlock();
        }
        if (meter.isOpen()) {
            fillInterested(readable);
        } else {
            end("disconnected"); // Jetty tells of no end before the beginning
        }
    }

    @Override
    public void onFillable() {
        turn.lock();
        try {
            Conversation going = conversation;
            if (going != null && !over && read(going)) {
                fillInterested(readable);
            }
        } catch (RuntimeException e) {
            LOG.error("{} is hung up on: its conversation failed", remote, e);
            close();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        close();
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        end(cause == null ? "disconnected" : "connection lost: " + cause.getMessage());
    }

    /// Hands on all that has come.
    ///
    /// @return whether the connection goes on
    private boolean read(Conversation going) {
        ByteBuffer in = READ.get();
        while (getEndPoint().isOpen()) {
            BufferUtil.clear(in);
            int length = fill(in);
            if (length < 0) {
                end("disconnected");
                close();
                return false;
            }
            if (length > 0) {
                going.received(in);
            }
            if (held) {
                return false;
            }
            // A read that left room has taken all there was; TLS reads record by record.
            if (length == 0 || (!secure && length < in.capacity())) {
                return true;
            }
        }
        return false;
    }

    private int fill(ByteBuffer in) {
        try {
            return getEndPoint().fill(in);
        } catch (SSLException e) {
            blame(); // it does not speak TLS, or not ours
            end("no TLS: " + e.getMessage());
            return -1;
        } catch (IOException e) {
            end("connection lost: " + e.getMessage());
            return -1;
        }
    }

    private void end(String why) {
        turn.lock();
        try {
            Conversation going = conversation;
            if (!over && going != null) {
                host.ended(this);
                going.ended(why);
            } else if (!over) {
                meter.pass().close();
            }
            over = true;
        } finally {
            turn.unlock();
        }
    }

    private final class WhenReadable implements Callback {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable cause) {
            onFillInterestedFailed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING; // the thread that noticed reads
        }
    }
}
