package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Download;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What FFmpeg 8 publishes over enhanced RTMP is decoded out of MPEG-TS to the same pictures and
/// sound: as one stream, and as the segments of a playlist joined together.
@Tag("slow")
@DisplayName("B16-B19, B20, B61: modern codecs in over RTMP, out over HTTP-TS and HLS")
class ModernTransportStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    /// @param kinds what a transport stream carries of the clip: `v`, `a` or `v+a`
    @ParameterizedTest
    @CsvSource({"HEVC_AAC, v+a", "HEVC_EAC3, v+a", "H264_AC3, v+a", "AV1_OPUS, a", "VP9_OPUS, a"})
    void isDecodedToWhatWasEncoded(ModernClip clip, String kinds) throws IOException {
        Path file = clip.file();
        Path stream = folder.resolve("stream.ts");
        Path segments = folder.resolve("segments.ts");
        try (var server = new RunningServer("channel.grace=500ms", "hls.segment=1s");
                var download = Download.http(URI.create(server.http("live/cam.ts")))) {
            Waiting.until("the viewer waits", () -> server.viewers("live/cam") == 1);
            try (var publisher = publish(file, server.rtmp("live/cam"))) {
                URI playlist = URI.create(server.http("live/cam.m3u8"));
                Playlists.save(playlist, Playlists.awaitEnd(playlist).segments(), segments);
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            Waiting.until("the end", download::isOver);
            Files.write(stream, download.bytes());
        }
        for (String kind : kinds.split("[+]", -1)) {
            List<String> sent = decoded(file, kind);
            assertThat(sent).isNotEmpty();
            assertThat(decoded(stream, kind)).isEqualTo(sent);
            assertThat(decoded(segments, kind)).isEqualTo(sent);
        }
    }

    private static Program publish(Path file, String url) {
        var command = new ArrayList<>(Ffmpeg8.command("-v", "error", "-re", "-i", file.toString()));
        command.addAll(List.of("-c", "copy", "-f", "flv", url));
        return Program.start(Ffmpeg8.environment(), command);
    }

    /// A checksum of every picture, or of every piece of sound.
    private static List<String> decoded(Path file, String kind) {
        List<String> command =
                Ffmpeg8.command(
                        "-v",
                        "error",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:" + kind,
                        "-f",
                        "framemd5",
                        "-");
        try (var ffmpeg = Program.start(Ffmpeg8.environment(), command)) {
            assertThat(ffmpeg.await(PATIENCE)).as(ffmpeg.output()).isZero();
            return ffmpeg.output()
                    .lines()
                    .filter(line -> line.startsWith("0,"))
                    .skip(1) // of Opus, FLV says how much of the first is to be thrown away
                    .map(line -> line.substring(line.lastIndexOf(',')))
                    .toList();
        }
    }
}
