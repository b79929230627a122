package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.Clip;
import dev.millrace.e2e.RunningServer;
import dev.millrace.testing.SocketPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// FLV that was bent on its way, published over HTTP and WebSocket. `-Dseed=` repeats a run,
/// `-Druns=` makes it longer.
@Tag("slow")
class MutatedFlvTest {
    @Test
    void nothingIsLeftOfThemAndAGoodOneIsTaken() throws Exception {
        int runs = Integer.getInteger("runs", 200);
        long seed = Long.getLong("seed", System.nanoTime());
        byte[] clip = Files.readAllBytes(Clip.SMALL.file());
        try (var server = new RunningServer("channel.grace=100ms");
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < runs; i++) {
                byte[] bent = Mutation.some(clip, new Random(seed + i));
                String url = server.http("live/cam%d.flv".formatted(i));
                if (i % 2 == 0) {
                    post(client, url, bent, seed + i);
                } else {
                    publish(url, bent, seed + i);
                }
            }
            Waiting.until("nobody is left", () -> server.server().sessions().count() == 0);
            Waiting.until("no channel is", () -> server.server().channels().list().isEmpty());
            post(client, server.http("live/good.flv"), clip, seed);
        }
    }

    private static void post(HttpClient client, String url, byte[] bent, long seed)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(60))
                        .POST(BodyPublishers.ofByteArray(bent));
        HttpResponse<String> answer;
        try {
            answer = client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            return; // it was told in the middle, and did not listen
        }
        assertThat(answer.statusCode()).as("-Dseed=%d -Druns=1", seed).isIn(204, 400);
    }

    private static void publish(String url, byte[] bent, long seed) {
        try (var publisher = new SocketPublisher(url)) {
            try {
                publisher.send(bent, 4_000).bye();
            } catch (CompletionException e) {
                // It was told in the middle.
            }
            assertThat(publisher.goodbye().code()).as("-Dseed=%d -Druns=1", seed).isIn(1000, 4400);
        }
    }
}
