package dev.millrace.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A publisher of FLV over WebSocket.
public final class SocketPublisher implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Goodbye> goodbye = new CompletableFuture<>();
    private final WebSocket socket;

    /// What the server said at the end.
    public record Goodbye(int code, String reason) {}

    /// Connects.
    ///
    /// @param headers names and values in turn
    /// @throws CompletionException if there is no WebSocket
    public SocketPublisher(String httpUrl, String... headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols("publish.flv");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI uri = URI.create(httpUrl.replaceFirst("^http", "ws"));
        socket = builder.buildAsync(uri, new Ends()).join();
    }

    private final class Ends implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            goodbye.complete(new Goodbye(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            goodbye.completeExceptionally(error);
        }
    }

    /// Sends all of it, in messages of this length: where one ends means nothing.
    public SocketPublisher send(byte[] bytes, int messageBytes) {
        for (int at = 0; at < bytes.length; at += messageBytes) {
            int length = Math.min(messageBytes, bytes.length - at);
            socket.sendBinary(ByteBuffer.wrap(bytes, at, length), true).join();
        }
        return this;
    }

    public void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /// Says that this was all.
    public void bye() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /// Waits until the server says goodbye.
    public Goodbye goodbye() {
        return goodbye.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
