package dev.millrace.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// For programs that must be told their port before they start.
public final class FreePort {
    private FreePort() {}

    /// A port of the loopback interface that nobody has now.
    public static int find() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
