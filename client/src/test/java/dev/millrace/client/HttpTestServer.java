package dev.millrace.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A small HTTP server: each path has answers, which it gives one after another, the last one again
/// and again.
final class HttpTestServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Queue<byte[]>> answers = new ConcurrentHashMap<>();
    private final Map<String, Path> folders = new ConcurrentHashMap<>();

    HttpTestServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    HttpTestServer put(String path, byte[] body) {
        answers.computeIfAbsent(path, _ -> new ConcurrentLinkedQueue<>()).add(body);
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Queue<byte[]> queue = answers.get(path);
            byte[] body = queue == null ? file(path) : take(queue);
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range != null) {
                answerRange(exchange, body, range.split("[=-]", -1));
                return;
            }
            exchange.sendResponseHeaders(200, 0); // chunked, as a stream without end
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] take(Queue<byte[]> queue) {
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    /// @param range `bytes`, the first and the last
    private static void answerRange(HttpExchange exchange, byte[] body, String[] range)
            throws IOException {
        int first = Integer.parseInt(range[1]);
        int end = Math.min(Integer.parseInt(range[2]) + 1, body.length);
        exchange.sendResponseHeaders(206, end - first);
        exchange.getResponseBody().write(body, first, end - first);
    }

    /// All files of a folder, as they are when they are asked for.
    HttpTestServer putFolder(String prefix, Path folder) {
        folders.put(prefix, folder);
        return this;
    }

    /// The file behind a path, if there is one.
    private byte @Nullable [] file(String path) throws IOException {
        for (var folder : folders.entrySet()) {
            if (path.startsWith(folder.getKey())) {
                Path file = folder.getValue().resolve(path.substring(folder.getKey().length()));
                return Files.exists(file) ? Files.readAllBytes(file) : null;
            }
        }
        return null;
    }
}
