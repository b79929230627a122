package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.RunningServer;
import dev.millrace.e2e.ServerProgram;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a server process holds when it has collected its garbage.
record Usage(long heapKb, long threads, long descriptors, long residentKb) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// What one test may leave behind on the heap: code that ran for the first time, and buffers
    /// that are kept for the next time.
    private static final long HEAP_SLACK_KB = 6 << 10;

    private static final Pattern SERIES = Pattern.compile("(?m)^(\\w+)(\\{[^}]*})? ([0-9.E+]+)$");

    static Usage of(ServerProgram server) {
        // Twice: the first collection finds what is waiting to be cleaned up.
        collect(server);
        collect(server);
        String metrics = metrics(server);
        return new Usage(
                sum(metrics, "jvm_memory_used_bytes", "area=\"heap\"") >> 10,
                sum(metrics, "jvm_threads_live_threads", ""),
                descriptors(server),
                residentKb(server));
    }

    /// Waits until nobody is connected but `expected` sessions, and looks then.
    static Usage whenQuiet(ServerProgram server, int expected) {
        try {
            Waiting.until(
                    "all attackers are gone",
                    PATIENCE,
                    () -> sum(metrics(server), "millrace_sessions", "") == expected);
        } catch (AssertionError e) {
            String log = server.program().output();
            String telling =
                    log.lines()
                            .filter(line -> line.matches(".* (ERROR|WARN|s1|s2|s3) .*"))
                            .collect(Collectors.joining("\n"));
            throw new AssertionError(get(server, "api/v2/sessions") + "\n" + telling, e);
        }
        return of(server);
    }

    /// Nothing has grown since.
    void assertFlatSince(Usage before) {
        assertThat(heapKb).as("heap, KB: %s", before).isLessThan(before.heapKb + HEAP_SLACK_KB);
        assertThat(threads).as("threads: %s", before).isLessThanOrEqualTo(before.threads + 8);
        assertThat(descriptors)
                .as("descriptors: %s", before)
                .isLessThanOrEqualTo(before.descriptors + 8);
    }

    static String metrics(ServerProgram server) {
        return get(server, "metrics");
    }

    private static String get(ServerProgram server, String path) {
        return new String(RunningServer.get(URI.create(server.http(path))), StandardCharsets.UTF_8);
    }

    /// Of all series of this name whose labels contain `label`.
    static long sum(String metrics, String name, String label) {
        double sum = 0;
        Matcher series = SERIES.matcher(metrics);
        while (series.find()) {
            String labels = series.group(2) == null ? "" : series.group(2);
            if (series.group(1).equals(name) && labels.contains(label)) {
                sum += Double.parseDouble(series.group(3));
            }
        }
        return (long) sum;
    }

    private static void collect(ServerProgram server) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        Program.run(PATIENCE, jcmd, String.valueOf(server.program().pid()), "GC.run");
    }

    private static long descriptors(ServerProgram server) {
        try (Stream<Path> open = Files.list(proc(server, "fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long residentKb(ServerProgram server) {
        try (Stream<String> lines = Files.lines(proc(server, "status"))) {
            String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path proc(ServerProgram server, String file) {
        return Path.of("/proc", String.valueOf(server.program().pid()), file);
    }
}
