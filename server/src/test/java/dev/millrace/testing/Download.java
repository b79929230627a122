package dev.millrace.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An answer that may not end, read on a thread of its own and kept.
public final class Download implements AutoCloseable {
    private static final long PATIENCE_NS = Duration.ofSeconds(20).toNanos();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<HttpResponse<InputStream>> response = new CompletableFuture<>();
    private boolean over;
    private @Nullable Throwable failure;

    private Download() {}

    /// The body of a GET.
    public static Download http(URI uri) {
        var download = new Download();
        var request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
        Thread.ofVirtual().start(() -> download.read(request));
        return download;
    }

    /// The binary messages of a WebSocket, one after the other.
    public static Download webSocket(URI uri) {
        var download = new Download();
        download.client.newWebSocketBuilder().buildAsync(uri, download.new Messages()).join();
        return download;
    }

    private final class Messages implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket socket, ByteBuffer data, boolean last) {
            byte[] some = new byte[data.remaining()];
            data.get(some);
            add(some, some.length);
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end(status == WebSocket.NORMAL_CLOSURE ? null : new IOException(status + reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end(error);
        }
    }

    public int status() {
        return response.join().statusCode();
    }

    public String contentType() {
        return response.join().headers().firstValue("Content-Type").orElse("");
    }

    /// What has come so far.
    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    public synchronized boolean isOver() {
        return over;
    }

    /// Why it ended, if not properly.
    public synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /// Waits until something has come that makes `wanted` true.
    public void await(BooleanSupplier wanted, Supplier<String> what) {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > untilNs) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            Waiting.briefly();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private void read(HttpRequest request) {
        try {
            response.complete(client.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            response.completeExceptionally(e);
            end(e);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try (InputStream in = response.join().body()) {
            byte[] some = new byte[16 << 10];
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                add(some, length);
            }
            end(null);
        } catch (IOException | RuntimeException e) {
            end(e);
        }
    }

    private synchronized void add(byte[] some, int length) {
        bytes.write(some, 0, length);
    }

    private synchronized void end(@Nullable Throwable why) {
        over = true;
        failure = why;
    }
}
