package dev.millrace.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening TCP port: accepts, and gives each connection a virtual thread of its own.
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;

    /// Further connections than may be served are told so; this many beyond that are just closed.
    private static final int REFUSALS_MAX = 64;

    /// Runs a connection until it is over. The listener closes the connection afterwards.
    public interface Handler {
        void serve(Connection connection);

        /// There are too many connections: say so, briefly.
        void refuse(Connection connection);
    }

    /// How to listen.
    ///
    /// @param name for thread names and log lines: `rtmp`
    /// @param connectionsMax further connections are refused
    /// @param tls the server's identity; empty for plain TCP
    public record Settings(
            String name, InetSocketAddress address, int connectionsMax, Optional<SSLContext> tls) {}

    private final Settings settings;
    private final Admission admission;
    private final Handler handler;
    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    private Listener(Settings settings, Admission admission, Handler handler) throws IOException {
        this.settings = settings;
        this.admission = admission;
        this.handler = handler;
        this.server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(settings.address, BACKLOG);
            address = (InetSocketAddress) server.getLocalAddress();
        } catch (BindException e) {
            server.close();
            throw new BindException(
                    "%s cannot listen on %s: %s"
                            .formatted(
                                    settings.name,
                                    Addresses.text(settings.address),
                                    e.getMessage()));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /// Binds and starts to accept.
    ///
    /// @throws BindException saying which port, when it is taken or forbidden
    public static Listener open(Settings settings, Admission admission, Handler handler)
            throws IOException {
        var listener = new Listener(settings, admission, handler);
        Thread.ofPlatform()
                .daemon()
                .name("accept " + settings.name)
                .start(listener::acceptUntilClosed);
        return listener;
    }

    /// Where it listens; the port is a real one even if 0 was asked for.
    public InetSocketAddress address() {
        return address;
    }

    public String name() {
        return settings.name;
    }

    public int connections() {
        return open.get();
    }

    /// Connections that were turned away because there were too many, of all or of their address.
    public long refused() {
        return refused.sum();
    }

    /// Stops accepting. Connections go on.
    @Override
    public void close() {
        Quietly.close(server);
    }

    private void acceptUntilClosed() {
        while (server.isOpen()) {
            try {
                admit(server.accept());
            } catch (IOException e) {
                pauseUnlessClosed(e);
            }
        }
    }

    /// Out of file descriptors, most likely: connections end at any moment, so the next try may do.
    private void pauseUnlessClosed(IOException e) {
        if (!server.isOpen()) {
            return;
        }
        LOG.warn("{} cannot accept: {}", settings.name, e.getMessage());
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /// Whoever is refused here costs nothing more: no thread, no answer.
    private void admit(SocketChannel channel) {
        boolean crowded = open.get() >= settings.connectionsMax + REFUSALS_MAX;
        Optional<Admission.Pass> pass =
                crowded ? Optional.empty() : address(channel).flatMap(admission::enter);
        if (pass.isPresent()) {
            start(channel, pass.get());
        } else {
            refused.increment();
            Quietly.close(channel);
        }
    }

    /// Empty if the peer has gone already.
    private static Optional<InetAddress> address(SocketChannel channel) {
        try {
            return Optional.of(((InetSocketAddress) channel.getRemoteAddress()).getAddress());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void start(SocketChannel channel, Admission.Pass pass) {
        boolean welcome = open.incrementAndGet() <= settings.connectionsMax;
        Thread.ofVirtual()
                .name(settings.name + " connection")
                .start(() -> {
                    try (pass) {
                        serve(channel, welcome, pass);
                    } finally {
                        open.decrementAndGet();
                    }
                });
    }

    private void serve(SocketChannel channel, boolean welcome, Admission.Pass pass) {
        try (channel;
                Connection connection = wrap(channel)) {
            if (welcome) {
                handler.serve(connection);
            } else {
                refused.increment();
                handler.refuse(connection);
            }
            if (connection.isBlamed()) {
                pass.failed();
            }
        } catch (IOException e) {
            LOG.debug("{} connection failed: {}", settings.name, e.getMessage());
        }
    }

    private Connection wrap(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (settings.tls.isEmpty()) {
            return new PlainConnection(channel);
        }
        SocketAddress remote = channel.getRemoteAddress();
        var socket =
                (SSLSocket)
                        settings.tls
                                .get()
                                .getSocketFactory()
                                .createSocket(channel.socket(), Addresses.text(remote), 0, true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(TlsRules.parameters());
        return new TlsConnection(channel, socket);
    }
}
