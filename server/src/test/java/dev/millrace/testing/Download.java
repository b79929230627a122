package dev.millrace.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An answer that may not end, read on a thread of its own and kept.
public final class Download implements AutoCloseable {
    private static final long PATIENCE_NS = Duration.ofSeconds(20).toNanos();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<HttpResponse<InputStream>> response;
    private boolean over;
    private @Nullable Throwable failure;

    public Download(URI uri) {
        var request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
        response = client.sendAsync(request, BodyHandlers.ofInputStream());
        Thread.ofVirtual().start(this::read);
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
    public synchronized void await(BooleanSupplier wanted, Supplier<String> what) {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > untilNs) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            try {
                wait(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private void read() {
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
        notifyAll();
    }

    private synchronized void end(@Nullable Throwable why) {
        over = true;
        failure = why;
        notifyAll();
    }
}
