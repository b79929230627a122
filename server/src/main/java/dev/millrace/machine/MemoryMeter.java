package dev.millrace.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how much memory there is: the least of what the system has available and what each of the
/// memory cgroups above this process, version 1 or 2, leaves. Any thread.
public final class MemoryMeter {
    /// Version 1 says "no limit" with a number about as large as a number can be.
    private static final long NO_LIMIT = 1L << 60;

    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");
    private static final Pattern GROUP = Pattern.compile("(?m)^\\d+:([^:]*):(.*)$");

    private final Path root;

    /// What a version of cgroups calls its files.
    private enum Version {
        ONE("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_", "cache"),
        TWO("", "memory.max", "memory.current", "", "file");

        private final String folder;
        private final String limit;
        private final String usage;
        private final Pattern cache;
        private final Pattern mapped;
        private final Pattern active;
        private final Pattern shared;

        Version(String folder, String limit, String usage, String prefix, String cache) {
            this.folder = folder;
            this.limit = limit;
            this.usage = usage;
            this.cache = line(prefix + cache);
            this.mapped = line(prefix + (prefix.isEmpty() ? "file_mapped" : "mapped_file"));
            this.active = line(prefix + "active_file");
            this.shared = line(prefix + "shmem");
        }

        private static Pattern line(String name) {
            return Pattern.compile("(?m)^" + name + " (\\d+)$");
        }
    }

    public MemoryMeter() {
        this(Path.of("/"));
    }

    /// @param root where `proc` and `sys` are
    MemoryMeter(Path root) {
        this.root = root;
    }

    public Memory now() {
        Memory memory = system();
        Matcher groups = GROUP.matcher(text(root.resolve("proc/self/cgroup")).orElse(""));
        while (groups.find()) {
            Version version = groups.group(1).isEmpty() ? Version.TWO : Version.ONE;
            boolean isMemory =
                    version == Version.TWO || groups.group(1).matches("(.*,)?memory(,.*)?");
            if (isMemory) {
                memory = memory.orLess(group(version, groups.group(2)));
            }
        }
        return memory;
    }

    /// Where the cgroup of this process says how much it waits for memory, if it does: version 2.
    Optional<Path> pressureFile() {
        Matcher groups = GROUP.matcher(text(root.resolve("proc/self/cgroup")).orElse(""));
        while (groups.find()) {
            if (groups.group(1).isEmpty()) {
                Path top = root.resolve("sys/fs/cgroup");
                Path own = top.resolve(groups.group(2).replaceFirst("^/+", "")).normalize();
                return Optional.of((Files.exists(own) ? own : top).resolve("memory.pressure"));
            }
        }
        return Optional.empty();
    }

    private Memory system() {
        String text = text(root.resolve("proc/meminfo")).orElse("");
        OptionalLong total = number(TOTAL, text);
        OptionalLong available = number(AVAILABLE, text);
        return total.isPresent() && available.isPresent()
                ? new Memory(total.getAsLong() << 10, available.getAsLong() << 10, "system")
                : Memory.UNKNOWN;
    }

    /// The least that any group from here upwards leaves. In a container the path may be one of the
    /// host's; then only the top is there.
    private Memory group(Version version, String path) {
        Path top = root.resolve("sys/fs/cgroup").resolve(version.folder);
        Memory least = one(version, top);
        Path group = top;
        for (Path name : Path.of(path.replaceFirst("^/+", "")).normalize()) {
            group = group.resolve(name);
            least = least.orLess(one(version, group));
        }
        return least;
    }

    private static Memory one(Version version, Path group) {
        OptionalLong limit = number(group.resolve(version.limit));
        OptionalLong usage = number(group.resolve(version.usage));
        if (limit.isEmpty() || usage.isEmpty() || limit.getAsLong() >= NO_LIMIT) {
            return Memory.UNKNOWN;
        }
        String statistics = text(group.resolve("memory.stat")).orElse("");
        // What is mapped and looked at is at work: Java itself and its classes. What is mapped only
        // because it lay near that can go. A RAM disk is cache that stays.
        long mapped = number(version.mapped, statistics).orElse(0);
        long active = number(version.active, statistics).orElse(mapped);
        long kept = Math.min(mapped, active) + number(version.shared, statistics).orElse(0);
        long cache = Math.max(0, number(version.cache, statistics).orElse(0) - kept);
        long used = Math.max(0, usage.getAsLong() - cache);
        return new Memory(limit.getAsLong(), Math.max(0, limit.getAsLong() - used), "cgroup");
    }

    private static OptionalLong number(Path file) {
        return number(Pattern.compile("^(\\d{1,19})\\s*$"), text(file).orElse(""));
    }

    private static OptionalLong number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        try {
            return found.find()
                    ? OptionalLong.of(Long.parseLong(found.group(1)))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // larger than any memory
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
