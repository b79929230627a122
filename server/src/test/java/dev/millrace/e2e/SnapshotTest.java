package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The snapshot of what FFmpeg 8 publishes is one picture, and one of the publisher's own: FFmpeg
/// decodes it to what it decodes one of the key frames to.
@Tag("slow")
class SnapshotTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";
    private static final String SNAPSHOT = CAM + "/snapshot.mp4";

    @TempDir private Path folder;

    @Test
    void h264() throws IOException {
        isAKeyFrameOf(Clip.PICTURE_AND_SOUND.file(), "h264,avc1");
    }

    @ParameterizedTest
    @CsvSource({"HEVC_AAC, 'hevc,hvc1'", "AV1_OPUS, 'av1,av01'", "VP9_OPUS, 'vp9,vp09'"})
    void modern(ModernClip clip, String codec) throws IOException {
        isAKeyFrameOf(clip.file(), codec);
    }

    private void isAKeyFrameOf(Path clip, String codec) throws IOException {
        Path movie = folder.resolve("snapshot.mp4");
        try (var server = new RunningServer();
                var _ = publish(clip, server.rtmp(CAM))) {
            Waiting.until("a picture", () -> hasPicture(server));
            Files.write(movie, RunningServer.get(URI.create(server.http(SNAPSHOT))));
        }
        String entries = "stream=codec_name,codec_tag_string,width,height,nb_read_frames";
        String found = ffprobe("-count_frames", "-show_entries", entries, movie.toString());
        assertThat(found.strip()).isEqualTo(codec + ",320,180,1");
        List<String> shown = pictures(movie);
        assertThat(shown).hasSize(1);
        assertThat(pictures(clip, "-skip_frame", "nokey")).containsAll(shown);
    }

    private static boolean hasPicture(RunningServer server) {
        return server.isPublished(CAM) && server.channel(CAM).newestPicture().isPresent();
    }

    private static Program publish(Path clip, String url) {
        List<String> from = Ffmpeg8.command("-v", "error", "-re", "-i", clip.toString());
        var command = new ArrayList<>(from);
        command.addAll(List.of("-c", "copy", "-f", "flv", url));
        return Program.start(Ffmpeg8.environment(), command);
    }

    private static String ffprobe(String... arguments) {
        Path program = Ffmpeg8.executable().resolveSibling("ffprobe");
        var command = new ArrayList<>(List.of(program.toString(), "-v", "error", "-of", "csv=p=0"));
        command.addAll(List.of(arguments));
        return output(command);
    }

    /// The checksum of every picture of a file that is decoded.
    private static List<String> pictures(Path file, String... options) {
        var command = new ArrayList<>(Ffmpeg8.command("-v", "error"));
        command.addAll(List.of(options));
        command.addAll(List.of("-i", file.toString(), "-map", "0:v", "-f", "framemd5", "-"));
        return output(command)
                .lines()
                .filter(line -> line.startsWith("0,"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .distinct()
                .toList();
    }

    private static String output(List<String> command) {
        try (var program = Program.start(Ffmpeg8.environment(), command)) {
            assertThat(program.await(PATIENCE)).as(program.output()).isZero();
            return program.output();
        }
    }
}
