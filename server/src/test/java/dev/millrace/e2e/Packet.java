package dev.millrace.e2e;

import dev.millrace.testing.Program;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A packet as FFmpeg sees it.
///
/// @param key `K` and perhaps other flags
/// @param hash of its bytes
record Packet(String kind, long ptsMs, long dtsMs, String key, String hash) {
    /// One value per line: the other forms put a line break into a packet that carries something
    /// beside its data, as the first one after a sequence header does.
    private static final List<String> SHOW =
            List.of(
                    "-v", "error",
                    "-show_entries", "packet=codec_type,pts,dts,flags,data_hash",
                    "-show_data_hash", "md5",
                    "-of", "flat");

    /// `packets.packet.7.pts=280`
    private static final Pattern VALUE =
            Pattern.compile("packets\\.packet\\.(\\d+)\\.(\\w+)=\"?([^\"]*)\"?");

    /// FFmpeg's command line that lists the packets of `source` until it ends.
    static String[] command(String source) {
        var command = new java.util.ArrayList<>(List.of("ffprobe"));
        command.addAll(SHOW);
        command.add(source);
        return command.toArray(String[]::new);
    }

    /// The packets of a file with times in milliseconds.
    static List<Packet> of(String file) {
        return parse(Program.run(Duration.ofSeconds(30), command(file)));
    }

    /// The packets in what [#command] printed; those without a time, which are data, are left out.
    static List<Packet> parse(String output) {
        var packets = new TreeMap<Integer, Map<String, String>>();
        output.lines()
                .map(VALUE::matcher)
                .filter(Matcher::matches)
                .forEach(line ->
                        packets.computeIfAbsent(
                                        Integer.valueOf(line.group(1)), _ -> new HashMap<>())
                                .put(line.group(2), line.group(3)));
        return packets.values().stream()
                .filter(fields -> fields.containsKey("dts") && fields.containsKey("data_hash"))
                .map(Packet::of)
                .toList();
    }

    private static Packet of(Map<String, String> fields) {
        return new Packet(
                field(fields, "codec_type"),
                Long.parseLong(field(fields, "pts")),
                Long.parseLong(field(fields, "dts")),
                field(fields, "flags"),
                field(fields, "data_hash"));
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    /// The packets with times that begin at zero.
    static List<Packet> fromZero(List<Packet> packets) {
        long first = packets.stream().mapToLong(Packet::dtsMs).min().orElse(0);
        return packets.stream()
                .map(p -> new Packet(p.kind, p.ptsMs - first, p.dtsMs - first, p.key, p.hash))
                .toList();
    }
}
