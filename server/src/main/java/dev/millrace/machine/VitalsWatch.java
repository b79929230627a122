package dev.millrace.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the machine when somebody asks, but not more often than once a second. Any thread.
public final class VitalsWatch implements Supplier<Vitals> {
    private static final long FRESH_NS = Duration.ofSeconds(1).toNanos();
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern LOAD = Pattern.compile("^(\\d+\\.\\d+) ");
    private static final Pattern WAITING = Pattern.compile("(?m)^full avg10=(\\d+\\.\\d+) ");

    private final MemoryMeter meter = new MemoryMeter();

    // Guarded by this.
    private long lookedAtNs = System.nanoTime();
    private Duration cpuTime = cpuTime();
    private Vitals vitals = look(0);

    @Override
    public synchronized Vitals get() {
        long nowNs = System.nanoTime();
        long passedNs = nowNs - lookedAtNs;
        if (passedNs >= FRESH_NS) {
            Duration before = cpuTime;
            cpuTime = cpuTime();
            lookedAtNs = nowNs;
            vitals = look((double) cpuTime.minus(before).toNanos() / passedNs);
        }
        return vitals;
    }

    private Vitals look(double busyCores) {
        int cores = Runtime.getRuntime().availableProcessors();
        Memory memory = meter.now();
        OptionalDouble kib = number(RESIDENT, Path.of("/proc/self/status"));
        return new Vitals(
                Math.min(1, busyCores / cores),
                cores,
                number(LOAD, Path.of("/proc/loadavg")),
                memory,
                kib.isPresent()
                        ? OptionalLong.of((long) kib.getAsDouble() << 10)
                        : OptionalLong.empty(),
                waiting(memory));
    }

    /// Of whatever limits the memory: the pressure of others is not ours.
    private OptionalDouble waiting(Memory memory) {
        Optional<Path> file =
                memory.limitedBy().equals("cgroup")
                        ? meter.pressureFile()
                        : Optional.of(Path.of("/proc/pressure/memory"));
        OptionalDouble percent =
                file.map(path -> number(WAITING, path)).orElseGet(OptionalDouble::empty);
        return percent.isPresent()
                ? OptionalDouble.of(percent.getAsDouble() / 100)
                : OptionalDouble.empty();
    }

    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static OptionalDouble number(Pattern line, Path file) {
        try {
            Matcher found = line.matcher(Files.readString(file));
            return found.find()
                    ? OptionalDouble.of(Double.parseDouble(found.group(1)))
                    : OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
