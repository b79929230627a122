package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Ffmpeg8;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// MP3 and HEVC, published over RTMP, come out of every output as FFmpeg finds and decodes them:
/// both tracks, and each frame of them.
///
/// B9 to B13 are MP3 and B14 to B17 are HEVC over RTMP, HTTP-FLV, HTTP-TS and HLS, in this order.
/// B11, MP3 over HTTP in no container, is no output of this server: in HLS, sound alone comes like
/// that (`HlsCodecsTest`). B18 is HEVC under its old number (`OddPublisherTest`). B19 and B20 are
/// recordings, which this server does not make.
@Tag("slow")
class OutputsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";

    @Test
    @DisplayName("B9, B10, B12, B13: MP3 beside a picture")
    void mp3() throws IOException {
        comesOutOfEveryOutput(Clip.PICTURE_AND_MP3.file(), "h264", "mp3");
    }

    @Test
    @DisplayName("B14, B15, B16, B17: HEVC")
    void hevc() throws IOException {
        comesOutOfEveryOutput(ModernClip.HEVC_AAC.file(), "hevc", "aac");
    }

    private static void comesOutOfEveryOutput(Path clip, String video, String audio)
            throws IOException {
        try (var server = new RunningServer("channel.grace=500ms", "hls.segment=1s");
                var rtmp = decode("-rtmp_enhanced_codecs", "hvc1", server.rtmp(CAM));
                var flv = decode(server.http(CAM + ".flv"));
                var ts = decode(server.http(CAM + ".ts"))) {
            Waiting.until("players wait", () -> server.viewers(CAM) == 3);
            URI playlist = URI.create(server.http(CAM + ".m3u8"));
            try (var publisher = publish(clip, server.rtmp(CAM))) {
                Playlists.awaitEnd(playlist);
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            List<String> sent = found(decode(clip.toString()));
            assertThat(sent).hasSize(2).contains(video + ",100");
            assertThat(sent).anySatisfy(line -> assertThat(line).matches(audio + ",1[5-9][0-9]"));
            for (Program player : List.of(rtmp, flv, ts, decode(playlist.toString()))) {
                assertThat(found(player)).as(player.toString()).isEqualTo(sent);
            }
        }
    }

    private static Program publish(Path clip, String url) {
        List<String> command =
                Ffmpeg8.command("-v", "error", "-re", "-i", clip.toString(), "-c", "copy");
        var all = new ArrayList<>(command);
        all.addAll(List.of("-rtmp_enhanced_codecs", "hvc1", "-f", "flv", url));
        return Program.start(Ffmpeg8.environment(), all);
    }

    /// Decodes until the source ends.
    private static Program decode(String... source) {
        Path ffprobe = Ffmpeg8.executable().resolveSibling("ffprobe");
        var all = new ArrayList<>(List.of(ffprobe.toString(), "-v", "error", "-count_frames"));
        all.addAll(List.of("-show_entries", "stream=codec_name,nb_read_frames", "-of", "csv=p=0"));
        all.addAll(List.of(source));
        return Program.start(Ffmpeg8.environment(), all);
    }

    /// Codec and decoded frames of each stream. Those of a program are listed twice.
    private static List<String> found(Program decoder) {
        assertThat(decoder.await(PATIENCE)).as(decoder.output()).isZero();
        return decoder.output().lines().filter(s -> !s.isEmpty()).distinct().sorted().toList();
    }
}
