package dev.millrace.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Measures what processes use between [#begin] and [#end].
///
/// Processor time comes from the system's process table, which on Linux counts in steps of 10 ms:
/// windows of a few seconds are long enough.
public final class UsageMeter {
    private static final ProcessHandle SELF = ProcessHandle.current();

    private final List<ProcessHandle> servers;
    private List<Duration> serversBegan = List.of();
    private Duration selfBegan = Duration.ZERO;
    private OptionalLong machineBeganNs = OptionalLong.empty();

    /// @param servers the processes whose use is wanted
    public UsageMeter(List<ProcessHandle> servers) {
        this.servers = List.copyOf(servers);
    }

    void begin() {
        serversBegan = servers.stream().map(UsageMeter::cpu).toList();
        selfBegan = cpu(SELF);
        machineBeganNs = machineNs();
    }

    Usage end(double seconds) {
        OptionalLong machineEndedNs = machineNs();
        double self = percent(selfBegan, cpu(SELF), seconds);
        var used = new ArrayList<ProcessUsage>();
        double all = self;
        for (int i = 0; i < servers.size(); i++) {
            ProcessHandle server = servers.get(i);
            double percent = percent(serversBegan.get(i), cpu(server), seconds);
            all += percent;
            used.add(withMemory(server.pid(), percent));
        }
        return new Usage(used, self, other(machineEndedNs, all, seconds));
    }

    private OptionalDouble other(OptionalLong machineEndedNs, double known, double seconds) {
        if (machineBeganNs.isEmpty() || machineEndedNs.isEmpty()) {
            return OptionalDouble.empty();
        }
        long busyNs = machineEndedNs.getAsLong() - machineBeganNs.getAsLong();
        return OptionalDouble.of(Math.max(0, percent(busyNs, seconds) - known));
    }

    private static ProcessUsage withMemory(long pid, double cpuPercent) {
        String rollup = read("/proc/%d/smaps_rollup".formatted(pid));
        return new ProcessUsage(
                pid,
                cpuPercent,
                ProcFiles.memoryBytes(rollup, "Rss"),
                ProcFiles.memoryBytes(rollup, "Pss"));
    }

    private static OptionalLong machineNs() {
        return ProcFiles.busyNs(read("/proc/stat"));
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// A process that has ended is no longer in the table; what it used before is not known.
    private static double percent(Duration from, Duration to, double seconds) {
        return percent(Math.max(0, to.minus(from).toNanos()), seconds);
    }

    private static double percent(long busyNs, double seconds) {
        return seconds == 0 ? 0 : busyNs / 1e7 / seconds;
    }

    /// The file, or nothing where there is none: the process has ended, or this is not Linux.
    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
