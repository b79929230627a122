package dev.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A line between a client and a server of this machine, over which bytes go as over a bad network:
/// it can be cut at any byte, refuse, be slow, be long, and swallow everything without a word. Any
/// thread.
///
/// It knows nothing of what goes over it. The server may change behind it, as one does that starts
/// again.
public final class BadLine implements AutoCloseable {
    /// A slow line must not hide what is on it in buffers.
    private static final int CHUNK_BYTES = 4 << 10;

    private static final int BUFFER_BYTES = 32 << 10;
    private static final int CHUNKS_MAX = 64;
    private static final long NEVER = Long.MAX_VALUE;

    private final int port;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final Object rateLock = new Object();
    private volatile int behind;
    private volatile boolean dark;
    private volatile Duration delay = Duration.ZERO;
    private volatile long upBytesPerSecond = NEVER;
    private volatile boolean refusing;
    private final ServerSocket listener;

    // Guarded by this.
    private long trapInBytes = NEVER;
    private Runnable trap = () -> {};
    private boolean isSpringing;
    private long upBytes;

    public BadLine() {
        try {
            listener = listen();
            port = listener.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /// Leads to this port of this machine from now on.
    public void to(int serverPort) {
        behind = serverPort;
    }

    /// Ends every connection at once, wherever its bytes are.
    public void cut() {
        open.forEach(Connection::reset);
    }

    /// Does something when so many more bytes have gone from clients to the server; nothing goes on
    /// before it is done.
    public synchronized void trap(long bytes, Runnable what) {
        trap = what;
        trapInBytes = bytes;
    }

    /// The same, and what is done is to [#cut].
    public void cutAfter(long bytes) {
        trap(bytes, this::cut);
    }

    /// Whether nothing waits to be done, or is being done.
    public synchronized boolean isSprung() {
        return trapInBytes == NEVER && !isSpringing;
    }

    /// How many bytes have gone from clients to the server.
    public synchronized long upBytes() {
        return upBytes;
    }

    /// How many connections were made, those included over which nothing ever came.
    public long connections() {
        return connections.get();
    }

    /// Nobody hears anything any more, and nobody is told: not those that are connected, and not
    /// those that connect from now on.
    public void goDark() {
        dark = true;
        open.forEach(it -> it.dead = true);
    }

    /// Connections that are made from now on work. Those of before never hear anything again, as
    /// when a router has forgotten them.
    public void light() {
        dark = false;
    }

    /// Whoever is connected, or connects from now on, is hung up on at once. The port stays taken:
    /// somebody else could have it when it is wanted again.
    public void refuse() {
        refusing = true;
        cut();
    }

    /// Whoever connects is served again.
    public void accept() {
        refusing = false;
    }

    /// Everything takes so much longer, in either direction.
    public void delay(Duration time) {
        delay = time;
    }

    /// All connections together get no more than this from clients to the server.
    public void slow(long bytesPerSecond) {
        upBytesPerSecond = bytesPerSecond;
    }

    /// As fast as it goes.
    public void fast() {
        upBytesPerSecond = NEVER;
    }

    @Override
    public void close() {
        close(listener);
        cut();
    }

    private ServerSocket listen() throws IOException {
        var socket = new ServerSocket();
        socket.setReceiveBufferSize(BUFFER_BYTES);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(() -> serve(socket));
        return socket;
    }

    private void serve(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException _) {
            // It does not listen any more.
        }
    }

    private void connect(Socket client) {
        var server = new Socket();
        var connection = new Connection(client, server);
        connection.dead = dark;
        connections.incrementAndGet();
        open.add(connection);
        if (refusing) {
            connection.reset();
            return;
        }
        try {
            server.setSendBufferSize(BUFFER_BYTES);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
            connection.start();
        } catch (IOException _) {
            connection.reset();
        }
    }

    /// Bytes on their way.
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    private record Chunk(byte[] bytes, long dueNs) {}

    private final class Connection {
        private final Socket client;
        private final Socket server;
        volatile boolean dead;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            pump(client, server, true);
            pump(server, client, false);
        }

        /// Without a word of goodbye: what was not sent is gone.
        void reset() {
            open.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (IOException _) {
                    // It is closed already.
                }
                BadLine.close(socket);
            }
        }

        private void pump(Socket from, Socket to, boolean up) {
            var chunks = new ArrayBlockingQueue<Chunk>(CHUNKS_MAX);
            Thread.ofVirtual().start(() -> run(() -> read(from, chunks)));
            Thread.ofVirtual().start(() -> run(() -> write(chunks, to, up)));
        }

        private interface Work {
            void run() throws IOException, InterruptedException;
        }

        private void run(Work work) {
            try {
                work.run();
            } catch (IOException _) {
                reset();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void read(Socket from, BlockingQueue<Chunk> chunks)
                throws IOException, InterruptedException {
            var buffer = new byte[CHUNK_BYTES];
            int n = 0;
            while (n >= 0 && !dead) {
                n = from.getInputStream().read(buffer);
                byte[] bytes = Arrays.copyOf(buffer, Math.max(0, n)); // none is the end
                chunks.put(new Chunk(bytes, System.nanoTime() + delay.toNanos()));
            }
        }

        private void write(BlockingQueue<Chunk> chunks, Socket to, boolean up)
                throws IOException, InterruptedException {
            while (true) {
                Chunk chunk = chunks.take();
                for (long left = left(chunk); left > 0; left = left(chunk)) {
                    LockSupport.parkNanos(left);
                }
                if (dead) {
                    return;
                }
                if (chunk.bytes.length == 0) {
                    to.shutdownOutput();
                    return;
                }
                if (up) {
                    goUp(chunk.bytes, to);
                } else {
                    to.getOutputStream().write(chunk.bytes);
                }
            }
        }

        private static long left(Chunk chunk) {
            return chunk.dueNs - System.nanoTime();
        }

        private void goUp(byte[] bytes, Socket to) throws IOException {
            int before = Math.toIntExact(bytesToTrap(bytes.length));
            to.getOutputStream().write(bytes, 0, before);
            if (before < bytes.length) {
                spring();
                to.getOutputStream().write(bytes, before, bytes.length - before);
            }
            waitForRate(bytes.length);
        }
    }

    /// @return how many of the next bytes go before the trap springs
    private synchronized long bytesToTrap(int length) {
        long before = Math.min(length, trapInBytes);
        upBytes += length;
        if (trapInBytes != NEVER) {
            trapInBytes -= before;
        }
        return trapInBytes == 0 ? before : length;
    }

    private void spring() {
        Runnable what;
        synchronized (this) {
            what = trap;
            trapInBytes = NEVER;
            isSpringing = true;
        }
        try {
            what.run();
        } finally {
            synchronized (this) {
                isSpringing = false;
            }
        }
    }

    private void waitForRate(int bytes) {
        synchronized (rateLock) { // all connections share it
            long rate = upBytesPerSecond;
            long untilNs = System.nanoTime() + (rate == NEVER ? 0 : bytes * 1_000_000_000L / rate);
            for (long left = untilNs - System.nanoTime(); left > 0; ) {
                LockSupport.parkNanos(left);
                left = untilNs - System.nanoTime();
            }
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception _) {
            // It is of no use any more, whatever it says.
        }
    }
}
