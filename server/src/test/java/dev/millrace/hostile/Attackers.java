package dev.millrace.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Plain sockets, many at once.
final class Attackers {
    private static final int PATIENCE_MS = 60_000;

    private Attackers() {}

    /// One attack out of many.
    interface Attack {
        void run(int number) throws Exception;
    }

    /// Runs `count` of them, `atOnce` at a time. On threads that the system shares the processors
    /// among: virtual ones that always have something to do would starve the good ones beside them.
    static void run(int count, int atOnce, Attack attack) {
        try (var threads = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(
                        threads.submit(() -> {
                            attack.run(number);
                            return null;
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    static Socket connect(int port) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
        return socket;
    }

    /// Sends what the other end takes of it: that it hangs up in the middle is its right.
    static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // Hung up on.
        }
    }

    /// Reads until the other end hangs up; fails if it never does.
    static byte[] drain(Socket socket) {
        var heard = new java.io.ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[8 << 10];
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                heard.write(some, 0, length);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nobody hangs up", e);
        } catch (IOException e) {
            // Reset: hung up while bytes were under way.
        }
        return heard.toByteArray();
    }

    /// Sends a request on a connection of its own, and returns all that comes back.
    static String http(int port, String request) {
        try (Socket socket = connect(port)) {
            send(socket, request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(drain(socket), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
