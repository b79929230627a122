package dev.millrace.e2e;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Short FLV files in the codecs that enhanced RTMP has brought, made once by FFmpeg 8. Four
/// seconds with a key frame each.
enum ModernClip {
    HEVC_AAC("HEVC", "AAC", "-c:v libx265 -bf 2 -x265-params log-level=error -c:a aac"),
    AV1_OPUS("AV1", "Opus", "-c:v libsvtav1 -preset 10 -c:a libopus"),
    VP9_OPUS("VP9", "Opus", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus"),
    H264_AC3("H.264", "AC-3", "-c:v libx264 -bf 2 -c:a ac3"),
    HEVC_EAC3("HEVC", "E-AC-3", "-c:v libx265 -x265-params log-level=error -c:a eac3"),
    H264_FLAC("H.264", "FLAC", "-c:v libx264 -c:a flac");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String video;
    private final String audio;
    private final String encoding;

    ModernClip(String video, String audio, String encoding) {
        this.video = video;
        this.audio = audio;
        this.encoding = encoding;
    }

    /// Their names, video first.
    List<String> codecs() {
        return List.of(video, audio);
    }

    /// The file. It is made when it is first asked for, by whichever test is first.
    synchronized Path file() throws IOException {
        Path folder = Checkout.root().resolve("server/target/clips");
        Path file = folder.resolve(name().toLowerCase(Locale.ROOT) + ".flv");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path making = Files.createTempFile(folder, name(), ".flv");
            var command = new ArrayList<>(Ffmpeg8.command("-v", "error", "-y"));
            command.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=320x180:rate=25"));
            command.addAll(List.of("-f", "lavfi", "-i", "sine=440:sample_rate=48000"));
            command.addAll(List.of("-t", "4", "-pix_fmt", "yuv420p", "-g", "25"));
            command.addAll(List.of(encoding.split(" ")));
            command.add(making.toString());
            try (var ffmpeg = Program.start(Ffmpeg8.environment(), command)) {
                if (ffmpeg.await(PATIENCE) != 0) {
                    throw new IOException(ffmpeg.output());
                }
            }
            Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }
}
