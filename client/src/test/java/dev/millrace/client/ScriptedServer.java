package dev.millrace.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A server of HTTP that does what no good one does: it answers each request with what a script
/// writes, and hangs up.
final class ScriptedServer implements AutoCloseable {
    /// What is answered.
    @FunctionalInterface
    interface Script {
        void answer(String request, OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Always the same answer; its header lines end in `\n`, as they stand here.
    static ScriptedServer saying(String head, String body) throws IOException {
        return new ScriptedServer((_, out) -> write(out, head, body));
    }

    static void write(OutputStream out, String head, String body) throws IOException {
        String text = head.strip().replace("\n", "\r\n") + "\r\n\r\n" + body;
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(listener.getLocalPort(), path);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Request lines with their headers, in the order in which they came.
    List<String> requests() {
        return requests;
    }

    /// Writes one byte after another, a few milliseconds apart, until the client has enough.
    void trickle(OutputStream out, String bytes) throws IOException {
        for (byte each : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            out.write(each);
            out.flush();
            try {
                if (closing.await(10, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1));
            var request = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                request.append(line).append('\n');
                line = in.readLine();
            }
            requests.add(request.toString());
            script.answer(request.toString(), client.getOutputStream());
        } catch (IOException e) {
            // The client has hung up, as it should.
        }
    }
}
