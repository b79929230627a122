package dev.millrace.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// A port that can be closed while its connections go on.
public class OpenPort extends ServerConnector {
    private static final Duration LEAVING_MAX = Duration.ofSeconds(2);

    private final CountDownLatch left = new CountDownLatch(1);

    /// With one acceptor.
    protected OpenPort(Server server, int selectors, ConnectionFactory... protocols) {
        super(server, null, null, null, 1, selectors, protocols);
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (!isOpen()) { // else Jetty tries again and again
            throw new ClosedChannelException();
        }
        super.accept(acceptor);
    }

    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (isOpen()) {
            return super.handleAcceptFailure(failure);
        }
        left.countDown();
        return false;
    }

    /// Closes the port; connections stay. When this returns, somebody else may have it: the system
    /// keeps a port as long as a thread still waits there for connections.
    public void leave() {
        boolean accepts = isStarted() && isOpen();
        close();
        try {
            if (accepts) {
                boolean _ = left.await(LEAVING_MAX.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
