package dev.millrace.gateway.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.Callback;

/// A write that has been handed to Jetty, and the thread that waits for its end.
final class PendingWrite extends CompletableFuture<Void> implements Callback {
    @Override
    public void succeeded() {
        complete(null);
    }

    @Override
    public void failed(Throwable cause) {
        completeExceptionally(cause);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING; // it only wakes a thread
    }

    /// Returns when all is written.
    ///
    /// @throws ViewerStalledException if that takes longer than `patience`
    void await(Duration patience) throws IOException, InterruptedException {
        try {
            get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ViewerStalledException(patience);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io
                    ? io
                    : new IOException(String.valueOf(cause), cause);
        }
    }
}
