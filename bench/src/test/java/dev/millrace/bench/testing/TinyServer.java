package dev.millrace.bench.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.flv.FlvTag;
import dev.millrace.flv.FlvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A live-media server as small as one can be: RTMP both ways, HTTP-FLV, and a playlist that moves
/// on once a second. It serves whoever comes as fast as they read.
public final class TinyServer implements AutoCloseable {
    private static final int SEGMENT_BYTES = 50_000;
    private static final int SEGMENTS_LISTED = 6;
    private static final long SECOND_NS = 1_000_000_000;

    private final Hub hub = new Hub();
    private final Set<SocketChannel> sockets = Collections.synchronizedSet(new HashSet<>());
    private final ServerSocketChannel rtmp;
    private final HttpServer http;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long beganNs = System.nanoTime();

    /// Listens on two free ports of this machine.
    public TinyServer() throws IOException {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        rtmp = ServerSocketChannel.open().bind(anyPort);
        Thread.ofVirtual().start(this::accept);
        http = HttpServer.create(anyPort, 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
        http.start();
    }

    /// The URL of a stream over RTMP.
    public String rtmpUrl(String stream) throws IOException {
        var address = (InetSocketAddress) rtmp.getLocalAddress();
        return "rtmp://127.0.0.1:%d/%s".formatted(address.getPort(), stream);
    }

    /// A URL over HTTP.
    public String httpUrl(String path) {
        return "http://127.0.0.1:%d/%s".formatted(http.getAddress().getPort(), path);
    }

    /// Ends all RTMP connections once so many messages have been published.
    public void dropEveryoneAfter(int messages) {
        hub.limit(messages, this::dropEveryone);
    }

    private void dropEveryone() {
        synchronized (sockets) {
            sockets.forEach(TinyServer::close);
        }
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (rtmp.isOpen()) {
                SocketChannel socket = rtmp.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(new RtmpPeer(socket, hub)::run);
            }
        } catch (IOException e) {
            // Closed: nobody comes any more.
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith(".flv") && hub.exists(path.substring(1, path.length() - 4))) {
            flv(exchange, path.substring(1, path.length() - 4));
        } else if (path.endsWith("master.m3u8")) {
            send(exchange, text("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlist.m3u8\n"));
        } else if (path.endsWith("list.m3u8")) {
            send(exchange, text(playlist()));
        } else if (path.endsWith(".ts")) {
            send(exchange, new byte[SEGMENT_BYTES]);
        } else {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        }
    }

    private void flv(HttpExchange exchange, String stream) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        var header = new ByteWriter();
        new FlvWriter(header).fileHeader(true, true);
        out.write(header.toByteArray());
        hub.watch(
                stream,
                message -> {
                    var tag = new ByteWriter();
                    new FlvWriter(tag)
                            .tag(new FlvTag(message.kind(), message.timestampMs(), message.body()));
                    out.write(tag.toByteArray());
                    out.flush();
                });
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String playlist() {
        long newest = 10 + (System.nanoTime() - beganNs) / SECOND_NS;
        long first = newest - SEGMENTS_LISTED + 1;
        var text =
                new StringBuilder(
                        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:%d\n"
                                .formatted(first));
        for (long number = first; number <= newest; number++) {
            text.append("#EXTINF:1,\n").append(number).append(".ts\n");
        }
        return text.toString();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        http.stop(0);
        rtmp.close();
        dropEveryone();
    }
}
