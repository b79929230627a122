package dev.millrace.net.http;

import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.OpenPort;
import dev.millrace.net.PemIdentity;
import dev.millrace.net.Ports;
import dev.millrace.net.TlsRules;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The HTTP server: listeners, limits and headers around a list of handlers, the first of which
/// that knows a request answers it. Listeners may come and go while it runs. Any thread.
public final class HttpServer implements AutoCloseable, Housekeeper.Chore {
    private static final int SPARE_THREADS = 2;

    private final Server server;
    private final QueuedThreadPool threads;
    private final ConnectionWatch watch;
    private final CommonHeaders headers;
    private final HttpConnectors connectors;
    private volatile Duration idleTimeout;
    private final Map<Listening, OpenPort> open = new LinkedHashMap<>(); // guarded by this

    /// Ports that are closed and still have connections. Guarded by this.
    private final List<OpenPort> leaving = new ArrayList<>();

    /// A port that is open.
    ///
    /// @param protocol `http` or `https`
    public record Listening(String protocol, InetSocketAddress address) {}

    private HttpServer(HttpSettings settings, Admission admission, List<Handler> handlers) {
        // Platform threads wait for sockets; everything that could block runs on virtual ones.
        Executor patient =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http request ", 0).factory());
        threads = threads(patient);
        server = new Server(threads);
        watch = new ConnectionWatch(admission, settings.connectionsMax(), settings.idleTimeout());
        idleTimeout = settings.idleTimeout();
        connectors = new HttpConnectors(server, watch);
        headers = new CommonHeaders(settings.headers());
        watch.setHandler(new Dispatch(handlers, patient));
        headers.setHandler(watch);
        server.setHandler(headers);
        server.setErrorHandler(new ProblemErrorHandler(headers));
        server.setDefaultHandler(new NothingHere());
    }

    /// Starts to serve, where [#listen] will say.
    public static HttpServer idle(
            HttpSettings settings, Admission admission, List<Handler> handlers) throws IOException {
        var http = new HttpServer(settings, admission, handlers);
        try {
            http.server.start();
            return http;
        } catch (Exception e) {
            stop(http.server);
            throw new IOException("HTTP cannot start: " + e.getMessage(), e);
        }
    }

    /// Binds and starts to serve.
    ///
    /// @throws BindException saying which port, when it is taken or forbidden
    public static HttpServer open(
            HttpSettings settings, Admission admission, List<Handler> handlers) throws IOException {
        HttpServer http = idle(settings, admission, handlers);
        try {
            http.listen(settings.listen());
            if (settings.secure().isPresent()) {
                http.listen(settings.secure().get());
            }
            return http;
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /// Listens in one place more, without TLS.
    ///
    /// @throws BindException saying which port, when it is taken or forbidden
    public Listening listen(InetSocketAddress place) throws IOException {
        return add(connectors.plain(place));
    }

    /// Listens in one place more, with TLS.
    ///
    /// @throws BindException saying which port, when it is taken or forbidden
    public Listening listen(HttpSettings.Secure secure) throws IOException {
        return add(connectors.secure(secure));
    }

    private synchronized Listening add(OpenPort connector) throws IOException {
        connector.setIdleTimeout(idleTimeout.toMillis());
        var listening = new Listening(connector.getName(), Ports.bind(connector));
        threads.setMaxThreads(threads.getMaxThreads() + threadsOf(connector));
        try {
            server.addBean(connector, true); // else a server that runs leaves it to itself
            server.addConnector(connector);
            connector.start();
        } catch (Exception e) {
            server.removeConnector(connector);
            connector.close();
            threads.setMaxThreads(threads.getMaxThreads() - threadsOf(connector));
            throw new IOException("HTTP cannot start: " + e.getMessage(), e);
        }
        open.put(listening, connector);
        return listening;
    }

    /// Listens there no more. What is connected stays until it leaves.
    public synchronized void leave(Listening listening) {
        OpenPort connector = open.remove(listening);
        if (connector != null) {
            connector.leave();
            leaving.add(connector);
        }
    }

    /// Takes other limits and headers; where it listens stays.
    public synchronized void change(HttpSettings settings) {
        idleTimeout = settings.idleTimeout();
        watch.limits(settings.connectionsMax(), settings.idleTimeout());
        headers.settings(settings.headers());
        open.values().forEach(it -> it.setIdleTimeout(idleTimeout.toMillis()));
    }

    /// Shows newcomers another identity, wherever it listens with TLS.
    public synchronized void identity(PemIdentity other) {
        for (OpenPort connector : open.values()) {
            var tls = connector.getConnectionFactory(SslConnectionFactory.class);
            if (tls != null) {
                TlsRules.renew(tls.getSslContextFactory(), other.context());
            }
        }
    }

    /// Where it listens; ports are real ones even if 0 was asked for.
    public synchronized List<Listening> listening() {
        return List.copyOf(open.keySet());
    }

    /// What this server wants done a few times a second.
    public Housekeeper.Chore chore() {
        return this;
    }

    @Override
    public void tick(long nowNs) {
        watch.tick(nowNs);
        endLeft();
    }

    /// Ends the threads of ports whose last connection has gone.
    private synchronized void endLeft() {
        for (OpenPort connector : List.copyOf(leaving)) {
            if (connector.getConnectedEndPoints().isEmpty()) {
                leaving.remove(connector);
                server.removeConnector(connector);
                stop(connector);
                threads.setMaxThreads(threads.getMaxThreads() - threadsOf(connector));
            }
        }
    }

    /// Connections that are open.
    public int connections() {
        return watch.connections();
    }

    /// Connections that were turned away because there were too many, of all or of their address.
    public long refused() {
        return watch.refused();
    }

    /// Stops accepting, lets running requests end for so long, and then closes what is left.
    public void close(Duration patience) {
        server.setStopTimeout(patience.toMillis());
        stop(server);
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private static int threadsOf(OpenPort connector) {
        return connector.getAcceptors() + HttpConnectors.SELECTORS;
    }

    private static QueuedThreadPool threads(Executor patient) {
        var threads = new QueuedThreadPool(SPARE_THREADS, 1);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(patient);
        return threads;
    }

    private static void stop(LifeCycle part) {
        try {
            part.stop();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP cannot stop: " + e.getMessage(), e);
        }
    }
}
