package dev.millrace.net.http;

import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The HTTP server: listeners, limits and headers around a list of handlers, the first of which
/// that knows a request answers it.
public final class HttpServer implements AutoCloseable {
    /// One for HTTP, one for HTTPS.
    private static final int CONNECTORS_MAX = 2;

    private static final int SPARE_THREADS = 2;

    private final Server server;
    private final List<Listening> listening;
    private final ConnectionWatch watch;

    /// A port that is open.
    ///
    /// @param protocol `http` or `https`
    public record Listening(String protocol, InetSocketAddress address) {}

    private HttpServer(Server server, List<Listening> listening, ConnectionWatch watch) {
        this.server = server;
        this.listening = listening;
        this.watch = watch;
    }

    /// Binds and starts to serve.
    ///
    /// @throws BindException saying which port, when it is taken or forbidden
    public static HttpServer open(
            HttpSettings settings, Admission admission, List<Handler> handlers) throws IOException {
        // Platform threads wait for sockets; everything that could block runs on virtual ones.
        Executor patient =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http request ", 0).factory());
        var server = new Server(threads(patient));
        var watch =
                new ConnectionWatch(admission, settings.connectionsMax(), settings.idleTimeout());
        var connectors = new HttpConnectors(server, settings, watch);
        server.addConnector(connectors.plain());
        settings.secure().ifPresent(secure -> server.addConnector(connectors.secure(secure)));
        var headers = new CommonHeaders(settings.headers());
        watch.setHandler(new Dispatch(handlers, patient));
        headers.setHandler(watch);
        server.setHandler(headers);
        server.setErrorHandler(new ProblemErrorHandler(headers));
        server.setDefaultHandler(new NothingHere());
        try {
            return new HttpServer(server, start(server), watch);
        } catch (IOException | RuntimeException e) {
            stop(server);
            throw e;
        }
    }

    /// Where it listens; ports are real ones even if 0 was asked for.
    public List<Listening> listening() {
        return listening;
    }

    /// What this server wants done a few times a second.
    public Housekeeper.Chore chore() {
        return watch;
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

    private static QueuedThreadPool threads(Executor patient) {
        int most = CONNECTORS_MAX * (1 + HttpConnectors.SELECTORS) + SPARE_THREADS;
        var threads = new QueuedThreadPool(most, 1);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(patient);
        return threads;
    }

    private static List<Listening> start(Server server) throws IOException {
        var open = new ArrayList<Listening>();
        for (var connector : server.getConnectors()) {
            open.add(new Listening(connector.getName(), Ports.bind((ServerConnector) connector)));
        }
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("HTTP cannot start: " + e.getMessage(), e);
        }
        return List.copyOf(open);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP cannot stop: " + e.getMessage(), e);
        }
    }
}
