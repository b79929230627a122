package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client against FFmpeg, which can serve one client over RTMP or HTTP.
@Tag("slow")
class FfmpegServerTest {
    private static final Recording CARD = Recording.ofTestCard(3);
    private static final Duration START_MAX = Duration.ofSeconds(20);

    @TempDir Path directory;

    /// Something that needs a server.
    private interface Connecting<T> {
        T connect() throws IOException;
    }

    @Test
    void takesWhatWePublish() throws Exception {
        String url = "rtmp://127.0.0.1:%d/live/card".formatted(freePort());
        Path received = directory.resolve("received.flv");
        Process ffmpeg = ffmpeg("-listen", "1", "-i", url, "-c", "copy", received.toString());
        try (var publisher = onceItListens(ffmpeg, () -> RtmpPublisher.connect(url))) {
            CARD.sendTo(publisher);
        }
        assertThat(ffmpeg.waitFor()).isZero();
        assertSameAsCard(received);
    }

    @Test
    void givesUsWhatWePlayOverRtmp() throws Exception {
        String url = "rtmp://127.0.0.1:%d/live/card".formatted(freePort());
        Process ffmpeg =
                ffmpeg("-i", card().toString(), "-c", "copy", "-f", "flv", "-listen", "1", url);
        try (var player = onceItListens(ffmpeg, () -> RtmpPlayer.connect(url))) {
            assertThat(Recording.of(player).lines()).isEqualTo(CARD.lines());
        }
        assertThat(ffmpeg.waitFor()).isZero();
    }

    @Test
    void givesUsWhatWePlayOverHttp() throws Exception {
        String url = "http://127.0.0.1:%d/card.flv".formatted(freePort());
        Process ffmpeg =
                ffmpeg("-i", card().toString(), "-c", "copy", "-f", "flv", "-listen", "1", url);
        try (var player = onceItListens(ffmpeg, () -> HttpFlvPlayer.connect(url))) {
            assertThat(Recording.of(player).lines()).isEqualTo(CARD.lines());
        }
        assertThat(ffmpeg.waitFor()).isZero();
    }

    private Path card() throws IOException {
        Path file = directory.resolve("card.flv");
        try (var writer = new FlvFileWriter(file)) {
            CARD.sendTo(writer);
        }
        return file;
    }

    private static void assertSameAsCard(Path file) throws IOException {
        try (var reader = new FlvFileReader(file)) {
            assertThat(Recording.of(reader).lines()).isEqualTo(CARD.lines());
        }
    }

    private Process ffmpeg(String... options) throws IOException {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("ffmpeg.log").toFile())
                .start();
    }

    /// FFmpeg does not say when it listens, so this knocks until it opens.
    private <T> T onceItListens(Process ffmpeg, Connecting<T> connecting) throws Exception {
        Instant last = Instant.now().plus(START_MAX);
        while (true) {
            try {
                return connecting.connect();
            } catch (ConnectException e) {
                assertThat(ffmpeg.isAlive() && Instant.now().isBefore(last))
                        .as(() -> read(directory.resolve("ffmpeg.log")))
                        .isTrue();
                ffmpeg.waitFor(Duration.ofMillis(20));
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
