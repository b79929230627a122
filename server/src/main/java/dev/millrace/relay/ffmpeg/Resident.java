package dev.millrace.relay.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What processes take of the memory.
final class Resident {
    /// What is shared with others counts in part.
    private static final Pattern SHARE = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

    private static final Pattern ALL = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

    private Resident() {}

    /// Of those that are there, and 0 where that cannot be seen.
    static long bytes(Collection<ProcessHandle> processes) {
        return processes.stream().mapToLong(process -> bytes(process.pid())).sum();
    }

    private static long bytes(long pid) {
        Path process = Path.of("/proc", String.valueOf(pid));
        long share = kibibytes(process.resolve("smaps_rollup"), SHARE);
        return (share > 0 ? share : kibibytes(process.resolve("status"), ALL)) << 10;
    }

    private static long kibibytes(Path file, Pattern line) {
        try {
            Matcher found = line.matcher(Files.readString(file));
            return found.find() ? Long.parseLong(found.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
