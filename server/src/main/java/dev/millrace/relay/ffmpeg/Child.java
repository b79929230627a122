package dev.millrace.relay.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A program that this one started. Any thread.
final class Child {
    /// What is told to end has so long to write its last bytes.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);

    /// Its last words are read by another thread. Who it left behind may go on talking.
    private static final Duration LAST_WORDS_WAIT = Duration.ofMillis(500);

    /// What is killed and still there after this many rounds waits for the kernel, not for us.
    private static final int KILL_ROUNDS = 20;

    private static final Duration KILL_ROUND = Duration.ofMillis(100);

    private final Process process;
    private final String mark;
    private final Consumer<? super Child> onGone;
    private final CompletableFuture<@Nullable Void> errorsEnd = new CompletableFuture<>();
    private volatile String lastWords = "";
    private volatile long residentBytes;
    private volatile long measuredNs = System.nanoTime();

    /// @param mark in the environment of the process, and of nobody else
    /// @param said takes the lines of its standard error
    Child(Process process, String mark, Consumer<String> said, Consumer<? super Child> onGone) {
        this.process = process;
        this.mark = mark;
        this.onGone = onGone;
        var lines =
                new ErrorLines(line -> {
                    lastWords = line;
                    said.accept(line);
                });
        Thread.ofPlatform()
                .daemon()
                .name("stderr " + process.pid())
                .start(() -> {
                    lines.drain(process.getErrorStream());
                    errorsEnd.complete(null);
                });
    }

    long pid() {
        return process.pid();
    }

    /// The last line of its standard error so far.
    String lastWords() {
        return lastWords;
    }

    /// What it reads, if it was started with something to read.
    OutputStream input() {
        return process.getOutputStream();
    }

    InputStream output() {
        return process.getInputStream();
    }

    /// What it takes of the memory; looked up now and then, because it takes a while.
    long residentBytes() {
        long nowNs = System.nanoTime();
        if (nowNs - measuredNs > MEASURE_EVERY.toNanos()) {
            measuredNs = nowNs;
            residentBytes = Resident.bytes(ProcessTree.of(pid(), mark));
        }
        return residentBytes;
    }

    /// The exit code of one that has closed its output, and therefore should be ending.
    ///
    /// @throws IOException if it is not
    int awaitExit() throws IOException {
        if (!isGoneWithin(process.onExit(), GRACE)) {
            throw new IOException("it closed its output, but goes on running");
        }
        isGoneWithin(errorsEnd, LAST_WORDS_WAIT);
        return process.exitValue();
    }

    /// Ends it and everything it started: politely first, then by force. Returns when that is done.
    /// An interrupt does not shorten it.
    synchronized void end() {
        Set<ProcessHandle> tree = ProcessTree.of(pid(), mark);
        tree.forEach(ProcessHandle::destroy);
        isGoneWithin(allOf(tree), GRACE);
        for (int i = 0; i < KILL_ROUNDS; i++) {
            Set<ProcessHandle> left = ProcessTree.of(pid(), mark);
            if (left.isEmpty()) {
                break;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            isGoneWithin(allOf(left), KILL_ROUND);
        }
        onGone.accept(this);
    }

    private static CompletableFuture<?> allOf(Set<ProcessHandle> processes) {
        return CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    }

    private static boolean isGoneWithin(CompletableFuture<?> exit, Duration time) {
        return exit.thenApply(_ -> true)
                .completeOnTimeout(false, time.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /// Where the programs of this system are.
    static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty() && Path.of(folder, program).toFile().canExecute()) {
                return true;
            }
        }
        return false;
    }
}
