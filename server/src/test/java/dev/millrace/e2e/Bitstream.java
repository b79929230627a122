package dev.millrace.e2e;

import dev.millrace.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The packets of a file in the form that MPEG-TS has and FLV has not: FFmpeg gives NAL units start
/// codes, takes ADTS headers away, and leaves out the units that TS repeats for late viewers
/// (delimiters and parameter sets).
final class Bitstream {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WITHOUT_REPEATS = "filter_units=remove_types=7|8|9";
    private static final int STREAM = 0;
    private static final int DTS = 1;
    private static final int PTS = 2;
    private static final int HASH = 5;

    private Bitstream() {}

    /// The packets of one kind in an FLV file, with times that begin at zero.
    static List<Packet> ofFlv(Path file, String kind) {
        return of(file, kind, "h264_mp4toannexb," + WITHOUT_REPEATS, "null");
    }

    /// The same of an MPEG-TS file.
    static List<Packet> ofTs(Path file, String kind) {
        return of(file, kind, WITHOUT_REPEATS, "aac_adtstoasc");
    }

    private static List<Packet> of(Path file, String kind, String video, String audio) {
        boolean pictures = kind.equals("video");
        String output =
                Program.run(
                        PATIENCE,
                        "ffmpeg",
                        "-v",
                        "error",
                        "-copyts",
                        "-i",
                        file.toString(),
                        "-map",
                        pictures ? "0:v" : "0:a",
                        "-c",
                        "copy",
                        "-bsf",
                        pictures ? video : audio,
                        "-f",
                        "framemd5",
                        "-");
        return Packet.fromZero(parse(kind, output));
    }

    /// Header lines such as `#tb 0: 1/90000`, then `stream, dts, pts, duration, size, hash`.
    private static List<Packet> parse(String kind, String output) {
        Map<String, Long> ticksPerSecond = new HashMap<>();
        var packets = new ArrayList<Packet>();
        for (String line : output.lines().toList()) {
            if (line.startsWith("#tb ")) {
                ticksPerSecond.put(
                        line.substring(4, line.indexOf(':')),
                        Long.valueOf(line.substring(line.indexOf('/') + 1)));
            } else if (!line.startsWith("#")) {
                String[] fields = line.split(", *", -1);
                long ticks = ticksPerSecond.getOrDefault(fields[STREAM], 1L);
                packets.add(
                        new Packet(
                                kind,
                                Math.round(1000.0 * Long.parseLong(fields[PTS]) / ticks),
                                Math.round(1000.0 * Long.parseLong(fields[DTS]) / ticks),
                                "",
                                fields[HASH]));
            }
        }
        return packets;
    }
}
