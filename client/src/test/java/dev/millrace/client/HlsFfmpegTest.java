package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.codec.Codec;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HLS that FFmpeg writes into a folder, and a server of files serves.
@Tag("slow")
class HlsFfmpegTest {
    private static final Recording CARD = Recording.ofTestCard(4);

    @TempDir Path folder;
    private HttpTestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HttpTestServer().putFolder("/", folder);
        try (var writer = new FlvFileWriter(folder.resolve("card.flv"))) {
            CARD.sendTo(writer);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-hls_segment_type mpegts",
                "-hls_segment_type mpegts -hls_flags single_file",
                "-hls_segment_type fmp4",
                "-hls_segment_type fmp4 -hls_flags single_file", // ranges, also of the map
                "-hls_segment_type fmp4 -hls_segment_options movflags=+frag_discont+separate_moof"
            })
    void playsAFilm(String options) throws Exception {
        run("-i card.flv -c copy -f hls -hls_time 1 -hls_playlist_type vod %s a.m3u8", options);
        try (var player = HlsPlayer.connect(server.url("/a.m3u8"))) {
            Recording played = Recording.of(player);
            assertThat(played.codecs()).hasSize(2);
            Copies.assertSame(played.frames(), CARD.frames(), options.contains("mpegts"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpegts", "fmp4"})
    void followsWhatIsWrittenNow(String type) throws Exception {
        String command =
                "-re -i card.flv -c copy -f hls -hls_time 1 -hls_list_size 3"
                        + " -hls_flags delete_segments+temp_file -hls_segment_type %s a.m3u8";
        Process ffmpeg = start(command, type);
        awaitFile(folder.resolve("a.m3u8"));
        try (var player = HlsPlayer.connect(server.url("/a.m3u8"))) {
            Recording played = Recording.of(player);
            Copies.assertSame(played.frames(), CARD.frames(), type.equals("mpegts"));
        }
        assertThat(ffmpeg.waitFor()).isZero();
    }

    @Test
    void anotherMapIsAnotherStream() throws Exception {
        String hls = " -f hls -hls_time 1 -hls_playlist_type vod -hls_segment_type fmp4";
        String one = " -hls_fmp4_init_filename one.mp4 -hls_segment_filename one%d.m4s one.m3u8";
        run("-i card.flv -c copy" + hls + "%s", one);
        String two = one.replace("one", "two");
        run("-i card.flv -an -c:v libx264 -preset ultrafast -g 25 -s 64x64" + hls + "%s", two);
        String both =
                lines("one.m3u8").replace("#EXT-X-ENDLIST\n", "")
                        + "#EXT-X-DISCONTINUITY\n"
                        + lines("two.m3u8").substring(lines("two.m3u8").indexOf("#EXT-X-MAP"));
        server.put("/both.m3u8", both.getBytes(StandardCharsets.UTF_8));
        try (var player = HlsPlayer.connect(server.url("/both.m3u8"))) {
            Recording played = Recording.of(player);
            assertThat(played.codecs().stream().map(Codec::codecName))
                    .containsExactlyInAnyOrder("H.264", "AAC", "H.264");
            int video = Copies.ofKind(CARD.frames(), TrackKind.VIDEO).size();
            assertThat(Copies.ofKind(played.frames(), TrackKind.VIDEO)).hasSize(2 * video);
        }
    }

    private void awaitFile(Path file) throws Exception {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                var found = watch.poll(20, TimeUnit.SECONDS);
                assertThat(found).as("nothing is written").isNotNull();
                found.reset();
            }
        }
    }

    private String lines(String playlist) throws IOException {
        return Files.readString(folder.resolve(playlist));
    }

    private void run(String command, String options) throws Exception {
        assertThat(start(command, options).waitFor()).isZero();
    }

    private Process start(String command, String options) throws IOException {
        var line = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        line.addAll(List.of(command.replace("%s", options).trim().split(" +", -1)));
        return new ProcessBuilder(line).directory(folder.toFile()).inheritIO().start();
    }
}
