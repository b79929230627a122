package dev.millrace.bench.measure;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what Linux tells in `/proc`; proc(5).
public final class ProcFiles {
    /// The unit of times in `/proc/stat`, the same on every machine that Java runs on.
    private static final long TICK_NS = 10_000_000;

    private static final int KIB_BYTES = 1024;

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;
    private static final int GUEST = 8; // and what follows is part of the times before

    private ProcFiles() {}

    /// A size in `/proc/PID/smaps_rollup` or `/proc/PID/status`, in bytes.
    public static OptionalLong memoryBytes(String file, String field) {
        OptionalLong kib = number(file, field, " kB");
        return kib.isPresent() ? OptionalLong.of(kib.getAsLong() * KIB_BYTES) : kib;
    }

    /// A number in `/proc/PID/status`.
    public static OptionalLong number(String status, String field) {
        return number(status, field, "");
    }

    private static OptionalLong number(String file, String field, String unit) {
        Matcher line =
                Pattern.compile("^" + field + ":\\s+(\\d+)" + unit + "$", Pattern.MULTILINE)
                        .matcher(file);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
    }

    /// How long all cores together were busy, from `/proc/stat`.
    static OptionalLong busyNs(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
        if (!fields[0].equals("cpu") || fields.length <= GUEST) {
            return OptionalLong.empty();
        }
        long[] ticks = Arrays.stream(fields).skip(1).mapToLong(Long::parseLong).toArray();
        long busy = Arrays.stream(ticks).limit(GUEST).sum();
        return OptionalLong.of((busy - ticks[IDLE] - ticks[IO_WAIT] - ticks[STEAL]) * TICK_NS);
    }
}
