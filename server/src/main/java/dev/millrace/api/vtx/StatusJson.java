package dev.millrace.api.vtx;

import dev.millrace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine as VTX Link tells of it; zeros where the system does not say.
///
/// @param memTotal in MiB
/// @param memAvail in MiB
/// @param loadAvg over the last minute
record StatusJson(
        @Json.Name("mem_total") long memTotal,
        @Json.Name("mem_avail") long memAvail,
        @Json.Name("load_avg") double loadAvg) {
    private static final Path PROC = Path.of("/proc");

    static StatusJson now() {
        String memory = text("meminfo");
        Matcher load = Pattern.compile("\\d+\\.\\d+").matcher(text("loadavg"));
        return new StatusJson(
                mebibytes(memory, "MemTotal"),
                mebibytes(memory, "MemAvailable"),
                load.lookingAt() ? Double.parseDouble(load.group()) : 0);
    }

    private static long mebibytes(String text, String name) {
        Matcher line = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(text);
        return line.find() ? Long.parseLong(line.group(1)) >> 10 : 0;
    }

    private static String text(String file) {
        try {
            return Files.readString(PROC.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}
