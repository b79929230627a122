package dev.millrace.e2e;

import dev.millrace.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of HTTP that does to each request what a script says, and then hangs up.
final class BadSource implements AutoCloseable {
    /// What is done to a request.
    @FunctionalInterface
    interface Script {
        /// Writes what it likes.
        ///
        /// @param attempt counts the requests from 1
        void answer(int attempt, BadSource source, OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger attempts = new AtomicInteger();

    BadSource(Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url(String path) {
        return "http://127.0.0.1:%d/%s".formatted(listener.getLocalPort(), path);
    }

    /// Requests so far.
    int attempts() {
        return attempts.get();
    }

    /// The head of an answer without a length.
    static void ok(OutputStream out, String type) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n".formatted(type));
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// One byte after the other, a few milliseconds apart, until the other end has enough.
    void trickle(OutputStream out) throws IOException {
        while (!listener.isClosed()) {
            out.write(' ');
            Waiting.briefly();
        }
    }

    /// Says nothing more, and does not hang up.
    void fallSilent() {
        while (!listener.isClosed()) {
            Waiting.briefly();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1);
            var lines = new BufferedReader(in);
            for (String line = lines.readLine(); line != null && !line.isEmpty(); ) {
                line = lines.readLine();
            }
            script.answer(attempts.incrementAndGet(), this, socket.getOutputStream());
        } catch (IOException e) {
            // The other end had enough.
        }
    }
}
