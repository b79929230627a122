package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.client.source.MediaSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPlayersTest {
    private static final Recording CARD = Recording.ofTestCard(3);

    @Test
    void playsFlv(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("card.flv");
        try (var writer = new FlvFileWriter(file)) {
            CARD.sendTo(writer);
        }
        try (var server = new HttpTestServer().put("/live/card.flv", Files.readAllBytes(file));
                var player = open(server.url("/live/card.flv?token=x"))) {
            assertThat(player).isInstanceOf(HttpFlvPlayer.class);
            Recording played = Recording.of(player);
            assertThat(played.codecs()).isEqualTo(CARD.codecs());
            assertThat(played.lines()).isEqualTo(CARD.lines());
        }
    }

    @Test
    void playsTransportStreams() throws Exception {
        var stream = new ByteWriter();
        Segments.of(CARD).forEach(stream::put);
        try (var server = new HttpTestServer().put("/live/card.ts", stream.toByteArray());
                var player = open(server.url("/live/card.ts"))) {
            assertThat(player).isInstanceOf(HttpTsPlayer.class);
            Recording played = Recording.of(player);
            assertThat(played.codecs()).containsExactlyInAnyOrderElementsOf(CARD.codecs());
            Segments.assertSame(played, CARD.frames());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live/x.flv", "/live/x.ts", "/live/x.m3u8"})
    void aRefusalHasTheStatus(String path) throws Exception {
        try (var server = new HttpTestServer()) {
            var refusal =
                    catchThrowableOfType(RejectedException.class, () -> open(server.url(path)));
            assertThat(refusal.code()).isEqualTo("404");
            assertThat(refusal).hasMessage("404: Not Found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live/x.flv", "/live/x.ts", "/live/x.m3u8"})
    void aSilentServerIsGivenUp(String path) throws Exception {
        var impatient = ClientOptions.DEFAULT.withReadTimeout(Duration.ofMillis(100));
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:%d%s".formatted(silent.getLocalPort(), path);
            assertThatThrownBy(() -> MediaSources.open(url, impatient))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gopher://host/x", "http:///x.flv", "http://a b/", "file://%%%"})
    void aBadUrlIsRefused(String url) {
        assertThatThrownBy(() -> open(url)).isInstanceOf(MalformedURLException.class);
    }

    private static MediaSource open(String url) throws IOException {
        return MediaSources.open(url, ClientOptions.DEFAULT);
    }
}
