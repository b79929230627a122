package dev.millrace.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// For programs that must be told their port before they start.
///
/// Not one of those that the system gives to whoever connects: a test that runs beside may open a
/// thousand connections before the program has its port, or while it lets go of it for a moment.
public final class FreePort {
    private static final int FIRST = 10_240;

    /// Linux gives away those behind it, by default.
    private static final int LAST = 32_767;

    private static final int TRIES_MAX = 100;

    private FreePort() {}

    /// A port of the loopback interface that nobody has now.
    public static int find() throws IOException {
        for (int tries = 1; ; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException e) {
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }
}
