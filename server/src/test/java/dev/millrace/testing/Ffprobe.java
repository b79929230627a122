package dev.millrace.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What FFmpeg finds in a file.
public final class Ffprobe {
    private Ffprobe() {}

    /// A line for each packet or frame of the video, its entries with commas between.
    ///
    /// @param entries as `-show_entries` takes them, `frame=width,height`
    public static List<String> video(Path file, String entries) {
        return Program.run(
                        Duration.ofSeconds(30),
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        entries,
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.replaceAll(",$", ""))
                .toList();
    }
}
