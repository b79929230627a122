package dev.millrace.api.srs;

import dev.millrace.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a URL now and then that this server is there, as SRS does: `{"device_id": …, "ip": …}`,
/// and `summaries` if they are wanted. Whatever becomes of it, the server goes on, and the next one
/// is tried in its time; the log tells when it fails first, and when it works again. Any thread.
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Settings settings;
    private final Supplier<Map<String, Object>> summary;
    private final HttpClient client;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean failed; // only its own thread

    /// Whom to tell what, and how often.
    ///
    /// @param interval from one to the next; an answer that takes longer is not waited for
    /// @param deviceId what the server is called there; may be empty
    /// @param ip where this server is
    /// @param summaries whether to send what `/api/v1/summaries` says
    public record Settings(
            URI url, Duration interval, String deviceId, String ip, boolean summaries) {}

    private Heartbeat(Settings settings, Supplier<Map<String, Object>> summary) {
        this.settings = settings;
        this.summary = summary;
        this.client =
                HttpClient.newBuilder()
                        .executor(
                                Executors.newThreadPerTaskExecutor(
                                        Thread.ofVirtual().name("heartbeat http ", 0).factory()))
                        .build();
    }

    /// Begins, with one at once.
    public static Heartbeat start(Settings settings, SrsView view) {
        return start(settings, () -> Summary.of(view));
    }

    static Heartbeat start(Settings settings, Supplier<Map<String, Object>> summary) {
        var heartbeat = new Heartbeat(settings, summary);
        Thread.ofVirtual().name("heartbeat").start(heartbeat::run);
        return heartbeat;
    }

    /// Waits for nothing: an answer on its way is given up.
    @Override
    public void close() {
        closing.countDown();
        client.shutdownNow();
    }

    private void run() {
        try {
            do {
                report(beat());
            } while (!closing.await(settings.interval().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return why it failed; empty if it did not
    private Optional<String> beat() throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(), HttpResponse.BodyHandlers.discarding());
        try {
            int status =
                    answer.get(settings.interval().toNanos(), TimeUnit.NANOSECONDS).statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("it answers " + status);
        } catch (TimeoutException e) {
            return Optional.of("no answer within %d ms".formatted(settings.interval().toMillis()));
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof IOException cause && cause.getMessage() != null
                            ? cause.getMessage()
                            : "it cannot be reached");
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request() {
        var body = new LinkedHashMap<String, Object>();
        body.put("device_id", settings.deviceId());
        body.put("ip", settings.ip());
        if (settings.summaries()) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("code", 0);
            answer.put("data", summary.get());
            body.put("summaries", answer);
        }
        return HttpRequest.newBuilder(settings.url())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
    }

    private void report(Optional<String> failure) {
        if (closing.getCount() == 0) {
            return;
        }
        if (failure.isPresent() && !failed) {
            LOG.warn("heartbeat.url {} fails: {}", settings.url(), failure.get());
        } else if (failure.isEmpty() && failed) {
            LOG.info("heartbeat.url {} works again", settings.url());
        }
        failed = failure.isPresent();
    }
}
