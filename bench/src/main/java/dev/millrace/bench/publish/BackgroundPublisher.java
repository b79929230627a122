package dev.millrace.bench.publish;

import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.UrlTemplate;
import dev.millrace.bench.net.Reasons;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Publishes on a thread of its own while something else is measured.
public final class BackgroundPublisher implements AutoCloseable {
    private static final int START_SECONDS_MAX = 15;
    private static final long POLL_NS = 100_000_000;

    private final Publishers publishers;
    private final int streams;
    private final CompletableFuture<Optional<String>> refusal = new CompletableFuture<>();
    private final Thread thread;
    private final CountDownLatch lost = new CountDownLatch(1);
    private volatile boolean isStopping;

    private BackgroundPublisher(Publishers publishers, int streams) {
        this.publishers = publishers;
        this.streams = streams;
        thread = Thread.ofPlatform().name("publisher").daemon().unstarted(this::run);
    }

    /// Begins to publish, and returns when every stream has its first frame.
    ///
    /// @throws ProtocolException if the URLs are not of RTMP without TLS
    /// @throws IOException if the server does not let us
    public static BackgroundPublisher start(UrlTemplate urls, Clip clip)
            throws IOException, ProtocolException {
        var publisher = new BackgroundPublisher(new Publishers(urls, clip), urls.streams());
        publisher.thread.start();
        publisher.awaitStart(urls);
        return publisher;
    }

    private void awaitStart(UrlTemplate urls) throws IOException {
        Optional<String> why = awaitRefusal();
        if (why.isPresent()) {
            close();
            throw new IOException("cannot publish to %s: %s".formatted(urls.pattern(), why.get()));
        }
    }

    private Optional<String> awaitRefusal() {
        try {
            return refusal.get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Optional.of("no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }

    /// What went wrong since, if something did; or does soon.
    ///
    /// @param patience for what is happening now: who loses all players often loses the publisher a
    ///   moment later
    public Optional<String> trouble(Duration patience) {
        try {
            boolean isLost = lost.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            return isLost ? trouble() : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return trouble();
    }

    private Optional<String> trouble() {
        Connections all = publishers.roster().connections();
        return all.allWell()
                ? Optional.empty()
                : Optional.of("the publisher was lost: " + all.drops());
    }

    private void run() {
        try (publishers) {
            for (int i = 0; i < streams; i++) {
                publishers.open(i);
            }
            while (!isStopping) {
                publishers.poll(POLL_NS);
                checkStart();
                if (publishers.roster().left() < streams) {
                    lost.countDown();
                }
            }
        } catch (IOException e) {
            refusal.complete(Optional.of(Reasons.of(e)));
        }
    }

    private void checkStart() {
        if (refusal.isDone()) {
            return;
        }
        if (publishers.allSend()) {
            refusal.complete(Optional.empty());
        } else if (publishers.roster().left() < streams) {
            Connections all = publishers.roster().connections();
            refusal.complete(Optional.of(String.join("; ", all.failures().keySet())));
        }
    }

    /// Stops to publish.
    @Override
    public void close() {
        isStopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
