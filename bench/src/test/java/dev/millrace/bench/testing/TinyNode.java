package dev.millrace.bench.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// As much of an edge node and a control node, in one, as cameras need: the newest segment of each
/// source, and recordings that have just that.
public final class TinyNode implements AutoCloseable {
    private static final String NAME_HEADER = "Video-Source-Name";

    private final HttpServer server;
    private final Map<String, Path> newest = new ConcurrentHashMap<>();
    private final boolean forgetful;

    /// @param forgetful takes segments, and never lists one
    public TinyNode(boolean forgetful) throws IOException {
        this.forgetful = forgetful;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// How many sources have come.
    public int sources() {
        return newest.size();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/v1/playlist")) {
                take(exchange);
            } else if (path.equals("/v1/source")) {
                String query = exchange.getRequestURI().getQuery();
                send(exchange, source(query.substring(query.indexOf('=') + 1)));
            } else if (path.startsWith("/v1/vod/")) {
                vod(path.split("/", 6), exchange);
            } else {
                String[] words = path.split("/", 5);
                send(exchange, "{\"recording\": {\"id\": \"%s\"}}".formatted(words[3]));
            }
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        String playlist = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String file = playlist.lines().toList().getLast();
        URI prefix = URI.create(exchange.getRequestHeaders().getFirst("MPEG-TS-URI-Prefix"));
        newest.put(
                exchange.getRequestHeaders().getFirst(NAME_HEADER), Path.of(prefix).resolve(file));
        send(exchange, "{}");
    }

    private String source(String name) {
        return newest.containsKey(name)
                ? "{\"sources\": [{\"id\": \"%s\"}]}".formatted(id(name))
                : "{\"sources\": []}";
    }

    private static String id(String name) {
        return name.replace('/', '_');
    }

    private void vod(String[] words, HttpExchange exchange) throws IOException {
        Path segment = newest.get(words[4].replace('_', '/'));
        byte[] bytes = Files.readAllBytes(segment);
        if (words[5].equals("vid.m3u8")) {
            send(exchange, forgetful ? "#EXTM3U\n" : "#EXTM3U\n17-" + hash(bytes) + ".ts\n");
        } else {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
