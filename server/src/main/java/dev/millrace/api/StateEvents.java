package dev.millrace.api;

import dev.millrace.json.Json;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;

/// Tells pages what changes, once a second, until they go: server-sent events (HTML standard, 9.2).
/// All who listen are told the same, so it is put into words once. Each is a thread that waits.
final class StateEvents {
    /// A page is one; more than this is no use of people.
    static final int LISTENERS_MAX = 64;

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration COME_LATER = Duration.ofSeconds(10);

    /// Half of the period: who comes in between shares the words of those who came before.
    private static final long FRESH_NS = PERIOD.toNanos() / 2;

    private static final HttpField TYPE =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/event-stream");
    private static final HttpField NO_STORE =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    /// Tells nginx to pass everything on at once.
    private static final HttpField UNBUFFERED = new PreEncodedHttpField("X-Accel-Buffering", "no");

    private final ServerView view;
    private final Semaphore free = new Semaphore(LISTENERS_MAX);
    private final Words forAll = new Words(false);
    private final Words forAdministrators = new Words(true);

    /// The last event, and when it was made.
    private final class Words {
        private final boolean withConfig;
        private byte[] event = new byte[0];
        private long madeAtNs;

        Words(boolean withConfig) {
            this.withConfig = withConfig;
        }

        synchronized byte[] now() {
            long nowNs = System.nanoTime();
            if (event.length == 0 || nowNs - madeAtNs > FRESH_NS) {
                madeAtNs = nowNs;
                byte[] data = Json.bytes(view.state(withConfig));
                String text = new String(data, StandardCharsets.UTF_8);
                event =
                        "event: state\ndata: %s\n\n"
                                .formatted(text)
                                .getBytes(StandardCharsets.UTF_8);
            }
            return event;
        }
    }

    StateEvents(ServerView view) {
        this.view = view;
    }

    /// Answers until the listener goes.
    ///
    /// @param withConfig whether it is somebody who may change relays
    void answer(ApiExchange exchange, boolean withConfig) {
        if (!free.tryAcquire()) {
            String detail = "%d pages are open, the most allowed".formatted(LISTENERS_MAX);
            exchange.refuse(Problem.unavailable(detail, COME_LATER));
            return;
        }
        try {
            var headers = exchange.response().getHeaders();
            headers.put(TYPE);
            headers.put(NO_STORE);
            headers.put(UNBUFFERED);
            tell(exchange, withConfig ? forAdministrators : forAll);
        } finally {
            free.release();
        }
    }

    private static void tell(ApiExchange exchange, Words words) {
        try {
            while (true) {
                ByteBuffer event = ByteBuffer.wrap(words.now());
                Content.Sink.write(exchange.response(), false, event);
                Thread.sleep(PERIOD);
            }
        } catch (IOException e) {
            exchange.callback().failed(e); // it went, which is how this ends
        } catch (InterruptedException e) {
            exchange.callback().failed(e);
            Thread.currentThread().interrupt();
        }
    }
}
