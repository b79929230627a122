package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.entry.SignedUrl;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.net.Failures;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Somebody tries out what is secret, again and again.
@Tag("slow")
class LoginFloodTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TRIES = 10_000;
    private static final String CAM = "live/cam";
    private static final String KEY = "nobody-knows-it";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static String signed(String key) {
        var name = new ChannelName(ChannelName.DEFAULT_VHOST, "live", "cam");
        return CAM
                + ".flv?"
                + SignedUrl.query(key, Deed.PLAY, name, Instant.now().plusSeconds(600));
    }

    private static HttpResponse<Void> answer(HttpRequest request)
            throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.discarding());
    }

    private static HttpRequest.Builder request(RunningServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.http(path))).timeout(PATIENCE);
    }

    private static long counted(RunningServer server, String at) {
        return server.get("metrics")
                .lines()
                .filter(it -> it.startsWith("millrace_failed_logins_total{at=\"" + at + "\"}"))
                .mapToLong(it -> (long) Double.parseDouble(it.substring(it.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void tenThousandForgedUrlsOpenNothingAndDisturbNobody()
            throws IOException, InterruptedException {
        try (var server = new RunningServer("access.play_key=" + KEY);
                Program publisher = Clip.MINUTES.publishEndlessly(server.rtmp(CAM))) {
            Waiting.until("it is published", PATIENCE, () -> server.isPublished(CAM));
            try (var viewer = new Watcher(server.http(signed(KEY)))) {
                Waiting.until("it plays", PATIENCE, () -> !viewer.frames().isEmpty());
                var statuses = new HashMap<Integer, Integer>();
                for (int i = 0; i < TRIES; i++) {
                    HttpRequest guess = request(server, signed("guess-" + i)).build();
                    statuses.merge(answer(guess).statusCode(), 1, Integer::sum);
                }
                assertThat(statuses)
                        .isEqualTo(
                                Map.of(403, Failures.PER_MINUTE, 429, TRIES - Failures.PER_MINUTE));
                assertThat(counted(server, "channels")).isEqualTo(Failures.PER_MINUTE);
                HttpResponse<Void> late = answer(request(server, signed("again")).build());
                assertThat(late.headers().firstValueAsLong("Retry-After").orElse(0))
                        .isBetween(1L, 60L);
                int seen = viewer.frames(TrackKind.VIDEO).size();
                Waiting.until(
                        "it plays on",
                        PATIENCE,
                        () -> viewer.frames(TrackKind.VIDEO).size() > seen + 25);
                assertThat(viewer.isOver()).isFalse();
            }
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @Test
    void tenThousandWrongTokensOpenNothing() throws IOException, InterruptedException {
        try (var server = new RunningServer("admin.token=the-only-one-that-is-right")) {
            var statuses = new HashMap<Integer, Integer>();
            for (int i = 0; i < TRIES; i++) {
                HttpRequest guess =
                        request(server, "api/v2/sessions")
                                .header("Authorization", "Bearer guess-" + i)
                                .build();
                statuses.merge(answer(guess).statusCode(), 1, Integer::sum);
            }
            assertThat(statuses)
                    .isEqualTo(Map.of(401, Failures.PER_MINUTE, 429, TRIES - Failures.PER_MINUTE));
            assertThat(counted(server, "api")).isEqualTo(Failures.PER_MINUTE);
        }
    }
}
