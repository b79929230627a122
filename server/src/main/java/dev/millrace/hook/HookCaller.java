package dev.millrace.hook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls services over HTTP, on connections that are kept. Any thread.
final class HookCaller {
    static final String SIGNATURE = "Millrace-Signature";
    static final String TIME = "Millrace-Time";

    /// No answer has more to say.
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    private final String server;
    private final String agent;
    private final Clock clock;

    /// Made when the first service is called: most servers have none.
    private static final class Web {
        static final HttpClient CLIENT =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /// @param server which server this is, as services are told
    HookCaller(String server, String agent, Clock clock) {
        this.server = server;
        this.agent = agent;
        this.clock = clock;
    }

    String server() {
        return server;
    }

    /// Waits for the whole of the answer.
    ///
    /// @throws IOException if there is none in time, or it is too long; says so
    HookAnswer call(Hook hook, HookEvent event) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> coming =
                Web.CLIENT.sendAsync(request(hook, event), reader(hook));
        try {
            HttpResponse<byte[]> answer =
                    coming.get(hook.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new HookAnswer(
                    answer.statusCode(),
                    new String(answer.body(), StandardCharsets.UTF_8),
                    answer.headers().firstValue("Location"));
        } catch (TimeoutException e) {
            throw new IOException(
                    "it did not answer within %d ms".formatted(hook.timeout().toMillis()), e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e), e);
        } finally {
            coming.cancel(true);
        }
    }

    /// Of a notification nothing is read: it may be answered by all that it is about.
    private static HttpResponse.BodyHandler<byte[]> reader(Hook hook) {
        return hook.form() == HookForm.NOTIFY
                ? BodyHandlers.replacing(new byte[0])
                : BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX);
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause instanceof ConnectException
                ? "it cannot be reached"
                : "its answer cannot be used: " + cause.getMessage();
    }

    private HttpRequest request(Hook hook, HookEvent event) {
        byte[] body = hook.form().body(event, server);
        var request =
                HttpRequest.newBuilder(hook.form().target(hook.url(), event))
                        .header("User-Agent", agent);
        if (!hook.form().contentType().isEmpty()) {
            request.header("Content-Type", hook.form().contentType())
                    .POST(BodyPublishers.ofByteArray(body));
        }
        hook.secret()
                .ifPresent(secret -> {
                    String time = Long.toString(clock.instant().getEpochSecond());
                    byte[] prefix = (time + ".").getBytes(StandardCharsets.UTF_8);
                    request.header(TIME, time);
                    request.header(SIGNATURE, "sha256=" + Signature.of(secret, prefix, body));
                });
        return request.build();
    }
}
