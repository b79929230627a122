package dev.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real program that runs beside a test. Its output goes to a file, so that it never waits for
/// us.
public final class Program implements AutoCloseable {
    private final List<String> command;
    private final Process process;
    private final Path output;

    private Program(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    public static Program start(String... command) {
        return start(Map.of(), List.of(command));
    }

    /// Starts it with more in its environment.
    ///
    /// @param environment added to our own
    public static Program start(Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("program", ".out");
            output.toFile().deleteOnExit();
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            return new Program(command, builder.redirectOutput(output.toFile()).start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs to the end and returns what was printed; fails if it fails or takes too long.
    public static String run(Duration patience, String... command) {
        try (Program program = start(command)) {
            int code = program.await(patience);
            if (code != 0) {
                throw new AssertionError(program + " ended with " + code + "\n" + program.output());
            }
            return program.output();
        }
    }

    /// The exit code, once it has ended.
    public int await(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(this + " still runs after " + patience + "\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// Asks it to end, as `kill` does.
    public void terminate() {
        process.destroy();
    }

    /// Makes it stand still, as `kill -STOP` does. Only [#kill] reaches it then.
    public void stop() {
        run(Duration.ofSeconds(10), "kill", "-STOP", String.valueOf(pid()));
    }

    /// Ends it as `kill -9` does: it cannot say goodbye.
    public void kill() {
        process.destroyForcibly();
    }

    /// What it has printed so far.
    public String output() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it, if it still runs, and waits until it is gone.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
