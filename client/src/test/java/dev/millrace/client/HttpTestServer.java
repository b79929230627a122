package dev.millrace.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// A small HTTP server: each path has answers, which it gives one after another, the last one again
/// and again.
final class HttpTestServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Queue<byte[]>> answers = new ConcurrentHashMap<>();

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
            Queue<byte[]> queue = answers.get(exchange.getRequestURI().getPath());
            if (queue == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = queue.size() > 1 ? queue.remove() : queue.element();
            exchange.sendResponseHeaders(200, 0); // chunked, as a stream without end
            exchange.getResponseBody().write(body);
        }
    }
}
