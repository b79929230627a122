package dev.millrace.net.http;

import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Ports;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Knows every connection, and what it is doing. Turns away those that are too many, and closes
/// those that have been without a request for too long: a client that sends its headers byte by
/// byte is never silent, and still has no request.
final class ConnectionWatch extends Handler.Wrapper implements Housekeeper.Chore {
    private final Admission admission;
    private volatile int connectionsMax;
    private volatile long idleNsMax;
    private final ConcurrentMap<EndPoint, State> open = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    private static final class State {
        final boolean welcome;
        final Admission.Pass pass;
        final AtomicInteger requests = new AtomicInteger();
        volatile long idleSinceNs = System.nanoTime();

        State(boolean welcome, Admission.Pass pass) {
            this.welcome = welcome;
            this.pass = pass;
        }

        void requestEnded() {
            idleSinceNs = System.nanoTime();
            requests.decrementAndGet();
        }
    }

    ConnectionWatch(Admission admission, int connectionsMax, Duration idleTimeout) {
        this.admission = admission;
        this.connectionsMax = connectionsMax;
        this.idleNsMax = idleTimeout.toNanos();
    }

    void limits(int newConnectionsMax, Duration newIdleTimeout) {
        connectionsMax = newConnectionsMax;
        idleNsMax = newIdleTimeout.toNanos();
    }

    int connections() {
        return open.size();
    }

    long refused() {
        return refused.sum();
    }

    void opened(EndPoint endPoint) {
        int before = open.size();
        boolean crowded = before >= connectionsMax + HttpLimits.REFUSALS_MAX;
        Optional<Admission.Pass> pass =
                crowded ? Optional.empty() : admission.enter(endPoint.getRemoteSocketAddress());
        if (pass.isEmpty()) {
            refused.increment();
            endPoint.close();
            return;
        }
        open.put(endPoint, new State(before < connectionsMax, pass.get()));
    }

    void closed(EndPoint endPoint) {
        State state = open.remove(endPoint);
        if (state != null) {
            state.pass.close();
        }
    }

    @Override
    public void tick(long nowNs) {
        open.forEach((endPoint, state) -> {
            if (state.requests.get() == 0 && nowNs - state.idleSinceNs > idleNsMax) {
                endPoint.close();
            }
        });
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        State state = open.get(socket(request));
        if (state == null) { // closed meanwhile
            return super.handle(request, response, callback);
        }
        state.requests.incrementAndGet();
        Request.addCompletionListener(
                request,
                _ -> {
                    // A connection that became a WebSocket is busy for good.
                    if (response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101) {
                        state.requestEnded();
                    }
                });
        if (!state.welcome) {
            refuse(request, response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private void refuse(Request request, Response response, Callback callback) {
        refused.increment();
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "10");
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        }
        String detail =
                "there are %d connections, the most allowed (http.connections_max)"
                        .formatted(connectionsMax);
        new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail).send(request, response, callback);
    }

    private static EndPoint socket(Request request) {
        return Ports.socket(request.getConnectionMetaData().getConnection().getEndPoint());
    }
}
