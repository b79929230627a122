package dev.millrace.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Stands in front of an HTTP server and, when it is told to, does what bad servers and bad lines
/// do.
public final class FaultyProxy implements AutoCloseable {
    /// What goes wrong.
    public enum Fault {
        NONE,
        /// Says that it is too busy.
        BUSY,
        /// Says a wrong `ETag`.
        WRONG_TAG,
        /// Changes a byte of what is sent to the server.
        DAMAGED_BODY,
        /// Gives 10 kB a second.
        SLOW,
        /// Takes 10 kB a second.
        SLOW_TAKING,
        /// Takes the request, and says nothing.
        SILENT
    }

    private static final int SLOW_BYTES = 1000;
    private static final String HEAD_END = "\r\n\r\n";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int behind;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();

    private Fault fault = Fault.NONE;
    private int times;

    private FaultyProxy(HttpServer server, int behind) {
        this.server = server;
        this.behind = behind;
    }

    /// Stands before a server of this machine.
    ///
    /// @param behind the port of the server
    public static FaultyProxy before(int behind) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var proxy = new FaultyProxy(HttpServer.create(address, 0), behind);
            proxy.server.setExecutor(proxy.threads);
            proxy.server.createContext("/", proxy::handle);
            proxy.server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Lets the next requests go wrong.
    public synchronized void fail(Fault how, int howOften) {
        fault = how;
        times = howOften;
    }

    /// How many requests of a method there were.
    public int requests(String method) {
        return requests.getOrDefault(method, 0);
    }

    private synchronized Fault next() {
        if (times == 0) {
            return Fault.NONE;
        }
        times--;
        return fault;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.merge(exchange.getRequestMethod(), 1, Integer::sum);
            Fault now = next();
            byte[] body = take(exchange.getRequestBody(), now == Fault.SLOW_TAKING);
            switch (now) {
                case BUSY -> busy(exchange);
                case SILENT -> silence();
                default -> pass(exchange, body, now);
            }
        }
    }

    private static byte[] take(InputStream in, boolean slowly) throws IOException {
        var body = new ByteArrayOutputStream();
        byte[] piece = in.readNBytes(SLOW_BYTES);
        while (piece.length > 0) {
            body.write(piece);
            if (slowly) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            piece = in.readNBytes(SLOW_BYTES);
        }
        return body.toByteArray();
    }

    private static void busy(HttpExchange exchange) throws IOException {
        byte[] text =
                "<Error><Code>SlowDown</Code><Message>not now</Message></Error>"
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(503, text.length);
        exchange.getResponseBody().write(text);
    }

    private void silence() {
        try {
            closed.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange, byte[] body, Fault now) throws IOException {
        if (now == Fault.DAMAGED_BODY && body.length > 0) {
            body[body.length / 2] ^= 1;
        }
        byte[] answer = ask(exchange, body);
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf(HEAD_END);
        List<String> head = text.substring(0, headEnd).lines().toList();
        for (String line : head.subList(1, head.size())) {
            String name = line.substring(0, line.indexOf(':'));
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (now == Fault.WRONG_TAG && name.equalsIgnoreCase("ETag")) {
                value = "\"0123456789abcdef0123456789abcdef\"";
            }
            if (!name.matches("(?i)content-length|connection|transfer-encoding|date")) {
                exchange.getResponseHeaders().add(name, value);
            }
        }
        int status = Integer.parseInt(head.getFirst().split(" ", 3)[1]);
        int from = headEnd + HEAD_END.length();
        int length = answer.length - from;
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        try (OutputStream out = exchange.getResponseBody()) {
            write(out, answer, from, now == Fault.SLOW);
        }
    }

    private static void write(OutputStream out, byte[] answer, int from, boolean slowly)
            throws IOException {
        int step = slowly ? SLOW_BYTES : Math.max(1, answer.length);
        for (int at = from; at < answer.length; at += step) {
            out.write(answer, at, Math.min(step, answer.length - at));
            if (slowly) {
                out.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    /// The old version of HTTP, so that the answer ends where the connection does.
    private byte[] ask(HttpExchange exchange, byte[] body) throws IOException {
        var head = new StringBuilder();
        head.append(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI().toASCIIString())
                .append(" HTTP/1.0\r\n");
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!name.matches("(?i)connection|expect|content-length|transfer-encoding")) {
                        values.forEach(value -> header(head, name, value));
                    }
                });
        header(head, "Content-Length", String.valueOf(body.length));
        head.append("\r\n");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            var request = new ByteArrayOutputStream();
            request.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            request.write(body);
            socket.getOutputStream().write(request.toByteArray());
            return socket.getInputStream().readAllBytes();
        }
    }

    private static void header(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
