package dev.millrace.bench.soak;

import dev.millrace.bench.measure.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What a process holds at a moment. It is to be the same after hours.
///
/// @param seconds since the soak began
/// @param files open ones, sockets included
public record Health(long pid, double seconds, long rssBytes, long threads, long files) {
    /// Looks at a process; nothing if it has ended, or this is not Linux.
    static Optional<Health> of(long pid, double seconds) {
        Path process = Path.of("/proc", String.valueOf(pid));
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            String status = Files.readString(process.resolve("status"));
            return Optional.of(
                    new Health(
                            pid,
                            seconds,
                            ProcFiles.memoryBytes(status, "VmRSS").orElse(0),
                            ProcFiles.number(status, "Threads").orElse(0),
                            files.count()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
