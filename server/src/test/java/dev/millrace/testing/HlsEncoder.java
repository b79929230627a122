package dev.millrace.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// FFmpeg as a camera's encoder: writes segments of a second into a folder, and pushes its playlist
/// to an edge node, as the source `door`.
public final class HlsEncoder {
    private HlsEncoder() {}

    /// Starts one.
    ///
    /// @param edge where the edge node is
    /// @param picture the name of FFmpeg's source
    /// @param seconds after which it ends
    /// @param listed how many segments its playlist has
    public static Program start(URI edge, Path media, String picture, int seconds, int listed) {
        var input = List.of("-re", "-f", "lavfi", "-i", picture + "=size=160x120:rate=25");
        var output = List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-f", "hls");
        String headers =
                "Video-Source-Name: door\r\nMPEG-TS-URI-Prefix: file://%s\r\n".formatted(media);
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(input);
        command.addAll(List.of("-t", String.valueOf(seconds)));
        command.addAll(output);
        command.addAll(List.of("-hls_time", "1", "-hls_list_size", String.valueOf(listed)));
        command.addAll(List.of("-hls_segment_filename", media.resolve("seg-%03d.ts").toString()));
        command.addAll(List.of("-ignore_io_errors", "1", "-method", "POST"));
        command.addAll(List.of("-headers", headers, edge.resolve("/v1/playlist").toString()));
        return Program.start(command.toArray(String[]::new));
    }
}
