package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("B66: kill -9 of the server, and it starts again: numbers of HLS go on")
@Tag("slow")
class RestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(180)
    void nothingThatPlayersSawComesAgain(boolean withFile) throws IOException {
        var options = new ArrayList<>(List.of("--set", "hls.segment=1s"));
        Path numbers = folder.resolve("data/numbers");
        if (withFile) {
            options.addAll(List.of("--set", "hls.numbers_file=" + numbers));
        }
        String playlist;
        try (var first = new ServerProgram(options.toArray(String[]::new))) {
            options.addAll(List.of("--set", "rtmp.listen=127.0.0.1:" + first.port("rtmp")));
            options.addAll(List.of("--set", "http.listen=127.0.0.1:" + first.port("http")));
            playlist = first.http(CAM + ".m3u8");
            try (var watch = new PlaylistWatch(playlist)) {
                try (var publisher = Clip.PICTURE_AND_SOUND.publishEndlessly(first.rtmp(CAM))) {
                    watch.await(3);
                    assertThat(publisher.isAlive()).isTrue();
                }
                try (var publisher = Clip.SMALL.publishEndlessly(first.rtmp(CAM))) {
                    watch.await(2);
                    assertThat(publisher.isAlive()).isTrue();
                    first.program().kill();
                    first.program().await(PATIENCE);
                }
                assertThat(Files.exists(numbers)).isEqualTo(withFile);
                again(options, watch);
                again(options, watch);
            }
        }
    }

    /// Another server process in the place of one that is gone.
    private static void again(List<String> options, PlaylistWatch watch) throws IOException {
        int discontinuities = watch.discontinuities();
        try (var server = new ServerProgram(options.toArray(String[]::new));
                var publisher = Clip.PICTURE_AND_SOUND.publishEndlessly(server.rtmp(CAM))) {
            watch.await(3);
            assertThat(publisher.isAlive()).isTrue();
            assertThat(watch.broken()).isEmpty();
            server.program().kill();
            server.program().await(PATIENCE);
        }
        assertThat(watch.discontinuities()).isGreaterThanOrEqualTo(discontinuities);
    }

    /// In Chromium, on the server's own page, which is not loaded again. The test itself is
    /// `web/e2e/restart.e2e.ts`; it tells when it sees the stream.
    @ParameterizedTest
    @ValueSource(strings = {"hls", "flv"})
    @Timeout(400)
    void aPageThatIsOpenPlaysOn(String mode) throws IOException {
        try (var first = new ServerProgram("--set", "hls.segment=1s")) {
            String[] same = {
                "--set", "hls.segment=1s",
                "--set", "rtmp.listen=127.0.0.1:" + first.port("rtmp"),
                "--set", "http.listen=127.0.0.1:" + first.port("http")
            };
            try (var browser = browser(first, mode)) {
                try (var _ = Clip.PICTURE_AND_SOUND.publishEndlessly(first.rtmp(CAM))) {
                    Waiting.until("it plays", PATIENCE, () -> says(browser, "PLAYS BEFORE"));
                    first.program().kill();
                    first.program().await(PATIENCE);
                }
                try (var second = new ServerProgram(same);
                        var _ = Clip.PICTURE_AND_SOUND.publishEndlessly(second.rtmp(CAM))) {
                    assertThat(browser.await(Duration.ofMinutes(4)))
                            .as(browser.output())
                            .isZero();
                }
            }
        }
    }

    private static Program browser(ServerProgram server, String mode) {
        return Browser.start(server.http(""), "restart", Map.of("MILLRACE_MODE", mode));
    }

    private static boolean says(Program browser, String words) {
        assertThat(browser.isAlive()).as(browser.output()).isTrue();
        return browser.output().contains(words);
    }
}
