package dev.millrace.app;

import dev.millrace.config.Config;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that runs while Millrace serves.
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final CountDownLatch stopped = new CountDownLatch(1);

    private Server() {}

    /// Opens every listener.
    ///
    /// @throws IOException if one cannot be opened; the message names it and says why
    static Server start(Config config, boolean demo) throws IOException {
        LOG.info("RTMP {}, HTTP {}", config.rtmp().listen(), config.http().listen());
        return new Server();
    }

    /// Returns when the server has stopped.
    void awaitStop() throws InterruptedException {
        stopped.await();
    }
}
