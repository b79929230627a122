package dev.millrace.testing;

import dev.millrace.json.JsonException;
import dev.millrace.uplink.ControlMessage;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.ControlMessage.Welcome;
import dev.millrace.uplink.EdgeMessage;
import dev.millrace.uplink.EdgeMessage.Announce;
import dev.millrace.uplink.EdgeMessage.Announced;
import dev.millrace.uplink.EdgeMessage.Hello;
import dev.millrace.uplink.EdgeMessage.Offer;
import dev.millrace.uplink.EdgeMessage.Report;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import dev.millrace.uplink.Messages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An edge node that says what a test wants it to say. One thread.
public final class FakeEdge implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String VERSION = "test";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Ear ear = new Ear();
    private final WebSocket socket;
    private final AtomicLong transfers = new AtomicLong();

    /// What came.
    private static final class Ear implements WebSocket.Listener {
        final BlockingQueue<ControlMessage> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    messages.add(Messages.controlMessage(text.toString()));
                } catch (JsonException e) {
                    closed.complete("not understood: " + e.getMessage());
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete("error: " + error);
        }
    }

    /// Connects, and says nothing yet.
    ///
    /// @param http where the control node is, `http://127.0.0.1:8080`
    public FakeEdge(String http, String token) {
        URI uri = URI.create(http.replaceFirst("^http", "ws") + Messages.PATH);
        this.socket =
                client.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .subprotocols(Messages.PROTOCOL)
                        .connectTimeout(PATIENCE)
                        .buildAsync(uri, ear)
                        .join();
    }

    /// Connects, says hello, and announces sources of two seconds a segment.
    public static FakeEdge open(String http, String token, String node, String... sources) {
        var edge = new FakeEdge(http, token);
        edge.say(new Hello(node, VERSION, Instant.now()));
        edge.await(Welcome.class);
        edge.announce(sources);
        return edge;
    }

    public void announce(String... sources) {
        say(
                new Announce(
                        Arrays.stream(sources)
                                .map(it -> new Announced(it, Duration.ofSeconds(Clip.SECONDS), 0))
                                .toList()));
    }

    public void say(EdgeMessage message) {
        text(Messages.text(message));
    }

    /// Says whatever it is.
    public void text(String text) {
        socket.sendText(text, true).join();
    }

    public void binary(ByteBuffer message) {
        socket.sendBinary(message, true).join();
    }

    /// The next message of this kind; others before it are passed over.
    public <T extends ControlMessage> T await(Class<T> type) {
        try {
            long untilNs = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                ControlMessage next =
                        ear.messages.poll(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError(
                            "no %s came; %s"
                                    .formatted(type.getSimpleName(), ear.closed.getNow("open")));
                }
                if (type.isInstance(next)) {
                    return type.cast(next);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What is wanted, once it is as it should be.
    public Desired awaitDesired(Predicate<Desired> as) {
        Desired desired = await(Desired.class);
        while (!as.test(desired)) {
            desired = await(Desired.class);
        }
        return desired;
    }

    /// Offers a segment, and does not wait for an answer.
    ///
    /// @return the number of the transfer
    public long offer(String source, Clip clip, boolean live, boolean kept) {
        long number = transfers.getAndIncrement();
        say(new Offer(number, source, clip.segment(), live, kept));
        return number;
    }

    /// Sends bytes of a clip.
    public void send(long transfer, Clip clip, long from, long to) {
        for (long at = from; at < to; at += Messages.PIECE_BYTES_MAX) {
            int length = (int) Math.min(Messages.PIECE_BYTES_MAX, to - at);
            binary(Messages.piece(transfer, ByteBuffer.wrap(clip.body(), (int) at, length)));
        }
    }

    /// Offers a clip and sends what is wanted of it, until it is confirmed.
    public void bring(String source, Clip clip, boolean live, boolean kept) {
        long number = offer(source, clip, live, kept);
        ControlMessage answer = await(ControlMessage.class);
        while (!(answer instanceof Stored(long stored) && stored == number)) {
            if (answer instanceof Send(long wanted, long from) && wanted == number) {
                send(number, clip, from, clip.body().length);
            } else if (answer instanceof ControlMessage.Refused) {
                throw new AssertionError(answer.toString());
            }
            answer = await(ControlMessage.class);
        }
    }

    /// Says that nothing is owed.
    public void reportAllSent(String source) {
        report(source, Optional.empty());
    }

    /// Says from when on it owes something.
    public void report(String source, Optional<Instant> oldest) {
        report(source, oldest, Optional.empty());
    }

    /// Says from when on, and from which number on, it owes something.
    public void report(String source, Optional<Instant> oldest, Optional<Long> first) {
        int owed = oldest.isPresent() ? 1 : 0;
        say(
                new Report(
                        Instant.now(),
                        List.of(
                                new SourceReport(
                                        source,
                                        Optional.of(Instant.now()),
                                        owed,
                                        owed,
                                        oldest,
                                        first,
                                        0,
                                        Optional.empty()))));
    }

    /// Why the connection was closed: code and reason.
    public String awaitClose() {
        return ear.closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public boolean isOpen() {
        return !ear.closed.isDone();
    }

    /// Is gone without a word.
    public void cut() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }
}
