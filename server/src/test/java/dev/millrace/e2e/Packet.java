package dev.millrace.e2e;

import dev.millrace.testing.Program;
import java.time.Duration;
import java.util.List;

/// A packet as FFmpeg sees it.
///
/// @param key `K` and perhaps other flags
/// @param hash of its bytes
record Packet(String kind, long ptsMs, long dtsMs, String key, String hash) {
    private static final List<String> SHOW =
            List.of(
                    "-v", "error",
                    "-show_entries", "packet=codec_type,pts,dts,flags,data_hash",
                    "-show_data_hash", "md5",
                    "-of", "csv=p=0");

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

    /// The packets in what [#command] printed.
    static List<Packet> parse(String output) {
        return output.lines()
                .map(line -> line.split(","))
                .filter(fields -> fields.length >= 5 && !fields[1].equals("N/A"))
                .map(Packet::of)
                .toList();
    }

    private static Packet of(String[] fields) {
        return new Packet(
                fields[0],
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                fields[3],
                fields[4]);
    }

    /// The packets with times that begin at zero.
    static List<Packet> fromZero(List<Packet> packets) {
        long first = packets.stream().mapToLong(Packet::dtsMs).min().orElse(0);
        return packets.stream()
                .map(p -> new Packet(p.kind, p.ptsMs - first, p.dtsMs - first, p.key, p.hash))
                .toList();
    }
}
