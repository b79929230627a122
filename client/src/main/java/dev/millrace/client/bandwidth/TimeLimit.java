package dev.millrace.client.bandwidth;

import dev.millrace.client.Sockets;
import java.net.Socket;
import java.time.Duration;

/// Closes a socket, unless it is closed in time: writing has no other end where nobody reads.
final class TimeLimit implements AutoCloseable {
    private final Thread clock;
    private volatile boolean over;

    TimeLimit(Socket socket, Duration atMost) {
        clock =
                Thread.ofVirtual()
                        .name("bandwidth limit")
                        .start(() -> {
                            try {
                                Thread.sleep(atMost);
                                over = true;
                                Sockets.closeQuietly(socket);
                            } catch (InterruptedException e) {
                                // It was in time.
                            }
                        });
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        clock.interrupt();
    }
}
