package dev.millrace.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Download;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `rtmp.play_wait: 0s`: nobody waits for a publisher, and what is live is joined all the same.
final class ImpatientViewerTest {
    @ParameterizedTest
    @ValueSource(strings = {"flv", "ts"})
    void whatIsLiveIsJoinedAtOnce(String format) {
        var hasty = new LiveSettings(Duration.ZERO, Duration.ofSeconds(1));
        try (var server = new WebServer(WebServer.Options.USUAL.live(hasty))) {
            assertThat(server.get("/live/cam." + format).statusCode()).isEqualTo(404);
            TestPublisher publisher = server.publish("live/cam").write(Duration.ofMillis(500));
            try (var first = Download.http(server.uri("/live/cam." + format))) {
                assertThat(first.status()).isEqualTo(200);
                publisher.close();
                Waiting.until("the end", first::isOver);
                assertThat(first.bytes()).hasSizeGreaterThan(5_000);
            }
        }
    }
}
