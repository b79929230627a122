package dev.millrace.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// A listening TCP port: accepts, reads, and hands what it reads to conversations. Jetty's
/// selectors and TLS, without its HTTP: few threads for any number of connections.
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 1024;

    /// Further connections than may be served are told so; this many beyond that are just closed.
    private static final int REFUSALS_MAX = 64;

    /// What the threads are for that neither accept nor select: connections that end.
    private static final int SPARE_THREADS = 2;

    /// Who talks on the connections.
    public interface Handler {
        /// Begins one.
        ///
        /// @param welcome whether there is room for this connection; if not, say so, briefly
        Conversation accept(Connection connection, boolean welcome);
    }

    /// How to listen.
    ///
    /// @param name for thread names and log lines: `rtmp`
    /// @param seats for connections; those that find none are refused
    /// @param tls the server's identity; empty for plain TCP
    public record Settings(
            String name, InetSocketAddress address, Seats seats, Optional<SSLContext> tls) {
        /// With so many seats of its own.
        public Settings(
                String name, InetSocketAddress address, int seats, Optional<SSLContext> tls) {
            this(name, address, new Seats(seats), tls);
        }
    }

    private final Settings settings;
    private final Admission admission;
    private final Handler handler;
    private final Server server;
    private final Optional<SslContextFactory.Server> tls;
    private final OpenPort connector;
    private volatile InetSocketAddress address;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    private Listener(Settings settings, Admission admission, Handler handler) {
        this.settings = settings;
        this.address = settings.address;
        this.admission = admission;
        this.handler = handler;
        int selectors = Runtime.getRuntime().availableProcessors();
        var threads = new QueuedThreadPool(1 + 2 * selectors + SPARE_THREADS, 1 + selectors);
        threads.setName(settings.name);
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        this.server = new Server(threads);
        this.tls = settings.tls.map(TlsRules::port);
        this.connector = new Port(selectors);
        server.addConnector(connector);
    }

    /// Binds and starts to accept.
    ///
    /// @throws BindException saying which port, when it is taken or forbidden
    public static Listener open(Settings settings, Admission admission, Handler handler)
            throws IOException {
        var listener = new Listener(settings, admission, handler);
        listener.start();
        return listener;
    }

    /// Where it listens, or did until it was closed; the port is a real one even if 0 was asked
    /// for.
    public InetSocketAddress address() {
        return address;
    }

    public String name() {
        return settings.name;
    }

    public int connections() {
        return open.get();
    }

    /// Connections that were turned away because there were too many.
    public long refused() {
        return refused.sum();
    }

    /// Shows newcomers another identity; it has one already.
    public void identity(SSLContext other) {
        tls.ifPresent(port -> TlsRules.renew(port, other));
    }

    /// Connections go on.
    public void stopAccepting() {
        connector.leave();
    }

    /// Stops accepting, and closes what is open.
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(name() + " cannot stop: " + e.getMessage(), e);
        }
    }

    private void start() throws IOException {
        address = Ports.bind(connector);
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException(name() + " cannot start: " + e.getMessage(), e);
        }
    }

    private final class Door implements Connection.Host {
        @Override
        public Conversation begin(Connection connection) {
            open.incrementAndGet();
            boolean welcome = settings.seats.take();
            if (!welcome) {
                refused.increment();
            }
            return handler.accept(connection, welcome);
        }

        @Override
        public void ended(Connection connection) {
            if (connection.isBlamed()) {
                connection.pass().failed();
            }
            connection.pass().close();
            settings.seats.give();
            open.decrementAndGet();
        }
    }

    private final class Port extends OpenPort {
        /// Of connections that have been let in and not yet been given to a selector.
        private final ConcurrentMap<SelectableChannel, Admission.Pass> arriving =
                new ConcurrentHashMap<>();

        Port(int selectors) {
            super(server, selectors, protocols());
            setName(settings.name);
            setHost(settings.address.getAddress().getHostAddress());
            setPort(settings.address.getPort());
            setAcceptQueueSize(BACKLOG);
            setIdleTimeout(0); // conversations know better who is silent
        }

        @Override
        protected SelectorManager newSelectorManager(
                Executor executor, Scheduler timer, int selectors) {
            return new ServerConnectorManager(executor, timer, selectors) {
                @Override
                public void accept(SelectableChannel channel) {
                    if (admit(channel)) {
                        super.accept(channel);
                    } else {
                        refused.increment();
                        IO.close(channel);
                    }
                }
            };
        }

        /// Whoever is refused here costs nothing more, and gets no answer.
        private boolean admit(SelectableChannel channel) {
            boolean crowded = settings.seats.isCrowded(REFUSALS_MAX);
            Optional<Admission.Pass> pass =
                    crowded ? Optional.empty() : admission.enter(peer((SocketChannel) channel));
            pass.ifPresent(one -> arriving.put(channel, one));
            return pass.isPresent();
        }

        @Override
        protected void configure(Socket socket) {
            super.configure(socket);
            try {
                socket.setKeepAlive(true);
            } catch (SocketException gone) {
                // The peer is gone already; the first read says so.
            }
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(
                SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            Admission.Pass pass = Objects.requireNonNull(arriving.remove(channel));
            return new MeteredEndPoint(selector, key, getScheduler(), pass);
        }
    }

    /// Null if the peer has gone already.
    private static @Nullable SocketAddress peer(SocketChannel channel) {
        try {
            return channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    private ConnectionFactory[] protocols() {
        var plain = new Conversations(settings.name, new Door());
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        var secure = new SslConnectionFactory(tls.get(), plain.getProtocol());
        return new ConnectionFactory[] {secure, plain};
    }

    /// Begins a conversation on each connection.
    private static final class Conversations extends AbstractConnectionFactory {
        private final Connection.Host host;

        Conversations(String name, Connection.Host host) {
            super(name);
            this.host = host;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return new Connection(endPoint, connector.getExecutor(), host);
        }
    }
}
