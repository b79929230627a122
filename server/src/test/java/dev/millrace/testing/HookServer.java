package dev.millrace.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A service that is called by hooks, and says what a test wants it to say.
public final class HookServer implements AutoCloseable {
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, Answer> answers = _ -> Answer.YES;

    /// How it was called.
    ///
    /// @param headers by names in small letters
    /// @param from port of the caller
    public record Call(String path, Map<String, String> headers, String body, int from) {
        /// Whether it is about this.
        public boolean is(String action) {
            return body.contains("\"action\":\"" + action + "\"");
        }
    }

    /// What it says.
    ///
    /// @param location where to go instead; empty if nowhere
    public record Answer(int status, String body, String location) {
        public static final Answer YES = new Answer(200, "0", "");

        public static Answer of(int status, String body) {
            return new Answer(status, body, "");
        }
    }

    public HookServer() throws IOException {
        this(0);
    }

    /// @param port where it listens; 0 for any that is free
    public HookServer(int port) throws IOException {
        var place = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        server = HttpServer.create(place, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path));
    }

    /// What it says from now on. May take its time.
    public void says(Function<Call, Answer> what) {
        answers = what;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /// Those about an action of SRS.
    public List<Call> calls(String action) {
        return calls.stream().filter(it -> it.is(action)).toList();
    }

    /// How many connections there were.
    public int connections() {
        Set<Integer> ports = new HashSet<>();
        calls.forEach(it -> ports.add(it.from()));
        return ports.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            var call =
                    new Call(
                            exchange.getRequestURI().toString(),
                            headers,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8),
                            exchange.getRemoteAddress().getPort());
            calls.add(call);
            Answer answer = answers.apply(call);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            if (!answer.location().isEmpty()) {
                exchange.getResponseHeaders().add("Location", answer.location());
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
