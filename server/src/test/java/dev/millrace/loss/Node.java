package dev.millrace.loss;

import dev.millrace.e2e.ServerProgram;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A server that can be ended and started again over what it has kept. Any thread.
final class Node implements AutoCloseable {
    private final Supplier<Life> birth;
    private @Nullable Life life; // guarded by this

    /// From one start to the end that follows.
    ///
    /// @param end at once, and without a word if it is a process
    record Life(URI uri, Runnable end) {}

    Node(Supplier<Life> birth) {
        this.birth = birth;
    }

    /// A process of its own, on free ports.
    static Node process(List<String> options) {
        return new Node(() -> {
            var server = new ServerProgram(options.toArray(String[]::new));
            try {
                return new Life(URI.create(server.http("")), () -> kill(server));
            } catch (AssertionError e) {
                kill(server);
                throw e;
            }
        });
    }

    private static void kill(ServerProgram server) {
        server.program().kill();
        server.close();
    }

    /// Starts it, unless it runs.
    synchronized URI start() {
        if (life == null) {
            life = birth.get();
        }
        return life.uri();
    }

    /// Where it is; nothing answers there if it does not run.
    synchronized URI uri() {
        return life == null ? URI.create("http://127.0.0.1:1/") : life.uri();
    }

    /// Ends it, if it runs.
    synchronized void kill() {
        Life ending = life;
        life = null;
        if (ending != null) {
            ending.end().run();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
