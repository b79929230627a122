package dev.millrace.api.vtx;

import dev.millrace.net.http.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A file that FFmpeg wrote, as an answer.
final class FileAnswer {
    private static final Map<String, String> TYPES =
            Map.of(
                    "m3u8", "application/vnd.apple.mpegurl",
                    "ts", "video/mp2t",
                    "m4s", "video/iso.segment",
                    "mp4", "video/mp4",
                    "m4a", "audio/mp4",
                    "aac", "audio/aac",
                    "vtt", "text/vtt",
                    "jpg", "image/jpeg");

    private FileAnswer() {}

    static Content of(Path file) throws IOException {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            long written = Files.getLastModifiedTime(file).toMillis();
            return Content.of(
                            TYPES.getOrDefault(ending, "application/octet-stream"), List.of(bytes))
                    .tagged(Long.toHexString(written) + "-" + Long.toHexString(size))
                    // FFmpeg may use a name again.
                    .cached(ending.equals("m3u8") ? "no-cache" : "max-age=2")
                    .inRanges();
        }
    }
}
