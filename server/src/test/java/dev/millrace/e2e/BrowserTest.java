package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The page in a real Chromium: HLS through hls.js, HTTP-FLV and WebSocket through mpegts.js, and a
/// publisher that dies and comes back. The tests themselves are in `web/e2e`.
@Tag("slow")
class BrowserTest {
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @Test
    @Timeout(400)
    void thePagePlaysEverythingItOffers() throws IOException {
        try (var server = new RunningServer();
                var browser =
                        Browser.start(
                                server.http(""),
                                "page",
                                Map.of("MILLRACE_PUBLISH", server.rtmp("live/cam")))) {
            assertThat(browser.await(PATIENCE)).as(browser.output()).isZero();
        }
    }
}
